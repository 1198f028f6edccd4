"""A worker that is killed in the middle of its mails: nobody is forgotten, and whoever got one twice is counted."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from tests import cast
from tests.mail import MailServer
from web.accounts.tables import Account
from web.db import Database
from web.db.writes import id_of
from web.outbox.queue import Order, enqueue
from web.outbox.tables import Channel, Message, Status

MAILS = 120
KILLS = 3
WORKER = "from web.cli import main; main(['worker', '--connections', '2'])"
# A worker's leases end by themselves after minutes; the test ends those of the dead at once.
_ENDED = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def filled(database: Database) -> Database:
    """A database in which MAILS people are to get a mail each."""
    now = datetime.now(UTC)
    with database.writing() as session:
        company = cast.company(session)
        people = [cast.account(session, f"person{number}@people.example", company) for number in range(MAILS)]
        orders = [
            Order(f"password:{number}", Channel.MAIL, "password", id_of(one), None, "people.example")
            for number, one in enumerate(people)
        ]
        enqueue(session, orders, now)
    return database


def started(database: Database, server: MailServer, home: Path) -> "subprocess.Popen[bytes]":
    """A real worker, in a process of its own."""
    env = {
        **os.environ,
        "DATABASE_URL": database.url,
        "SMTP_URL": server.url,
        "VIVIER_SECRET": "s" * 32,
        "VIVIER_HOME": str(home),
        "OPENSEARCH_URL": "http://127.0.0.1:9",
    }
    return subprocess.Popen([sys.executable, "-c", WORKER], env=env, stderr=subprocess.DEVNULL)


def dead_leases_end(database: Database) -> None:
    """As if the minutes had passed after which the leases of a dead worker end."""
    with database.writing() as session:
        for message in session.exec(select(Message).where(col(Message.leased_until).is_not(None))):
            message.leased_until = _ENDED
            session.add(message)


def arrives(server: MailServer, count: int) -> Callable[[], bool]:
    return lambda: len(server.mails) >= count


def test_killed_again_and_again_with_two_workers_at_once(
    filled: Database, mail_server: MailServer, tmp_path: Path
) -> None:
    rng = random.Random(20261123)
    for _ in range(KILLS):
        workers = [started(filled, mail_server, tmp_path) for _ in range(2)]
        with mail_server.arrived:
            # Somewhere in the middle of their work, wherever that is.
            enough = len(mail_server.mails) + rng.randint(3, MAILS // KILLS - 8)
            assert mail_server.arrived.wait_for(arrives(mail_server, enough), 30)
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(10)
        dead_leases_end(filled)
    last = started(filled, mail_server, tmp_path)
    with mail_server.arrived:
        everybody = lambda: {str(mail["to"]) for mail in mail_server.mails}  # noqa: E731
        assert mail_server.arrived.wait_for(lambda: len(everybody()) == MAILS, 60), "somebody was forgotten"
    last.terminate()
    last.wait(20)
    with filled.reading() as session:
        done = session.exec(select(func.count()).where(Message.status == Status.DONE)).one()
        noted = session.exec(select(func.sum(Message.doubled))).one()
        assert session.exec(select(func.count()).select_from(Account)).one() == MAILS
    twice = sum(count - 1 for count in mail_server.keys().values())
    assert done == MAILS
    # At most the one mail in hand of each connection of each worker that was killed, and none that is not counted.
    assert twice <= noted <= KILLS * 2 * 2
