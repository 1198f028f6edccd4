"""When things happened: candidates write when they are awake, recruiters act in office hours. Pure; chance is given."""

import random
from datetime import date, datetime, time, timedelta

from web.clock import PARIS, day_of
from web.reminders.rules import is_working_day

OPENS, CLOSES = time(8, 45), time(17, 45)
WAKES, SLEEPS = time(6, 45), time(22, 30)
_LUNCH = timedelta(hours=3)


def at_work(rng: random.Random, after: datetime, latest: datetime, within: timedelta) -> datetime:
    """Some instant of office hours, at most about `within` after `after`; always between `after` and `latest`."""
    return _between(_opened(rng, after + timedelta(minutes=10) + within * rng.random()), after, latest, rng)


def awake(rng: random.Random, about: datetime, after: datetime, latest: datetime) -> datetime:
    """About that instant, or the next morning when it is night; always between `after` and `latest`."""
    local = about.astimezone(PARIS)
    if local.time() >= SLEEPS:
        local += timedelta(days=1)
    if not WAKES <= local.time() < SLEEPS:
        local = datetime.combine(local.date(), WAKES, PARIS) + _LUNCH * rng.random()
    return _between(local, after, latest, rng)


def published(rng: random.Random, now: datetime, days_ago: int) -> datetime:
    """A morning of a working day, that many days ago or a little more."""
    day = day_of(now) - timedelta(days=days_ago)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return (datetime.combine(day, time(9, 40), PARIS) + timedelta(minutes=rng.randrange(90))).astimezone(now.tzinfo)


def first_day(about: date) -> date:
    """The first Monday from then on that is a working day: when people begin a new job."""
    while about.weekday() or not is_working_day(about):
        about += timedelta(days=1)
    return about


def _opened(rng: random.Random, about: datetime) -> datetime:
    local = about.astimezone(PARIS)
    if is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return local
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, PARIS) + _LUNCH * rng.random()


def _between(found: datetime, after: datetime, latest: datetime, rng: random.Random) -> datetime:
    if not after < found < latest:
        # Little time was left: somewhere in it.
        found = after + (latest - after) * rng.uniform(0.2, 0.8)
    return found.astimezone(latest.tzinfo).replace(microsecond=0)
