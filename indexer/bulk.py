"""Documents into an index: streamed, in chunks, each item accounted for.

Chunks are NDJSON made once by orjson. Two are under way while the next is being made: the engine and the parsing of
the source work at the same time. What the engine refuses for lack of room (429, 503: whole calls and single items)
is sent again after a growing delay; ENGINE.md counts 155,000 documents lost by a client that did not.
"""

import random
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Self

import orjson
from opensearchpy import OpenSearch
from opensearchpy import exceptions as os_errors

from indexer.documents import Document, Rejected
from search_api.engine.client import as_engine_error
from search_api.engine.errors import EngineError, EngineRefused, EngineUnavailable

CHUNK_DOCUMENTS = 5_000
CHUNK_BYTES = 8_000_000
SENDERS = 2
REQUEST_SECONDS = 120
_HEADERS = {"content-type": "application/x-ndjson"}
# The status of each item is all that we read: 201 is new, 200 has replaced an earlier document of the same id.
_WANTED = {"filter_path": "items.*.status,items.*.error.type,items.*.error.reason"}
_OVERLOADED = frozenset({429, 502, 503, 504})


@dataclass(frozen=True)
class Patience:
    """How long to go on trying, in seconds: an overloaded engine recovers, one that does not answer is likely gone."""

    overloaded: float = 120.0
    silent: float = 10.0
    first_delay: float = 0.1
    longest_delay: float = 10.0


@dataclass
class Sent:
    """What became of the documents handed over. created + replaced + superseded + len(refused) is their number.

    superseded: the index had the same document from as new a row, or newer (a change that came while it was filled).

    When a call was sent again because its answer never came, its documents count as created: whether the first call
    went through cannot be told. The check of the whole index compares the totals.
    """

    created: int = 0
    replaced: int = 0
    superseded: int = 0
    refused: list[Rejected] = field(default_factory=list)


class Sender:
    """Sends documents to one index. `take` may be called at any rate: it waits while two chunks are under way."""

    def __init__(self, client: OpenSearch, index: str, patience: Patience = Patience()) -> None:
        self._client = client
        self._index = index
        self._patience = patience
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="bulk")
        self._under_way: deque[Future[Sent]] = deque()
        self._chunk: list[bytes] = []
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def take(self, document: Document) -> Iterable[Sent]:
        """Add one document; returns what became of earlier chunks when some are through. Raises EngineError."""
        line = action(document)
        self._chunk.append(line)
        self._bytes += len(line)
        if len(self._chunk) < CHUNK_DOCUMENTS and self._bytes < CHUNK_BYTES:
            return ()
        self._submit()
        return self._results(SENDERS)

    def finish(self) -> Iterable[Sent]:
        """Send the rest and wait for all."""
        if self._chunk:
            self._submit()
        return self._results(0)

    def _results(self, left: int) -> list[Sent]:
        """Wait until no more than `left` chunks are under way."""
        return [self._under_way.popleft().result() for _ in range(len(self._under_way) - left)]

    def _submit(self) -> None:
        self._under_way.append(self._pool.submit(send, self._client, self._index, self._chunk, self._patience))
        self._chunk, self._bytes = [], 0


def action(document: Document) -> bytes:
    """The two NDJSON lines of one document."""
    head = orjson.dumps(document.id)
    if document.version is not None:
        # Not `external_gte`: of two documents from one row, the one that was written as a change is the later.
        head += b',"version":%d,"version_type":"external"' % document.version
    return b'{"index":{"_id":%b}}\n%b\n' % (head, orjson.dumps(document.body))


def send(client: OpenSearch, index: str, lines: list[bytes], patience: Patience) -> Sent:
    """Send a chunk until each item is in or refused for good. Raises EngineError when patience ends."""
    sent, sure = Sent(), True
    began = time.monotonic()
    for delay in _delays(patience):
        error: EngineError
        try:
            items = _call(client, index, lines)
        except EngineUnavailable as unavailable:
            overloaded = _is_overload(unavailable)
            error, limit = unavailable, patience.overloaded if overloaded else patience.silent
            sure = sure and overloaded
        else:
            lines = _account(sent, lines, items, sure=sure)
            if not lines:
                return sent
            error, limit = EngineUnavailable("the engine is overloaded (it refuses documents)"), patience.overloaded
        if time.monotonic() - began + delay > limit:
            raise error
        time.sleep(delay)
    raise AssertionError("delays never end")


def _call(client: OpenSearch, index: str, lines: list[bytes]) -> list[dict[str, Any]]:
    try:
        answer = client.transport.perform_request(
            "POST",
            f"/{index}/_bulk",
            params=_WANTED,
            body=b"".join(lines),
            headers=_HEADERS,
            timeout=REQUEST_SECONDS,
        )
    except (os_errors.OpenSearchException, OSError) as error:
        raise as_engine_error(error) from error
    items = [next(iter(item.values())) for item in answer.get("items", ())]
    if len(items) != len(lines):
        raise EngineRefused(f"sent {len(lines)} documents, the engine answered for {len(items)}")
    return items


def _account(sent: Sent, lines: list[bytes], items: list[dict[str, Any]], *, sure: bool) -> list[bytes]:
    """Count each item into `sent` and return the lines to send again."""
    again = []
    for line, item in zip(lines, items, strict=True):
        status = item["status"]
        if status == 201 or (status == 200 and not sure):
            sent.created += 1
        elif status == 200:
            sent.replaced += 1
        elif status == 409:
            sent.superseded += 1
        elif status in _OVERLOADED:
            again.append(line)
        elif status == 400:
            sent.refused.append(_refused(line, item.get("error", {})))
        else:
            raise EngineRefused(f"HTTP {status} for a document: {item.get('error', {}).get('reason')}")
    return again


def _refused(line: bytes, error: dict[str, Any]) -> Rejected:
    head, body, _ = line.split(b"\n", 2)
    doc_id = orjson.loads(head)["index"]["_id"]
    reason = f"the engine refused it: {error.get('reason') or error.get('type')}"
    return Rejected(file=f"document {doc_id}", line=0, reason=reason, raw=body[:500].decode("utf-8", "replace"))


def _is_overload(error: EngineUnavailable) -> bool:
    cause = error.__cause__
    return isinstance(cause, os_errors.TransportError) and cause.status_code in _OVERLOADED


def _delays(patience: Patience) -> Iterator[float]:
    delay = patience.first_delay
    while True:
        # Jitter, so that two senders refused together do not come back together.
        yield delay * random.uniform(0.5, 1.5)  # noqa: S311 (not a secret)
        delay = min(delay * 2, patience.longest_delay)
