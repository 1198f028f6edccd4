"""`vivier bench index`: our way of loading profiles against bulk calls that were made beforehand.

Ours: a file of profiles is read, each line parsed and validated, turned into a document, serialised and sent: the very
functions that `vivier index candidates` runs. Bare: the same documents, serialised and cut into bulk calls of the same
size before the clock starts, sent one after the other over bare HTTP; for comparison, by two threads as well. Each
fills a new index of the same mapping and settings, part by part in turn, so that a machine that slows down strikes all
alike; the clock of a part stops when its documents can be found (refresh).
"""

import contextlib
import http.client
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import BinaryIO
from urllib.parse import urlsplit

from indexer import lifecycle
from indexer.bulk import CHUNK_DOCUMENTS, SENDERS, action
from indexer.documents import Document
from indexer.generate import lines
from indexer.lifecycle import Job
from indexer.progress import Progress
from indexer.sources import candidates_ndjson
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings
from web.bench.report import Bar, Report

INDEX = "candidates"
SEED = 20261123
PART = 20 * CHUNK_DOCUMENTS
THREADS = {"bare": 1, "bare_two_threads": 2}
LEAST_SHARE = 0.8
_NDJSON = {"content-type": "application/x-ndjson"}


def run(settings: EngineSettings, size: int = 1_000_000) -> Report:
    """Generate `size` profiles, then load them in each way. Some minutes; removes its indices afterwards."""
    client = sync_client(settings)
    with tempfile.TemporaryDirectory(prefix="vivier-bench-") as folder:
        people, calls = Path(folder, "people.ndjson"), Path(folder, "calls")
        generating = _generate(people, size)
        try:
            seconds = _load(settings, people, calls, _prepare(people, calls))
        finally:
            client.indices.delete(index=f"{settings.prefix}{INDEX}-*")
    rates = {way: size / took for way, took in seconds.items()}
    return Report(
        "index",
        {"profiles": size, "documents_a_part": PART, "documents_a_call": CHUNK_DOCUMENTS, "senders": SENDERS},
        {
            **{f"{way}_per_second": round(rate) for way, rate in rates.items()},
            **{f"{way}_seconds": round(took, 2) for way, took in seconds.items()},
            "generating_seconds": round(generating, 2),
        },
        [Bar("our rate / rate of pre-serialised bulk calls", rates["ours"] / rates["bare"], LEAST_SHARE, least=True)],
    )


def _load(settings: EngineSettings, people: Path, calls: Path, sizes: list[int]) -> dict[str, float]:
    """Seconds of each way until all documents can be found; "ours_whole_run" until the new index serves."""
    client = sync_client(settings)
    ways = ("ours", *THREADS)
    indices = {way: lifecycle.create(client, settings.prefix, _job(())) for way in ways}
    seconds, tally = dict.fromkeys(ways, 0.0), lifecycle.Tally()
    with contextlib.ExitStack() as files:
        ours = files.enter_context(people.open("rb"))
        bare = {way: files.enter_context(calls.open("rb")) for way in THREADS}
        for turn, first in enumerate(range(0, len(sizes), PART // CHUNK_DOCUMENTS)):
            part = sizes[first : first + PART // CHUNK_DOCUMENTS]
            for way in _rotated(ways, turn):
                began = time.perf_counter()
                if way == "ours":
                    filled = lifecycle.fill(settings, indices[way], _job(islice(ours, PART)), Progress(INDEX))
                    tally.created += filled.created
                else:
                    _send_part(settings, indices[way], bare[way], part, THREADS[way])
                client.indices.refresh(index=indices[way], params={"request_timeout": lifecycle.LONG_SECONDS})
                seconds[way] += time.perf_counter() - began
    return seconds | {"ours_whole_run": seconds["ours"] + _let_serve(settings, indices["ours"], tally)}


def _job(part: Iterable[bytes]) -> Job:
    return Job(INDEX, "bench", lambda: candidates_ndjson.read_lines("bench", part))


def _rotated(ways: tuple[str, ...], turn: int) -> tuple[str, ...]:
    return ways[turn % len(ways) :] + ways[: turn % len(ways)]


def _let_serve(settings: EngineSettings, index: str, tally: lifecycle.Tally) -> float:
    """Seconds from the last document to an index that serves: merged, checked, behind the alias."""
    client, job = sync_client(settings), _job(())
    began = time.perf_counter()
    lifecycle.finish(client, INDEX, index)
    lifecycle.verify(client, settings, index, job, tally)
    lifecycle.mark_ready(client, index, tally)
    lifecycle.swap(client, settings.prefix + INDEX, index)
    return time.perf_counter() - began


def _generate(people: Path, size: int) -> float:
    began = time.perf_counter()
    with people.open("wb") as file:
        for block in lines(size, SEED):
            file.write(block)
    return time.perf_counter() - began


def _prepare(people: Path, calls: Path) -> list[int]:
    """Write the bodies of the bulk calls one after the other; return their sizes in bytes."""
    sizes = []
    documents = (item for item in candidates_ndjson.read([people]) if isinstance(item, Document))
    with calls.open("wb") as file:
        while chunk := list(islice(documents, CHUNK_DOCUMENTS)):
            sizes.append(file.write(b"".join(map(action, chunk))))
    return sizes


def _send_part(settings: EngineSettings, index: str, calls: BinaryIO, sizes: Sequence[int], threads: int) -> None:
    bodies, turn = (calls.read(size) for size in sizes), Lock()
    with ThreadPoolExecutor(threads) as pool:
        for sender in [pool.submit(_send_all, settings, index, bodies, turn) for _ in range(threads)]:
            sender.result()


def _send_all(settings: EngineSettings, index: str, bodies: Iterator[bytes], turn: Lock) -> None:
    """Send body after body on one connection, again when the engine has no room."""
    connection = http.client.HTTPConnection(urlsplit(settings.hosts[0]).netloc, timeout=120)
    while True:
        with turn:
            body = next(bodies, None)
        if body is None:
            return
        while not _accepted(connection, index, body):
            time.sleep(0.1)


def _accepted(connection: http.client.HTTPConnection, index: str, body: bytes) -> bool:
    connection.request("POST", f"/{index}/_bulk?filter_path=errors", body, _NDJSON)
    with connection.getresponse() as response:
        answer = response.read()
    if response.status == 200 and answer != b'{"errors":false}':
        raise RuntimeError(f"the engine refused documents: {answer[:200]!r}")
    return response.status == 200
