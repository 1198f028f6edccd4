"""`vivier index` is killed, at every step and at random moments: what serves goes on serving."""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest
from opensearchpy import OpenSearch

from indexer import lifecycle
from indexer.progress import Progress
from indexer.registry import INDICES, Wanted, choose, job
from indexer.versions import versions
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings
from tests.faults.processes import PAUSED, VIVIER, start, until

NAME = "candidates"
FEW, MANY = 40, 12_000
STEPS = ("create", "fill", "finish", "verify", "mark_ready", "swap", "clean")


class Reader(threading.Thread):
    """Counts through the alias again and again, as a page does; keeps each answer that differs from the last."""

    def __init__(self, client: OpenSearch, alias: str) -> None:
        super().__init__(daemon=True)
        self.seen: list[object] = []
        self.asked = 0
        self._client, self._alias = client, alias
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            try:
                answer: object = self._client.count(index=self._alias)["count"]
            except Exception as error:
                answer = error
            self.asked += 1
            if not self.seen or self.seen[-1] != answer:
                self.seen.append(answer)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()


@pytest.fixture
def settings(engine_settings: EngineSettings) -> Iterator[EngineSettings]:
    own = replace(engine_settings, prefix=f"{engine_settings.prefix}kill-", timeout=30)
    yield own
    sync_client(own).indices.delete(index=f"{own.prefix}*")


@pytest.fixture
def client(settings: EngineSettings) -> OpenSearch:
    return sync_client(settings)


def load(settings: EngineSettings, path: Path) -> None:
    index = INDICES[NAME]
    lifecycle.run(settings, job(index, choose(index, ["ndjson"], [path]), Wanted([path])), Progress(NAME))


@pytest.mark.parametrize("step", STEPS)
def test_killed_before_a_step_the_old_index_serves_and_the_next_run_clears(
    step: str, settings: EngineSettings, client: OpenSearch, people: Callable[[int], Path], tmp_path: Path
) -> None:
    alias = settings.prefix + NAME
    load(settings, people(FEW))
    marker = tmp_path / "reached"
    with Reader(client, alias) as reader:
        process = start(settings, *PAUSED, step, str(marker), "index", NAME, str(people(FEW + 1)), cwd=tmp_path)
        until(marker.exists, process)
        process.kill()
        process.communicate()
        # The step after the swap is the only one that the new index serves in.
        serving = FEW + 1 if step == "clean" else FEW
        assert client.count(index=alias)["count"] == serving
        load(settings, people(FEW + 2))
    assert reader.seen == list(dict.fromkeys((FEW, serving, FEW + 2)))
    left = versions(client, settings.prefix, NAME)
    assert [(version.ready, version.live) for version in left] == [(True, False), (True, True)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_killed_at_a_random_moment_of_filling_nothing_is_lost(
    seed: int, settings: EngineSettings, client: OpenSearch, people: Callable[[int], Path], tmp_path: Path
) -> None:
    load(settings, people(FEW))
    with Reader(client, settings.prefix + NAME) as reader:
        process = start(settings, *VIVIER, "index", NAME, str(people(MANY)), cwd=tmp_path)
        until(lambda: len(versions(client, settings.prefix, NAME)) == 2, process)
        time.sleep(random.Random(seed).uniform(0, 1.0))
        process.kill()
        process.communicate()
        assert client.count(index=settings.prefix + NAME)["count"] in {FEW, MANY}
        load(settings, people(FEW + 2))
    assert set(reader.seen) <= {FEW, MANY, FEW + 2}
    assert all(version.ready for version in versions(client, settings.prefix, NAME))


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 128 + signal.SIGTERM)])
def test_an_interrupted_run_removes_its_half_index_itself(
    sign: signal.Signals,
    code: int,
    settings: EngineSettings,
    client: OpenSearch,
    people: Callable[[int], Path],
    tmp_path: Path,
) -> None:
    load(settings, people(FEW))
    before = versions(client, settings.prefix, NAME)
    marker = tmp_path / "reached"
    process = start(settings, *PAUSED, "finish", str(marker), "index", NAME, str(people(FEW + 1)), cwd=tmp_path)
    until(marker.exists, process)
    process.send_signal(sign)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == code, errors
    assert "Traceback" not in errors
    assert versions(client, settings.prefix, NAME) == before


def test_of_two_runs_at_once_the_second_is_refused(
    settings: EngineSettings, client: OpenSearch, people: Callable[[int], Path], tmp_path: Path
) -> None:
    marker = tmp_path / "reached"
    first = start(settings, *PAUSED, "swap", str(marker), "index", NAME, str(people(FEW)), cwd=tmp_path)
    until(marker.exists, first)
    second = start(settings, *VIVIER, "index", NAME, str(people(FEW + 1)), cwd=tmp_path)
    _, errors = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"candidates is being rebuilt by process {first.pid} on " in errors
    assert errors.count("\n") == 1
    marker.unlink()
    output, errors = first.communicate(timeout=30)
    assert first.returncode == 0, errors
    assert output.startswith("candidates: 40 documents serve as candidates")
    assert client.count(index=settings.prefix + NAME)["count"] == FEW


def test_a_reader_in_a_loop_never_misses_the_alias(
    settings: EngineSettings, client: OpenSearch, people: Callable[[int], Path]
) -> None:
    load(settings, people(FEW))
    load(settings, people(FEW + 1))
    old, new = (version.name for version in versions(client, settings.prefix, NAME))
    with Reader(client, settings.prefix + NAME) as reader:
        for turn in range(40):
            lifecycle.swap(client, settings.prefix + NAME, (old, new)[turn % 2])
    assert set(reader.seen) <= {FEW, FEW + 1}
    assert reader.asked > 40
