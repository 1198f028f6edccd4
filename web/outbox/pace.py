"""How many messages may go to one domain now, all workers together.

Each domain has an instant from which it is free again; each message moves it on by one interval, and it may lie ahead
of now by a burst at most (the generic cell rate algorithm). Burst and interval are such that no minute, wherever it
begins, holds more than the limit.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from web.db.writes import insert_new
from web.outbox.tables import Pace

MINUTE = timedelta(minutes=1)


def burst(per_minute: int) -> int:
    """How many may go at once after a rest."""
    return max(1, per_minute // 10)


def interval(per_minute: int) -> timedelta:
    """Time between two messages when there is no rest."""
    return MINUTE / max(1, per_minute - burst(per_minute))


def allowed(free_at: datetime, per_minute: int, now: datetime) -> int:
    """How many may go now. free_at: when the domain has no message ahead of its time."""
    ahead = max(free_at - now, timedelta(0))
    return max(0, (interval(per_minute) * burst(per_minute) - ahead) // interval(per_minute))


def exhausted(session: Session, channel: str, per_minute: int, now: datetime) -> list[str]:
    """Domains to which nothing may go now."""
    full = now + interval(per_minute) * (burst(per_minute) - 1)
    return list(session.exec(select(Pace.domain).where(Pace.channel == channel, Pace.free_at > full)))


def take(session: Session, channel: str, wanted: Counter[str], per_minute: int, now: datetime) -> Mapping[str, int]:
    """How many of those wanted may go to each domain now, and count them as gone."""
    rows = [{"channel": channel, "domain": domain, "free_at": now} for domain in wanted]
    insert_new(session, Pace, rows, ("channel", "domain"))
    paces = session.exec(
        select(Pace)
        .where(Pace.channel == channel, col(Pace.domain).in_(list(wanted)))
        # Always in this order: two workers never wait for each other.
        .order_by(Pace.domain)
        .with_for_update()
    ).all()
    given: dict[str, int] = {}
    for pace in paces:
        given[pace.domain] = count = min(wanted[pace.domain], allowed(pace.free_at, per_minute, now))
        pace.free_at = max(pace.free_at, now) + interval(per_minute) * count
    session.flush()
    return given
