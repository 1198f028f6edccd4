"""Buckets that refill evenly (the generic cell rate algorithm): of each key, the instant when its bucket is full again.

They stand in the SQL database: however many processes serve, they count together, and a restart forgets nothing.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Executable, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from web.clock import Clock
from web.db import Database
from web.limits.tables import Bucket

_EPOCH, _MICROSECOND, _SECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1), 1_000_000

_digest, _full_at = col(Bucket.digest), col(Bucket.full_at)
_now, _step, _last = (bindparam(name, type_=BigInteger) for name in ("now", "step", "last"))
_which = _digest == bindparam("key")
_LOOK = select(_full_at).where(_which)
_GIVE_BACK = update(Bucket).where(_which).values(full_at=_full_at - _step)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `many` in `per`; one comes back every `per / many`. name: tells the buckets of two limits apart."""

    name: str
    many: int
    per: timedelta


class TooMany(Exception):
    """Too many tries. seconds: after which the next one is welcome."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


# In microseconds. key: digest of the bucket; step: what one try takes; last: a bucket that is full later is empty now.
_Try = dict[str, Any]


class Limits:
    """The buckets of one installation. What one action has to pass is named in one call: of which limit, whose."""

    def __init__(self, database: Database, clock: Clock, secret: str) -> None:
        self._database, self._clock, self._key = database, clock, f"limits:{secret}".encode()

    async def take(self, whose: Mapping[Limit, str]) -> None:
        """Take one try out of each bucket. Raises TooMany, and takes none at all, when one of them has none left."""
        await self._database.write(_take, self._tries(whose))

    async def give_back(self, whose: Mapping[Limit, str]) -> None:
        """Those tries were good ones: they do not count."""
        await self._database.write(_give_back, self._tries(whose))

    def _tries(self, whose: Mapping[Limit, str]) -> list[_Try]:
        now = _microseconds(self._clock())
        tries: list[_Try] = []
        for limit, key in whose.items():
            digest = hmac.digest(self._key, f"{limit.name}\0{key}".encode(), "sha256")
            per, step = limit.per // _MICROSECOND, limit.per // limit.many // _MICROSECOND
            tries.append({"key": digest, "now": now, "step": step, "fresh": now + step, "last": now + per - step})
        # Always in one order: two that share two buckets never wait for each other.
        return sorted(tries, key=lambda one: one["key"])


def sweep(session: Session, now: datetime) -> int:
    """Forget the buckets that are full; how many there were."""
    # One that somebody takes from at this moment is passed over (PostgreSQL; SQLite has one writer at a time).
    full = select(_digest).where(_full_at <= _microseconds(now)).with_for_update(skip_locked=True)
    return int(session.connection().execute(delete(Bucket).where(_digest.in_(full))).rowcount)


def _take(session: Session, tries: Sequence[_Try]) -> None:
    seconds = max(_seconds(session, one) for one in tries)
    if seconds:
        raise TooMany(seconds)


def _seconds(session: Session, one: _Try) -> int:
    """Take one; how long to wait when there is none, else 0."""
    connection = session.connection()
    if connection.execute(_taking(connection.dialect.name), one).first():
        return 0
    # The statement has locked the row, though it did not change it.
    early = connection.execute(_LOOK, one).scalar_one() - one["last"]
    return int(-(-early // _SECOND))


def _give_back(session: Session, tries: Sequence[_Try]) -> None:
    for one in tries:
        session.connection().execute(_GIVE_BACK, one)


@cache
def _taking(dialect: str) -> Executable:
    """One statement, so that nobody comes between looking and taking; a row comes back when one was taken."""
    insert: Any = (postgresql if dialect == "postgresql" else sqlite).insert(Bucket)
    taking: Executable = (
        insert.values(digest=bindparam("key"), full_at=bindparam("fresh"))
        .on_conflict_do_update(
            index_elements=[_digest],
            set_={"full_at": case((_full_at > _now, _full_at), else_=_now) + _step},
            where=_full_at <= _last,
        )
        .returning(_full_at)
    )
    return taking


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND
