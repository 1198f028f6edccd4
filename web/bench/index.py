"""`vivier bench index`: our way of loading profiles against bulk calls that were made beforehand.

Ours: a file of profiles is read, each line parsed and validated, turned into a document, serialised and sent: the very
functions that `vivier index candidates` runs. Bare: the same documents, serialised and cut into bulk calls of the same
size before the clock starts, sent one after the other over bare HTTP; for comparison, by two threads as well. Each
fills a new index of the same mapping and settings; the clock stops when its documents can be found (refresh). They
take turns and the first way is also the last, so that a machine that slows down strikes all.
"""

import http.client
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from threading import Lock
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
ORDER = ("ours", "bare", "bare_two_threads", "bare", "ours")
LEAST_SHARE = 0.8
_NDJSON = {"content-type": "application/x-ndjson"}


def run(settings: EngineSettings, size: int = 1_000_000) -> Report:
    """Generate `size` profiles, then load them in turn in each way. Some minutes; removes its indices afterwards."""
    client = sync_client(settings)
    seconds: dict[str, list[float]] = {way: [] for way in (*dict.fromkeys(ORDER), "ours_whole_run")}
    with tempfile.TemporaryDirectory(prefix="vivier-bench-") as folder:
        people, calls = Path(folder, "people.ndjson"), Path(folder, "calls")
        generating = _generate(people, size)
        sizes = _prepare(people, calls)
        try:
            for way in ORDER:
                if way == "ours":
                    filled, whole = _ours(settings, people)
                    seconds["ours_whole_run"].append(whole)
                else:
                    filled = _bare(settings, calls, sizes, threads=2 if way == "bare_two_threads" else 1)
                seconds[way].append(filled)
        finally:
            client.indices.delete(index=f"{settings.prefix}{INDEX}-*")
    rates = {way: round(size * len(took) / sum(took)) for way, took in seconds.items()}
    return Report(
        "index",
        {"profiles": size, "documents_a_call": CHUNK_DOCUMENTS, "senders": SENDERS, "turns": len(ORDER)},
        {
            **{f"{way}_per_second": rate for way, rate in rates.items()},
            **{f"{way}_seconds": [round(one, 2) for one in took] for way, took in seconds.items()},
            "generating_seconds": round(generating, 2),
        },
        [Bar("our rate / rate of pre-serialised bulk calls", rates["ours"] / rates["bare"], LEAST_SHARE, least=True)],
    )


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


def _ours(settings: EngineSettings, people: Path) -> tuple[float, float]:
    """Seconds until the documents can be found, and until the new index serves."""
    client = sync_client(settings)
    job = Job(INDEX, "bench", lambda: candidates_ndjson.read([people]))
    began = time.perf_counter()
    index = lifecycle.create(client, settings.prefix, job)
    tally = lifecycle.fill(settings, index, job, Progress(INDEX))
    client.indices.refresh(index=index, params={"request_timeout": lifecycle.LONG_SECONDS})
    filled = time.perf_counter() - began
    lifecycle.finish(client, INDEX, index)
    lifecycle.verify(client, settings, index, job, tally)
    lifecycle.mark_ready(client, index, tally)
    lifecycle.swap(client, settings.prefix + INDEX, index)
    whole = time.perf_counter() - began
    client.indices.delete(index=index)
    return filled, whole


def _bare(settings: EngineSettings, calls: Path, sizes: list[int], threads: int) -> float:
    """Seconds until the documents can be found."""
    client = sync_client(settings)
    began = time.perf_counter()
    index = lifecycle.create(client, settings.prefix, Job(INDEX, "bench", lambda: iter(())))
    with calls.open("rb") as file, ThreadPoolExecutor(threads) as pool:
        bodies, turn = (file.read(size) for size in sizes), Lock()
        for sender in [pool.submit(_send_all, settings, index, bodies, turn) for _ in range(threads)]:
            sender.result()
    client.indices.refresh(index=index, params={"request_timeout": lifecycle.LONG_SECONDS})
    seconds = time.perf_counter() - began
    client.indices.delete(index=index)
    return seconds


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
