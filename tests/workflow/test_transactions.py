"""Connections and transactions: who writes waits for who writes, who reads writes nothing, what is dead is left."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from tests import cast
from web.bench.postgres_server import Server
from web.companies.tables import Company
from web.db import Database
from web.db import database as transactions


def test_each_process_reads_what_the_one_before_wrote(tmp_path: Path) -> None:
    # Each process has a Database of its own.
    processes = [Database(f"sqlite:///{tmp_path / 'vivier.db'}") for _ in range(3)]
    with processes[0].writing() as session:
        session.execute(text("CREATE TABLE tally (n INTEGER)"))
        session.execute(text("INSERT INTO tally VALUES (0)"))

    def count(process: Database) -> None:
        for _ in range(40):
            with process.writing() as session:
                n = session.execute(text("SELECT n FROM tally")).scalar_one()
                session.execute(text("UPDATE tally SET n = :n"), {"n": n + 1})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(count, processes * 2))
    with processes[0].reading() as session:
        assert session.execute(text("SELECT n FROM tally")).scalar_one() == 240
    for process in processes:
        process.close()


def test_a_turn_that_never_comes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_BUSY_SECONDS", 0)
    one, other = (Database(f"sqlite:///{tmp_path / 'vivier.db'}") for _ in range(2))
    with one.writing() as writer:
        writer.connection()
        with pytest.raises(OperationalError, match="locked"), other.writing() as late:
            late.connection()
    one.close()
    other.close()


def test_a_session_that_reads_writes_nothing(database: Database) -> None:
    with pytest.raises(AssertionError, match="only reads"), database.reading() as session:
        session.add(Company(siren="732829320", siret="73282932000074", name="Nobody", created_at=cast.NOW))
        session.commit()
    with database.reading() as session:
        assert session.exec(select(Company)).all() == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_closed_is_not_used_again(database: Database, postgres: Server) -> None:
    with database.reading() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    with psycopg.connect(postgres.conninfo(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'tests'")
    with database.writing() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
