"""Who deals with which message: each function is the body of one short transaction.

    waiting -> leased -> sending -> done | dead | waiting again

A worker takes several messages at once (a lease), and marks each as being sent just before it hands it over, in the
same commit that says how the one before went. So a worker that dies leaves one message at most of which nobody knows
whether it arrived. A lease runs out by itself; whatever it held is taken by another worker.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, update
from sqlmodel import Session, col, select

from web.outbox import pace, retry
from web.outbox.channels import Outcome
from web.outbox.retry import Chance
from web.outbox.tables import Message, Status

# As columns: SQLModel types attributes of the class as their values.
_id, _status, _channel, _domain = col(Message.id), col(Message.status), col(Message.channel), col(Message.domain)
_due_at, _attempts, _doubled = col(Message.due_at), col(Message.attempts), col(Message.doubled)
_lease, _leased_until = col(Message.lease), col(Message.leased_until)

_FREE: dict[str, Any] = {"lease": "", "leased_until": None}


@dataclass(frozen=True)
class Claimant:
    """Who takes messages. name: of this worker, unique. channel: whose messages it takes. per_minute: most to one
    domain, None: no limit. lease: how long its claim holds; longer than dealing with any one message takes."""

    name: str
    channel: str
    per_minute: int | None = None
    lease: timedelta = timedelta(minutes=5)


@dataclass(frozen=True)
class Settled:
    """A message that was dealt with, and how it went."""

    message: Message
    outcome: Outcome


def something_due(session: Session, channel: str, now: datetime) -> bool:
    """Is there anything for this channel to do? Only reads, so that idle workers never lock."""
    return any(
        session.exec(select(Message.id).where(_channel == channel, condition).limit(1)).first() is not None
        for condition in (_due(now), _abandoned(now))
    )


def claim(session: Session, claimant: Claimant, most: int, now: datetime) -> list[Message]:
    """Lease up to `most` messages that are due, the longest due first; domains that have had their share must wait."""
    _take_over(session, claimant.channel, now)
    free = [] if claimant.per_minute is None else pace.exhausted(session, claimant.channel, claimant.per_minute, now)
    wanted = (
        select(Message)
        .where(_channel == claimant.channel, _due(now), *([_domain.not_in(free)] if free else []))
        .order_by(_due_at, _id)
        .limit(most)
        # What another worker is taking at this moment is passed over (PostgreSQL; SQLite has one writer at a time).
        .with_for_update(skip_locked=True)
    )
    found = list(session.exec(wanted))
    if claimant.per_minute is not None and found:
        found = _within_pace(session, claimant.channel, claimant.per_minute, found, now)
    _set(
        session,
        found,
        _status == Status.WAITING.value,
        status=Status.LEASED.value,
        lease=claimant.name,
        leased_until=now + claimant.lease,
    )
    return found


def begin(session: Session, claimant: Claimant, messages: Sequence[Message], now: datetime) -> list[Message]:
    """Mark messages as being sent; those whose lease was lost meanwhile are left out."""
    begun = _set(
        session,
        messages,
        _held(claimant, Status.LEASED),
        status=Status.SENDING.value,
        attempts=_attempts + 1,
        leased_until=now + claimant.lease,
    )
    return [message for message in messages if message.id in begun]


def settle(session: Session, claimant: Claimant, settled: Sequence[Settled], now: datetime, chance: Chance) -> None:
    """Write down how messages went."""
    held = _held(claimant, Status.SENDING)
    done = [one.message for one in settled if one.outcome.status == Status.DONE]
    _set(session, done, held, status=Status.DONE.value, done_at=now, error="", **_FREE)
    for one in settled:
        if one.outcome.status != Status.DONE:
            _set(session, [one.message], held, **_after(one, now, chance), **_FREE)


def give_back(session: Session, claimant: Claimant, messages: Sequence[Message]) -> None:
    """Let others have what was claimed and not begun."""
    _set(session, messages, _held(claimant, Status.LEASED), status=Status.WAITING.value, **_FREE)


def take_back(session: Session, claimant: Claimant, messages: Sequence[Message]) -> None:
    """These were begun, and the other side was not even reached: it is as if they had not been."""
    held = _held(claimant, Status.SENDING)
    _set(session, messages, held, status=Status.WAITING.value, attempts=_attempts - 1, **_FREE)


def send_again(session: Session, message_id: int, now: datetime) -> bool:
    """Give a dead message another series of attempts; False when it is not dead."""
    return _revive(session, _id == message_id, now) == 1


def send_all_again(session: Session, channel: str, kind: str, now: datetime) -> int:
    """The same for all dead messages of a kind; how many there were."""
    return _revive(session, and_(_channel == channel, col(Message.kind) == kind), now)


def drop(session: Session, message_id: int) -> bool:
    """Give a dead message up for good; False when it is not dead."""
    dead = and_(_id == message_id, _status == Status.DEAD.value)
    return _change(session, dead, {"status": Status.DROPPED.value}) == 1


def _revive(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    fresh = {"status": Status.WAITING.value, "due_at": now, "attempts": 0, "error": "", "done_at": None}
    return _change(session, and_(which, _status == Status.DEAD.value), fresh)


def _change(session: Session, which: ColumnElement[bool], values: dict[str, Any]) -> int:
    changed = update(Message).where(which).values(values).execution_options(synchronize_session=False)
    return int(session.exec(changed).rowcount)


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(_status == Status.WAITING.value, _due_at <= now)


def _abandoned(now: datetime) -> ColumnElement[bool]:
    return and_(or_(_status == Status.LEASED.value, _status == Status.SENDING.value), _leased_until <= now)


def _held(claimant: Claimant, status: Status) -> ColumnElement[bool]:
    return and_(_lease == claimant.name, _status == status.value)


def _take_over(session: Session, channel: str, now: datetime) -> None:
    """What a worker that is gone had taken is due again; what it was sending may arrive twice, and is counted."""
    in_doubt = _status == Status.SENDING.value
    hopeless = and_(in_doubt, _attempts >= retry.MOST_ATTEMPTS)
    session.execute(
        update(Message)
        .where(_channel == channel, _abandoned(now))
        .values(
            status=case((hopeless, Status.DEAD.value), else_=Status.WAITING.value),
            error=case((hopeless, "le programme d'envoi s'est arrêté à chaque essai"), else_=col(Message.error)),
            doubled=case((in_doubt, _doubled + 1), else_=_doubled),
            **_FREE,
        )
        .execution_options(synchronize_session=False)
    )


def _within_pace(
    session: Session, channel: str, per_minute: int, found: Sequence[Message], now: datetime
) -> list[Message]:
    left = Counter(pace.take(session, channel, Counter(one.domain for one in found), per_minute, now))
    kept = []
    for message in found:
        if left[message.domain] > 0:
            left[message.domain] -= 1
            kept.append(message)
    return kept


def _after(one: Settled, now: datetime, chance: Chance) -> dict[str, Any]:
    """What becomes of a message that is not done."""
    message, outcome = one.message, one.outcome
    if outcome.progress:
        return {"status": Status.WAITING.value, "attempts": 0, "error": ""}
    attempts = message.attempts + 1
    if outcome.status == Status.DEAD or attempts >= retry.MOST_ATTEMPTS:
        return {"status": Status.DEAD.value, "error": outcome.error, "done_at": now}
    wait = retry.delay(attempts, chance) if outcome.after is None else outcome.after
    return {
        "status": Status.WAITING.value,
        "due_at": now + wait,
        "error": outcome.error,
        "doubled": _doubled + (1 if outcome.doubtful else 0),
    }


def _set(session: Session, messages: Sequence[Message], only: ColumnElement[bool], **values: Any) -> set[int]:
    """Change those of the messages for which `only` holds; their ids."""
    if not messages:
        return set()
    changed = (
        update(Message)
        .where(_id.in_([message.id for message in messages]), only)
        .values(values)
        .returning(_id)
        .execution_options(synchronize_session=False)
    )
    return {key for key in session.execute(changed).scalars() if key is not None}
