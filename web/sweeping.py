"""What is kept for a while only goes when its time has come, whether or not anybody comes by: the worker's clock."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from web.accounts import sessions
from web.candidates import readdressing, signing_up, space
from web.clock import Clock
from web.db import Database
from web.limits import buckets

EVERY = timedelta(hours=1)

SWEEPS: tuple[Callable[[Session, datetime], object], ...] = (
    buckets.sweep,
    sessions.forget_expired,
    space.forget_expired,
    signing_up.forget_unused,
    readdressing.forget_former,
)

_log = logging.getLogger(__name__)


def run(database: Database, clock: Clock, stop: threading.Event) -> None:
    """Sweep now and every hour until `stop` is set. Several at once do no harm."""
    while not stop.is_set():
        try:
            turn(database, clock())
        except OperationalError:
            _log.warning("sweeping: the database does not answer")
        stop.wait(EVERY.total_seconds())


def turn(database: Database, now: datetime) -> None:
    """Sweep once, each in a transaction of its own, so that nobody waits for all."""
    for sweep in SWEEPS:
        with database.writing() as session:
            sweep(session, now)
