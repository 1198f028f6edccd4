"""When what failed is tried again. Pure: chance is handed in."""

from collections.abc import Callable
from datetime import timedelta

# A uniform number in [0, 1).
Chance = Callable[[], float]

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=4)
# With the delays above, about a day.
MOST_ATTEMPTS = 14

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=1)


def delay(attempts: int, chance: Chance) -> timedelta:
    """How long to wait after the `attempts`-th failure (from 1): twice as long each time, and anything from nothing to
    that, so that what failed together does not come back together."""
    return min(LONGEST, FIRST * (1 << min(attempts - 1, 20))) * chance()


def pause(failures: int, chance: Chance) -> timedelta:
    """How long a channel rests when the other side cannot be reached, for the `failures`-th time running (from 1)."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(failures - 1, 20)))
    return longest / 2 + longest / 2 * chance()
