"""Who may be invited when. Pure: every instant is handed in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from web.clock import PARIS

WEEKLY_CAP = 5
"""Most invitations to one person in WEEK."""

WEEK = timedelta(days=7)

# No phone rings from nine in the evening to eight in the morning, by the wall clock of metropolitan France.
QUIET_FROM = time(21)
QUIET_TO = time(8)

# As many skills as a person reads.
MOST_SKILLS_TOLD = 6

# A link works as long as offers live; to stop mails must work for as long as mails are kept.
LINK_LIFE = timedelta(days=180)
UNSUBSCRIBE_LIFE = timedelta(days=3 * 365)


def under_cap(had: int) -> bool:
    """May somebody who has had so many invitations in the last WEEK get one more?"""
    return had < WEEKLY_CAP


def frees_at(oldest: datetime) -> datetime:
    """When somebody who has reached the cap may be invited again. oldest: of the WEEKLY_CAP invitations that count."""
    return oldest + WEEK


def push_due(now: datetime) -> datetime:
    """When a push that is ready now may go: at once, or when the quiet hours end."""
    local = now.astimezone(PARIS)
    if QUIET_TO <= local.time() < QUIET_FROM:
        return now
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_TO, PARIS).astimezone(now.tzinfo)


def push_domain(endpoint: str) -> str:
    """The push service of a device, for the limits."""
    return (urlsplit(endpoint).hostname or "").lower()


def why(held: Sequence[str], looked_for: Mapping[str, str]) -> list[str]:
    """Labels of the skills that brought an offer to a person: those held that the offer looks for (code -> label)."""
    return [label for code, label in looked_for.items() if code in set(held)][:MOST_SKILLS_TOLD]
