"""The worker's clock for limits: buckets that are full again are swept away now and then."""

import logging
import threading
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from web.clock import Clock
from web.db import Database
from web.limits.buckets import sweep

EVERY = timedelta(hours=1)

_log = logging.getLogger(__name__)


def run(database: Database, clock: Clock, stop: threading.Event) -> None:
    """Sweep until `stop` is set. Several at once do no harm."""
    while not stop.is_set():
        try:
            with database.writing() as session:
                sweep(session, clock())
        except OperationalError:
            _log.warning("limits: the database does not answer")
        stop.wait(EVERY.total_seconds())
