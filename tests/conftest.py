"""One real engine for the whole run, on a port of its own, in a folder that goes away."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from search_api.engine.embedded import EmbeddedEngine
from search_api.engine.settings import EngineSettings

SHARED = Path(os.environ.get("VIVIER_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the reference data, kept beside the checkout; the test says so and is skipped when it is absent."""
    if not (SHARED / "data").exists():
        pytest.skip("the reference data (../shared/data, or VIVIER_SHARED) is not here")
    return SHARED / "data"


def free_port() -> int:
    """A free port of the range that the embedded server accepts."""
    for port in range(9240, 9300):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port from 9240 to 9299")


@pytest.fixture(scope="session")
def engine_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineSettings]:
    """Settings of a running engine: a node of our own, or the cluster of OPENSEARCH_URL."""
    if os.environ.get("OPENSEARCH_URL"):
        yield EngineSettings.from_env({**os.environ, "VIVIER_INDEX_PREFIX": f"test-{os.getpid()}-"})
        return
    jars = Path(os.environ.get("VIVIER_HOME", Path(__file__).parents[1] / ".vivier")) / "jars"
    settings = EngineSettings(
        hosts=(f"http://127.0.0.1:{free_port()}",), heap="1g", home=tmp_path_factory.mktemp("engine"), jars=jars
    )
    with EmbeddedEngine(settings, print).running():
        yield settings
