"""When recruiters are reminded. Pure: every instant is handed in."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.easter import easter

from web.clock import PARIS, day_of

WAITED = timedelta(days=3)
"""An application that has waited for longer is worth a reminder."""

# Read with the first coffee; what could not be written by noon is for the next day.
MORNING_FROM = time(8)
MORNING_TO = time(12)

STOP_LIFE = timedelta(days=3 * 365)
"""The link that stops the reminders works for as long as mails are kept."""

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
# Easter Monday, Ascension, Whit Monday: days after Easter Sunday.
_MOVABLE = (1, 39, 50)


def morning(now: datetime) -> date | None:
    """The working day whose morning it is in metropolitan France, None at any other hour."""
    local = now.astimezone(PARIS)
    if MORNING_FROM <= local.time() < MORNING_TO and is_working_day(local.date()):
        return local.date()
    return None


def is_working_day(day: date) -> bool:
    """Monday to Friday, but for public holidays (code du travail, L3133-1)."""
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED and day not in _after_easter(day.year)


def days_waited(since: datetime, now: datetime) -> int:
    """Whole days, as people count them from one morning to another."""
    return (day_of(now) - day_of(since)).days


@lru_cache(4)
def _after_easter(year: int) -> frozenset[date]:
    sunday = easter(year)
    return frozenset(sunday + timedelta(days=days) for days in _MOVABLE)
