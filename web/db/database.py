"""Connections and transactions: one transaction for one action of a person, in a thread, never across an await.

SQLite runs in WAL mode, and a transaction that will write takes its lock at once (BEGIN IMMEDIATE): two writers wait
for each other instead of failing half way. PostgreSQL runs in READ COMMITTED; what must be unique is a constraint. A
read needs no transaction there, since each statement sees what is committed by then: without BEGIN and ROLLBACK, and
without asking whether the connection is alive, it is one round trip instead of four.
"""

import contextlib
import select
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Concatenate, ParamSpec, TypeVar

from anyio import to_thread
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlmodel import Session

from search_api.engine.errors import SettingError

P = ParamSpec("P")
T = TypeVar("T")

# Long enough for a large chunk of invitations to commit while a page waits for its turn.
_BUSY_SECONDS = 20
_TRY_AGAIN_SECONDS = 0.001
# Connections to PostgreSQL: kept by a process, and more in a rush. Nine processes stay under its usual limit of 100.
_KEPT, _MORE = 5, 5


class Reading(Session):
    """A session that writes no row: on PostgreSQL it would be kept at once."""

    def flush(self, objects: Any = None) -> None:
        raise AssertionError("this session only reads")


class Database:
    """A database by its URL: `sqlite:///path` or `postgresql://user:password@host/name`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        # The same connections. To `_begin`, the option tells which of the two kinds of transaction to open.
        self._writing = self.engine.execution_options(writing=True)
        postgres = self.engine.name == "postgresql"
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT") if postgres else self.engine
        # SQLite lets one write at a time: the threads of this process wait in a line, and the first of them for others.
        self._turn = threading.Lock() if self.engine.name == "sqlite" else None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read with."""
        with Reading(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextlib.contextmanager
    def walking(self) -> Iterator[Session]:
        """A session that reads more rows than fit into memory, all as they were at one moment."""
        with Reading(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are committed at the end, all or none."""
        with self._in_turn(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextlib.contextmanager
    def _in_turn(self) -> Iterator[None]:
        # When the turn does not come, SQLite says what is wrong.
        taken = self._turn is not None and self._turn.acquire(timeout=_BUSY_SECONDS)
        try:
            yield
        finally:
            if taken and self._turn is not None:
                self._turn.release()

    async def read(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`work(session, ...)` in a thread, in a transaction that changes nothing."""

        def run() -> T:
            with self.reading() as session:
                return work(session, *args, **kwargs)

        return await to_thread.run_sync(run)

    async def write(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`work(session, ...)` in a thread, in one transaction; an exception takes back all of it."""

        def run() -> T:
            with self.writing() as session:
                return work(session, *args, **kwargs)

        return await to_thread.run_sync(run)

    async def scrub(self) -> None:
        """Have what was just erased leave the file of an SQLite database: its log is written back and emptied.

        (`secure_delete` has overwritten it in the file itself. PostgreSQL frees its rows by vacuum, in its own time.)
        """
        if self.engine.dialect.name == "sqlite":
            await to_thread.run_sync(self._empty_log)

    def _empty_log(self) -> None:
        with contextlib.closing(self.engine.raw_connection()) as connection:
            # Readers are not worth waiting for: the next erasure, or the next thousand pages, does it as well.
            connection.cursor().execute("PRAGMA busy_timeout = 1000")
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.cursor().execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingError("DATABASE_URL must read sqlite:///path or postgresql://user:password@host/name") from None
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin)
        return engine
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=_KEPT, max_overflow=_MORE)
        event.listen(engine, "checkout", _leave_dead)
        return engine
    raise SettingError(f"DATABASE_URL names {parsed.get_backend_name()}; Vivier knows sqlite and postgresql")


def _leave_dead(connection: Any, *_: object) -> None:
    # A server that goes says so or hangs up: then there is something to read, which an idle connection never has.
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    if heard.poll(0):
        raise DisconnectionError("the server has closed the connection")


def _set_up_sqlite(connection: Any, _: Any) -> None:
    # The driver must not open transactions by itself: `_begin` does.
    connection.isolation_level = None
    # What is erased is overwritten, not only forgotten.
    safety = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON")
    for pragma in (*safety, "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writing"):
        _begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    # SQLite's own waiting for another process sleeps longer and longer, up to 100 ms, while others come first.
    driver = connection.connection.cursor()
    end = time.monotonic() + _BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < end:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            time.sleep(_TRY_AGAIN_SECONDS)
        # Once more, so that what is wrong is told as every other question's mistake is.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        driver.close()
