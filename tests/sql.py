"""Databases of the tests: a test that names `database` runs on SQLite and on PostgreSQL, each time on an empty one."""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from web.bench.postgres_server import Server, postgres_server
from web.db import Database, migrate
from web.db.tables import metadata

KINDS = ("sqlite", "postgresql")
# Nothing here must outlive the run.
_HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}
_OTHERS_OUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid()"""
# Without the checks of references, whose order would matter; and numbers begin at 1 again.
_EMPTIED = "; ".join(
    (
        "SET session_replication_role = replica",
        *(f'DELETE FROM "{table.name}"' for table in metadata.sorted_tables),  # noqa: S608 (our own names)
        "RESET session_replication_role",
        "SELECT setval(format('%I.%I', schemaname, sequencename), 1, false) FROM pg_sequences",
    )
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL for the whole run."""
    with postgres_server(_HASTY) as server:
        yield server


class _Reused:
    """One migrated database for all tests: emptying it takes a millisecond, making another a hundred."""

    name = "tests"

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection = self._make()

    def empty(self) -> None:
        """As it was when new, also when a test left its schema in pieces or somebody connected."""
        try:
            self._connection.execute(_OTHERS_OUT)
            self._connection.execute(_EMPTIED)
        except psycopg.Error:
            self._connection.close()
            self._connection = self._make()

    def close(self) -> None:
        self._connection.close()

    def _make(self) -> psycopg.Connection[tuple[Any, ...]]:
        with psycopg.connect(self._server.conninfo(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {self.name}")
        made = Database(self._server.url(self.name))
        migrate.upgrade(made)
        made.close()
        connection = psycopg.connect(self._server.conninfo(self.name), autocommit=True)
        connection.execute("SET lock_timeout = '5s'")
        return connection


@pytest.fixture(scope="session")
def reused(postgres: Server) -> Iterator[_Reused]:
    reused = _Reused(postgres)
    yield reused
    reused.close()


@cache
def empty_file() -> bytes:
    """A migrated SQLite database without a row, as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "empty.db")
        made = Database(f"sqlite:///{path}")
        migrate.upgrade(made)
        made.close()
        return path.read_bytes()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of an empty, migrated database of this test's own."""
    if request.param == "sqlite":
        path = request.getfixturevalue("tmp_path") / "vivier.db"
        path.write_bytes(empty_file())
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgres")
    reused: _Reused = request.getfixturevalue("reused")
    yield server.url(reused.name)
    reused.empty()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database of this test's own."""
    database = Database(database_url)
    yield database
    database.close()
