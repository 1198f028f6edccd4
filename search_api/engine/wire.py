"""HTTP to the engine with as little between as can be: kept connections, one question at a time on each.

The engine answers a question in about a millisecond; a general client adds a third of that, this one a twentieth
(decision 0003). It speaks what OpenSearch speaks: HTTP/1.1, plain or TLS, basic authentication.
"""

import asyncio
import base64
import ssl
from typing import cast
from urllib.parse import urlsplit

import httptools

from search_api.engine.settings import EngineSettings

TRIES = 3
PAUSE_SECONDS = 0.05
BUSY = frozenset({429, 502, 503, 504})
JSON = b"application/json"


class Wire:
    """Connections to the hosts of the settings, at most `settings.pool` in use at once, made when first needed."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._hosts = list(settings.hosts)
        self._idle: list[_Connection] = []
        self._open: set[_Connection] = set()
        self._closed = False
        self._turn = asyncio.Semaphore(settings.pool)
        self._tls = _tls(settings) if settings.hosts[0].startswith("https") else None
        self._login = _login(settings)

    async def ask(self, method: str, path: str, body: bytes = b"", kind: bytes = JSON) -> tuple[int, bytes]:
        """Send a request; its status and body come back.

        A broken connection or a busy engine (BUSY) is tried TRIES times, on the next host each time; then OSError is
        raised, or the status returned. TimeoutError when `settings.timeout` is over.
        """
        head = f"{method} {path} HTTP/1.1\r\ncontent-length: {len(body)}\r\n".encode()
        request = b"".join((head, b"content-type: ", kind, b"\r\n", self._login))
        async with self._turn, asyncio.timeout(self._settings.timeout):
            for left in reversed(range(TRIES)):
                try:
                    answer = await self._once(request, body)
                except OSError:
                    if self._closed or not left:
                        raise
                else:
                    if answer[0] not in BUSY or not left:
                        return answer
                self._hosts.append(self._hosts.pop(0))
                await asyncio.sleep(PAUSE_SECONDS * (TRIES - left))
        raise AssertionError("every way out of the loop returns or raises")

    async def _once(self, request: bytes, body: bytes) -> tuple[int, bytes]:
        if self._closed:
            raise ConnectionResetError("the client was closed")
        connection = self._kept() or await self._connect()
        try:
            answer = await connection.ask(request, body)
        except BaseException:
            # Its answer may still come: whoever asked next would get it.
            self._drop(connection)
            raise
        if connection.usable:
            self._idle.append(connection)
        else:
            self._drop(connection)
        return answer

    def _drop(self, connection: "_Connection") -> None:
        connection.close()
        self._open.discard(connection)

    def _kept(self) -> "_Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                return connection
            self._drop(connection)
        return None

    async def _connect(self) -> "_Connection":
        address = urlsplit(self._hosts[0])
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(
            lambda: _Connection(address.netloc.rpartition("@")[2]),
            address.hostname or "",
            address.port or 9200,
            ssl=self._tls,
        )
        if self._closed:
            connection.close()
            raise ConnectionResetError("the client was closed")
        self._open.add(connection)
        return connection

    async def close(self) -> None:
        """Close every connection; who still waits for an answer gets an OSError."""
        self._closed = True
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._idle.clear()
        # The loop closes a socket at its next turn, and may have no other.
        await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    """One connection; `ask` must not be called again before its answer is there."""

    def __init__(self, host: str) -> None:
        self._host = f"host: {host}\r\n\r\n".encode()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body: list[bytes] = []
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self.usable = False

    def ask(self, request: bytes, body: bytes) -> "asyncio.Future[tuple[int, bytes]]":
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            self._answer.set_exception(ConnectionResetError("the engine closed the connection"))
        else:
            self._transport.write(b"".join((request, self._host, body)))
        return self._answer

    def close(self) -> None:
        self.usable = False
        if self._transport is not None:
            self._transport.close()

    # -- asyncio tells ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.usable = cast(asyncio.Transport, transport), True

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(ConnectionError(f"the engine answered something else than HTTP: {error}"))
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.usable = False
        self._fail(ConnectionResetError("the engine closed the connection"))

    def _fail(self, error: OSError) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    # -- the parser tells ------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._body.clear()

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if not self._parser.should_keep_alive():
            self.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((self._parser.get_status_code(), b"".join(self._body)))


def _tls(settings: EngineSettings) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=settings.ca_file)
    if not settings.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _login(settings: EngineSettings) -> bytes:
    if not settings.user:
        return b""
    pair = base64.b64encode(f"{settings.user}:{settings.password or ''}".encode())
    return b"authorization: Basic " + pair + b"\r\n"
