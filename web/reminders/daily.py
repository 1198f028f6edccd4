"""The worker's clock for reminders: looks now and then whether it is the morning of a working day."""

import logging
import threading
from datetime import date, timedelta

from sqlalchemy.exc import OperationalError

from web.clock import Clock
from web.db import Database
from web.reminders import rules, service

LOOKS = timedelta(minutes=1)

_log = logging.getLogger(__name__)


class Daily:
    """Orders the reminders of each working day. Several at once, or one that was killed and started again, order them
    once: what was ordered stands in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._done: date | None = None

    def run(self, stop: threading.Event) -> None:
        """Look until `stop` is set."""
        while not stop.is_set():
            try:
                self.turn()
            except OperationalError:
                _log.warning("reminders: the database does not answer")
            stop.wait(LOOKS.total_seconds())

    def turn(self) -> int:
        """Order today's reminders if it is time; how many were ordered."""
        now = self._clock()
        day = rules.morning(now)
        if day is None or day == self._done:
            return 0
        with self._database.writing() as session:
            ordered = service.write(session, day, now)
        self._done = day
        return ordered
