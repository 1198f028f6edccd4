"""The engine dies while an index is filled."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from search_api.engine.client import sync_client
from search_api.engine.embedded import EmbeddedEngine
from search_api.engine.settings import EngineSettings
from tests.conftest import free_port
from tests.faults.processes import PAUSED, VIVIER, start, until


@pytest.mark.slow
def test_an_engine_killed_while_filling_ends_the_run_in_one_line_and_the_next_run_clears(
    engine_settings: EngineSettings, people: Callable[[int], Path], tmp_path: Path
) -> None:
    own = replace(
        engine_settings,
        hosts=(f"http://127.0.0.1:{free_port()}",),
        external=False,
        heap="512m",
        home=tmp_path / "engine",
        prefix="vivier-",
    )
    marker = tmp_path / "reached"
    embedded = EmbeddedEngine(own, print)
    with embedded.running():
        run = start(own, *PAUSED, "fill", str(marker), "index", "candidates", str(people(40)), cwd=tmp_path)
        until(marker.exists, run)
        pid = embedded.pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
        marker.unlink()
        _, errors = run.communicate(timeout=90)
    assert run.returncode == 1
    assert errors.startswith("Error: the engine does not answer")
    assert errors.count("\n") == 1
    with embedded.running():
        again = start(own, *VIVIER, "index", "candidates", str(people(41)), cwd=tmp_path)
        _, errors = again.communicate(timeout=60)
        assert again.returncode == 0, errors
        client = sync_client(own)
        assert client.count(index="vivier-candidates")["count"] == 41
        assert len(client.indices.get(index="vivier-candidates-*")) == 1


def test_without_an_engine_a_run_ends_at_once_in_one_line(people: Callable[[int], Path], tmp_path: Path) -> None:
    nowhere = EngineSettings(hosts=("http://127.0.0.1:9",), external=True)
    run = start(nowhere, *VIVIER, "index", "candidates", str(people(40)), cwd=tmp_path)
    _, errors = run.communicate(timeout=30)
    assert run.returncode == 1
    assert errors.startswith("Error: the engine does not answer")
    assert errors.count("\n") == 1
