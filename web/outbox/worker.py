"""The worker's loop: one channel, one message after the other, until it is told to stop.

A loop takes a few messages, hands each to the channel and writes down how it went. Where there is nothing to do, or
the other side is down, it waits on the event that tells it to stop: neither a busy loop nor a stop that takes long.
"""

import logging
import random
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from web.clock import Clock
from web.db import Database
from web.outbox import claims, retry
from web.outbox.channels import Channel, Down, Outcome, again
from web.outbox.claims import Claimant, Settled
from web.outbox.tables import Message

# How long a message may lie before a loop with nothing to do sees it.
IDLE = timedelta(seconds=0.5)
# Leased at once: enough to spare questions to the database, few enough for a slow mail server to get through.
BATCH = 50

_log = logging.getLogger(__name__)


class Loop:
    """One loop over the messages of one channel."""

    def __init__(
        self,
        database: Database,
        claimant: Claimant,
        channel: Channel,
        clock: Clock,
        chance: retry.Chance = random.random,
    ) -> None:
        self._database, self._claimant, self._channel = database, claimant, channel
        self._clock, self._chance = clock, chance
        self._failures = 0

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; the message in hand is finished."""
        while not stop.is_set():
            try:
                worked = self.turn(stop)
                wait = timedelta(0) if worked else IDLE
                self._failures = 0
            except (Down, OperationalError) as error:
                self._failures += 1
                wait = retry.pause(self._failures, self._chance)
                _log.warning("%s: %s; next try in %.0f s", self._claimant.channel, _told(error), wait.total_seconds())
            if wait:
                stop.wait(wait.total_seconds())

    def turn(self, stop: threading.Event | None = None) -> int:
        """Take what is due, up to a batch, and deal with it. How many were taken. Raises Down."""
        with self._database.reading() as session:
            if not claims.something_due(session, self._claimant.channel, self._clock()):
                return 0
        taken = self._write(claims.claim, BATCH * self._channel.together, self._clock())
        waiting, settled = list(taken), list[Settled]()
        while waiting and not (stop is not None and stop.is_set()):
            part, waiting = waiting[: self._channel.together], waiting[self._channel.together :]
            begun = self._write(self._next, part, settled)
            settled = self._send(begun, waiting) if begun else []
        self._write(self._end, settled, waiting)
        return len(taken)

    def _next(self, session: Session, claimant: Claimant, part: list[Message], settled: list[Settled]) -> list[Message]:
        """In one commit: how the last ones went, and that these are being sent."""
        now = self._clock()
        claims.settle(session, claimant, settled, now, self._chance)
        return claims.begin(session, claimant, part, now)

    def _end(self, session: Session, claimant: Claimant, settled: list[Settled], unused: list[Message]) -> None:
        claims.settle(session, claimant, settled, self._clock(), self._chance)
        claims.give_back(session, claimant, unused)

    def _send(self, begun: list[Message], waiting: list[Message]) -> list[Settled]:
        outcomes: Sequence[Outcome]
        try:
            outcomes = self._channel.send(begun)
        except Down:
            self._write(self._undo, begun, waiting)
            raise
        except Exception as error:
            # The text of an error may hold what belongs to a person; its kind and place do not.
            _log.error("%s: %s", self._claimant.channel, _place(error))
            outcomes = [again(type(error).__name__)] * len(begun)
        return [Settled(message, outcome) for message, outcome in zip(begun, outcomes, strict=True)]

    def _undo(self, session: Session, claimant: Claimant, begun: list[Message], waiting: list[Message]) -> None:
        claims.take_back(session, claimant, begun)
        claims.give_back(session, claimant, waiting)

    def _write(self, work: Callable[..., Any], *args: Any) -> Any:
        with self._database.writing() as session:
            return work(session, self._claimant, *args)


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, Down) else "the database does not answer"


def _place(error: Exception) -> str:
    """Kind of an error, and where it arose."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"
