"""One run at a time for each index, across machines: a document in `<prefix>locks`, one an index.

The holder renews it every BEAT seconds. A second run
  - refuses at once when the holder is a live process of this machine;
  - takes over at once when the holder was a process of this machine that is gone (kill -9);
  - else watches the lock for LEASE seconds by its own clock (clocks of two machines may differ): if it is renewed
    meanwhile the holder lives, if not the holder is dead and the lock changes hands.
Each write names the version that it replaces (`if_seq_no`), so two runs never both win. A run that was only asleep and
lost its lock finds out at its next renewal; `indexer.lifecycle.clear` makes sure that it cannot swap even before.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy import exceptions as os_errors

from indexer.errors import Busy

BEAT = 5.0
LEASE = 20.0
_MAPPING = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
    "mappings": {
        "dynamic": "strict",
        "_meta": {"version": 1, "description": "Which process rebuilds which index at this moment"},
        "properties": {
            "machine": {"type": "keyword"},
            "pid": {"type": "long"},
            "born": {"type": "keyword"},
            "since": {"type": "date"},
            "beats": {"type": "long"},
        },
    },
}

Say = Callable[[str], None]


class Lock:
    """A held lock: renews itself in a thread until `release`."""

    def __init__(self, client: OpenSearch, index: str, key: str, written: Mapping[str, Any]) -> None:
        self._client = client
        self._place = {"index": index, "id": key}
        self._version = _version(written)
        self._beats = 0
        self._lost = False
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"lock-{key}", daemon=True)
        self._thread.start()

    def confirm(self) -> None:
        """Renew now. Raises Busy when another run has taken the lock over."""
        with self._guard:
            self._renew()
        if self._lost:
            raise Busy(f"another run took {self._place['id']} over; this one stops and changes nothing")

    def release(self) -> None:
        """Stop renewing and remove the lock if it is still ours. Never raises: the next run copes with a stale lock."""
        self._stop.set()
        self._thread.join()
        if not self._lost:
            with contextlib.suppress(os_errors.OpenSearchException):
                self._client.delete(**self._place, params=self._version)

    def _keep(self) -> None:
        while not self._stop.wait(BEAT):
            # An engine that does not answer for a moment is not a lost lock; the next beat tells.
            with self._guard, contextlib.suppress(os_errors.OpenSearchException):
                self._renew()

    def _renew(self) -> None:
        if self._lost:
            return
        try:
            self._beats += 1
            written = self._client.index(**self._place, body=_myself(self._beats), params=self._version)
        except os_errors.ConflictError:
            self._recognise()
        else:
            self._version = _version(written)

    def _recognise(self) -> None:
        """Somebody wrote since: another run, or we ourselves when the answer to a renewal was lost."""
        try:
            found = self._client.get(**self._place)
        except os_errors.NotFoundError:
            self._lost = True
            return
        wanted, ours = found["_source"], _myself(self._beats)
        self._lost = any(wanted[mark] != ours[mark] for mark in ("machine", "pid", "born", "beats"))
        self._version = _version(found)


@contextlib.contextmanager
def held(client: OpenSearch, prefix: str, name: str, say: Say) -> Iterator[Lock]:
    """Hold the lock of the index `name` during the block. Raises Busy when another run has it."""
    index = prefix + "locks"
    with contextlib.suppress(os_errors.RequestError):  # exists already
        client.indices.create(index=index, body=_MAPPING)
    lock = Lock(client, index, name, _take(client, index, name, say))
    try:
        yield lock
    finally:
        lock.release()


def _take(client: OpenSearch, index: str, key: str, say: Say) -> Mapping[str, Any]:
    try:
        written: Mapping[str, Any] = client.index(index=index, id=key, body=_myself(), params={"op_type": "create"})
        return written
    except os_errors.ConflictError:
        pass
    try:
        found = client.get(index=index, id=key)
    except os_errors.NotFoundError:
        raise Busy(f"another run of {key} has just ended; start again") from None
    if not _abandoned(client, index, key, found, say):
        raise Busy(f"{_sentence(key, found['_source'])}; wait for its end, or stop it")
    say(f"{key}: taking over from a run that died ({_who(found['_source'])})")
    try:
        written = client.index(index=index, id=key, body=_myself(), params=_version(found))
    except os_errors.ConflictError:
        raise Busy(f"another run of {key} has just started") from None
    return written


def _abandoned(client: OpenSearch, index: str, key: str, found: Mapping[str, Any], say: Say) -> bool:
    holder = found["_source"]
    if holder["machine"] == _machine():
        return bool(_born(holder["pid"]) != holder["born"])
    say(f"{key}: the lock is held by {_who(holder)}; watching it for {LEASE:.0f} s")
    end = time.monotonic() + LEASE
    while time.monotonic() < end:
        time.sleep(min(1.0, LEASE))
        try:
            if _version(client.get(index=index, id=key)) != _version(found):
                return False
        except os_errors.NotFoundError:
            return False
    return True


def _version(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}


def _myself(beats: int = 0) -> dict[str, Any]:
    pid = os.getpid()
    return {"machine": _machine(), "pid": pid, "born": _born(pid), "since": int(time.time() * 1000), "beats": beats}


def _machine() -> str:
    # Host names repeat (localhost), and two containers of one host do not see each other's processes.
    boot, space = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")
    marks = (boot.read_text().strip() if boot.exists() else "", str(space.readlink()) if space.exists() else "")
    return " ".join((socket.gethostname(), *marks)).strip()


def _born(pid: int) -> str | None:
    """Start time of a process, which tells it from a later one of the same id; None when it is gone."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    try:
        # Field 22; the program's name, in parentheses, may hold blanks.
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return "?"
    return None if state == "Z" else rest[18]


def _who(holder: Mapping[str, Any]) -> str:
    return f"process {holder['pid']} on {holder['machine'].split()[0]}"


def _sentence(key: str, holder: Mapping[str, Any]) -> str:
    return f"{key} is being rebuilt by {_who(holder)}"
