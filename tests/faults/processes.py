"""Real processes of the command line, on the engine of the tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from search_api.engine.settings import EngineSettings

VIVIER = ("-c", "from web.cli import main; main()")
PAUSED = ("-m", "tests.faults.paused")

Process = subprocess.Popen[str]


def start(settings: EngineSettings, *command: str, cwd: Path, **more: str) -> Process:
    """Start `python COMMAND` in `cwd`; it finds the engine of `settings`, and `more`, in its environment."""
    env = {
        "OPENSEARCH_URL": ",".join(settings.hosts),
        "VIVIER_INDEX_PREFIX": settings.prefix,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PATH": os.defpath,
        **more,
    }
    if settings.user:
        env |= {"OPENSEARCH_USER": settings.user, "OPENSEARCH_PASSWORD": settings.password or ""}
    return Process(
        [sys.executable, *command],
        cwd=cwd,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_as_from_a_terminal,
    )


def _as_from_a_terminal() -> None:
    # A run in the background of a shell has its children ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(condition: Callable[[], bool], process: Process) -> None:
    """Wait for something that `process` brings about."""
    end = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


def soon(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something that comes by itself."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
