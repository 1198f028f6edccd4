"""Requests to addresses that people hand us: by HTTPS, to the public network only, and nowhere else from there.

The endpoint of a push is whatever a browser, or somebody who plays one, says it is. So the name is resolved here, every
address that it has must be public, and the connection goes to an address that was looked at: a name that answers
otherwise the next moment (DNS rebinding) gains nothing.
"""

import contextlib
import ipaddress
import socket
import threading
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

# From the end of the request to the end of the headers; timeouts of requests count from byte to byte.
WHOLE_ANSWER_SECONDS = 15.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotPublic(NewConnectionError):
    """The name leads into a private network."""


def session(*, to_this_machine: bool = False) -> requests.Session:
    """A session for such requests. Redirects must be turned off in each call. to_this_machine: for tests, HTTP to the
    loopback is let through as well."""
    made = requests.Session()
    # No proxy, which would resolve names by itself, and no password from a .netrc file.
    made.trust_env = False
    made.adapters.clear()
    made.mount("https://", _Outward(to_this_machine))
    if to_this_machine:
        made.mount("http://127.0.0.1:", _Outward(True))
    return made


def is_public(address: Address, *, to_this_machine: bool = False) -> bool:
    """May we connect there?"""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    seen = mapped or address
    return (seen.is_global and not seen.is_multicast) or (to_this_machine and seen.is_loopback)


class _Outward(HTTPAdapter):
    def __init__(self, to_this_machine: bool) -> None:
        self._to_this_machine = to_this_machine
        super().__init__(pool_connections=16, pool_maxsize=4)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        let = self._to_this_machine
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": partial(_Guarded, let=let)}),
            "https": type("Pool", (HTTPSConnectionPool,), {"ConnectionCls": partial(_GuardedTls, let=let)}),
        }


def _connect(connection: HTTPConnection, let: bool) -> socket.socket:
    """A socket to one of the addresses of the host, all of which were looked at."""
    try:
        found = socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NewConnectionError(connection, "no such name") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not all(is_public(ipaddress.ip_address(one), to_this_machine=let) for one in addresses):
        raise NotPublic(connection, "not a public address")
    for address in addresses:
        try:
            return create_connection((address, connection.port), connection.timeout)
        except OSError:
            continue
    raise NewConnectionError(connection, "nobody answers")


def _hang_up(connected: Any) -> None:
    with contextlib.suppress(OSError):
        # Of the socket beneath TLS: the other thread, which reads, is not waited for.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


class _Guarded(HTTPConnection):
    """A connection that goes where it may, and that nobody holds up by answering a letter at a time."""

    def __init__(self, *args: Any, let: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._let = let

    def _new_conn(self) -> socket.socket:
        return _connect(self, self._let)

    def getresponse(self) -> Any:
        timer = threading.Timer(WHOLE_ANSWER_SECONDS, _hang_up, [self.sock])
        timer.daemon = True
        timer.start()
        try:
            return super().getresponse()
        finally:
            timer.cancel()


class _GuardedTls(_Guarded, HTTPSConnection):
    pass
