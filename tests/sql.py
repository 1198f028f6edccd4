"""Databases of the tests: a test that names `database` runs on SQLite and on PostgreSQL, each time on an empty one."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from web.bench.postgres_server import Server, postgres_server
from web.db import Database, migrate

KINDS = ("sqlite", "postgresql")
_number = itertools.count(1)
# Nothing here must outlive the run.
_HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL for the whole run, with a migrated database to copy."""
    with postgres_server(_HASTY) as server:
        with psycopg.connect(server.conninfo(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE model")
        model = Database(server.url("model"))
        migrate.upgrade(model)
        model.close()
        yield server


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "model.db"
    model = Database(f"sqlite:///{path}")
    migrate.upgrade(model)
    model.close()
    return path


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of an empty, migrated database of this test's own."""
    if request.param == "sqlite":
        path = request.getfixturevalue("tmp_path") / "vivier.db"
        shutil.copy(request.getfixturevalue("sqlite_model"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"test{next(_number)}"
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE model")
        yield server.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database of this test's own."""
    database = Database(database_url)
    yield database
    database.close()
