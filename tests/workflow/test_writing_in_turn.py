"""Processes that write to one database wait for each other; here each is a Database of its own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from web.db import Database, database


def test_each_reads_what_the_one_before_wrote(tmp_path: Path) -> None:
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
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0)
    one, other = (Database(f"sqlite:///{tmp_path / 'vivier.db'}") for _ in range(2))
    with one.writing() as writer:
        writer.connection()
        with pytest.raises(OperationalError, match="locked"), other.writing() as late:
            late.connection()
    one.close()
    other.close()
