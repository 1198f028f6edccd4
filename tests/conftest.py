"""One real engine for the whole run, on a port of its own, in a folder that goes away."""

import asyncio
import fcntl
import os
import socket
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import lifecycle, registry
from indexer.progress import Progress
from search_api.engine.client import Engine
from search_api.engine.embedded import EmbeddedEngine
from search_api.engine.settings import EngineSettings
from tests.companies import write_register

# The databases first: the site begins with one.
pytest_plugins = ("tests.sql", "tests.site", "tests.mail", "tests.push_service", "tests.verapdf")

SHARED = Path(os.environ.get("VIVIER_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the reference data, kept beside the checkout; the test says so and is skipped when it is absent."""
    if not (SHARED / "data").exists():
        pytest.skip("the reference data (../shared/data, or VIVIER_SHARED) is not here")
    return SHARED / "data"


def jar_folder() -> Path:
    """Where the engine's jars are kept between runs."""
    return Path(os.environ.get("VIVIER_HOME", Path(__file__).parents[1] / ".vivier")) / "jars"


def free_port() -> int:
    """A free port of the range that the embedded server accepts, claimed by this run until its process ends: the
    engine takes seconds to bind it, and another run may look meanwhile."""
    for port in range(9240, 9300):
        claim = os.open(Path(tempfile.gettempdir(), f"vivier-test-port-{port}"), os.O_CREAT | os.O_RDWR)
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            os.close(claim)
            continue
        return port
    raise RuntimeError("no free port from 9240 to 9299")


@pytest.fixture(scope="session")
def engine_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineSettings]:
    """Settings of a running engine: a node of our own, or the cluster of OPENSEARCH_URL."""
    if os.environ.get("OPENSEARCH_URL"):
        yield EngineSettings.from_env({**os.environ, "VIVIER_INDEX_PREFIX": f"test-{os.getpid()}-"})
        return
    settings = EngineSettings(
        hosts=(f"http://127.0.0.1:{free_port()}",), heap="1g", home=tmp_path_factory.mktemp("engine"), jars=jar_folder()
    )
    with EmbeddedEngine(settings, print).running():
        yield settings


Ask = Callable[[Callable[[Engine], Coroutine[Any, Any, Any]]], Any]


@pytest.fixture(scope="session")
def ask(engine_settings: EngineSettings) -> Iterator[Ask]:
    """Put an async question to the engine: `ask(lambda engine: suggest(engine, "caissier"))`."""
    with asyncio.Runner() as runner:
        engine = Engine(engine_settings)
        yield lambda question: runner.run(question(engine))
        runner.run(engine.close())


def load(settings: EngineSettings, name: str, candidates: int = 0) -> EngineSettings:
    """Fill an index with its built-in data, as `vivier up` does."""
    index = registry.INDICES[name]
    job = registry.job(index, [index.default], registry.Wanted(count=candidates))
    lifecycle.run(settings, job, Progress(name))
    return settings


@pytest.fixture(scope="session")
def occupations(engine_settings: EngineSettings) -> EngineSettings:
    """The engine with the built-in catalogue behind the alias `occupations`."""
    return load(engine_settings, "occupations")


@pytest.fixture(scope="session")
def places(engine_settings: EngineSettings) -> EngineSettings:
    """The engine with the built-in communes behind the alias `places`."""
    return load(engine_settings, "places")


@pytest.fixture(scope="session")
def companies(engine_settings: EngineSettings, tmp_path_factory: pytest.TempPathFactory) -> EngineSettings:
    """The engine with a few invented companies behind the alias `companies`."""
    index = registry.INDICES["companies"]
    wanted = registry.Wanted(write_register(tmp_path_factory.mktemp("sirene")))
    lifecycle.run(engine_settings, registry.job(index, [index.default], wanted), Progress("companies"))
    return engine_settings


@pytest.fixture(scope="session")
def loaded(occupations: EngineSettings, places: EngineSettings, companies: EngineSettings) -> EngineSettings:
    """The engine with the catalogue, the communes, some companies, and 5,000 demo candidates."""
    return load(occupations, "candidates", candidates=5_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected queries of tests/golden anew")
