"""What time it is: handed to whatever needs it, so that tests can travel."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

# The wall clock of people in metropolitan France, for what is shown and for quiet hours.
PARIS = ZoneInfo("Europe/Paris")


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)
