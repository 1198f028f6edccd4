"""What time it is: handed to whatever needs it, so that tests can travel."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

# The wall clock of people in metropolitan France, for what is shown and for quiet hours.
PARIS = ZoneInfo("Europe/Paris")


def day_of(instant: datetime) -> date:
    """The day that it is in metropolitan France."""
    return instant.astimezone(PARIS).date()


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)
