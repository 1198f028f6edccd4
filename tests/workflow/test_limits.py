"""Limits refill evenly, per key, for all processes together, and keep no name."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import count
from math import ceil
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from tests.cast import NOW
from web import sweeping
from web.db import Database
from web.limits import Limit, Limits, TooMany
from web.limits.buckets import sweep
from web.limits.tables import Bucket

SECRET = "s" * 32
THREE = Limit("three", 3, timedelta(minutes=3))
OTHER = Limit("other", 3, timedelta(minutes=3))


class Timed:
    """Limits at an instant that a test sets."""

    def __init__(self, database: Database, secret: str = SECRET) -> None:
        self.now = NOW
        self._limits = Limits(database, lambda: self.now, secret)

    def later(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now

    def take(self, *limits: Limit, key: str = "a") -> int:
        """Take one of each; the seconds to wait when there was none, else 0."""
        try:
            asyncio.run(self._limits.take(dict.fromkeys(limits, key)))
        except TooMany as refused:
            return refused.seconds
        return 0

    def give_back(self, *limits: Limit, key: str = "a") -> None:
        asyncio.run(self._limits.give_back(dict.fromkeys(limits, key)))


@pytest.fixture
def timed(database: Database) -> Timed:
    return Timed(database)


def buckets(database: Database) -> Sequence[Bucket]:
    with database.reading() as session:
        return session.exec(select(Bucket)).all()


def test_so_many_at_once_then_one_by_one(timed: Timed) -> None:
    assert [timed.take(THREE) for _ in range(4)] == [0, 0, 0, 60]
    timed.later(seconds=59)
    assert timed.take(THREE) == 1
    timed.later(seconds=0.999_999)
    assert timed.take(THREE) == 1
    timed.later(microseconds=1)
    assert [timed.take(THREE) for _ in range(2)] == [0, 60]


def test_each_key_and_each_limit_has_its_own(timed: Timed) -> None:
    for key in ("a", "b"):
        for limit in (THREE, OTHER):
            assert [timed.take(limit, key=key) for _ in range(3)] == [0, 0, 0]
    assert timed.take(THREE) == 60


def test_a_name_and_a_key_are_never_taken_for_others(timed: Timed) -> None:
    one, other = Limit("mail", 1, timedelta(hours=1)), Limit("mail reset", 1, timedelta(hours=1))
    assert timed.take(one, key="reset x") == 0
    assert timed.take(other, key="x") == 0


def test_limits_that_do_not_divide_evenly_still_give_all_at_once(timed: Timed) -> None:
    seven = Limit("seven", 7, timedelta(minutes=10))
    assert [timed.take(seven) for _ in range(8)] == [0] * 7 + [86]


def test_what_is_given_back_does_not_count(timed: Timed) -> None:
    for _ in range(10):
        assert timed.take(THREE) == 0
        timed.give_back(THREE)
    timed.give_back(THREE)
    assert [timed.take(THREE) for _ in range(4)] == [0, 0, 0, 60], "nobody gains by giving back more than was taken"


def test_of_two_limits_that_one_refuses_neither_is_taken(timed: Timed) -> None:
    slow = Limit("slow", 1, timedelta(hours=1))
    assert timed.take(THREE, slow) == 0
    assert [timed.take(THREE, slow) for _ in range(5)] == [3600] * 5
    assert [timed.take(THREE) for _ in range(3)] == [0, 0, 60]
    assert timed.take(slow, THREE) == 3600, "until the last of them is welcome"


def test_a_refusal_takes_nothing(timed: Timed) -> None:
    assert [timed.take(THREE) for _ in range(10)] == [0] * 3 + [60] * 7
    timed.later(minutes=1)
    assert timed.take(THREE) == 0


def test_a_restart_and_another_process_count_on(database: Database) -> None:
    again = Database(database.url)
    assert [Timed(database).take(THREE), Timed(again).take(THREE), Timed(database).take(THREE)] == [0, 0, 0]
    assert Timed(again).take(THREE) == 60
    again.close()


@pytest.mark.parametrize("both", [False, True])
def test_many_who_try_at_once_in_two_processes_never_pass_the_limit(database: Database, both: bool) -> None:
    ten, wide = Limit("ten", 10, timedelta(hours=1)), Limit("wide", 1000, timedelta(hours=1))
    databases = [Database(database.url) for _ in range(2)]

    def run(number: int) -> int:
        # The limits in either order: those who wait for each other would wait for ever.
        limits = (ten, wide) if number % 2 else (wide, ten)
        return Timed(databases[number % 2]).take(*(limits if both else (ten,)))

    with ThreadPoolExecutor(12) as pool:
        waits = list(pool.map(run, range(60)))
    assert waits.count(0) == ten.many
    for one in databases:
        one.close()


def test_nobody_reads_a_key_out_of_the_database(database: Database) -> None:
    key = "owner@ateliers.example"
    for secret in (SECRET, "t" * 32):
        assert Timed(database, secret).take(THREE, key=key) == 0
    assert len({one.digest for one in buckets(database)}) == 2, "without the secret no guess can be tried"
    with database.reading() as session:
        kept = str(session.execute(text("SELECT * FROM bucket")).all())
    assert "ateliers" not in kept
    assert "three" not in kept


def test_full_buckets_are_swept_away_and_nobody_notices(database: Database, timed: Timed) -> None:
    timed.take(THREE)
    timed.later(seconds=1)
    for _ in range(3):
        timed.take(THREE, key="b")
    with database.writing() as session:
        assert sweep(session, NOW + timedelta(seconds=60) - timedelta(microseconds=1)) == 0
        assert sweep(session, NOW + timedelta(seconds=60)) == 1
    assert [timed.take(THREE) for _ in range(4)] == [0, 0, 0, 60]
    assert timed.take(THREE, key="b") == 60


# SQLite has one writer at a time.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_sweep_does_not_wait_for_those_who_take(database: Database, timed: Timed) -> None:
    for key in ("a", "b"):
        timed.take(THREE, key=key)
    with database.writing() as taking, database.writing() as sweeping_up:
        taking.exec(select(Bucket).limit(1).with_for_update()).one()
        assert sweep(sweeping_up, NOW + timedelta(hours=1)) == 1


def test_the_worker_sweeps(database: Database, timed: Timed) -> None:
    timed.take(THREE)
    stop = Event()

    def clock() -> datetime:
        stop.set()
        return NOW + timedelta(hours=1)

    sweeping.run(database, clock, stop)
    assert buckets(database) == []


# Tries, tries that are given back, and seconds that pass.
STEPS = st.lists(st.one_of(st.sampled_from(["take", "give back"]), st.decimals(0, 200, places=6)), max_size=25)
_keys = count()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 7), st.integers(1, 300), STEPS)
def test_a_bucket_holds_what_one_would_count_by_hand(
    database: Database, many: int, seconds: int, steps: list[object]
) -> None:
    timed, limit, key = Timed(database), Limit("model", many, timedelta(seconds=seconds)), str(next(_keys))
    # One comes back each so many seconds, in whole microseconds.
    each = Fraction(seconds * 1_000_000 // many, 1_000_000)
    left = Fraction(many)
    for step in steps:
        if step == "take":
            assert timed.take(limit, key=key) == ceil(max(1 - left, 0) * each)
            left -= left >= 1
        elif step == "give back":
            timed.give_back(limit, key=key)
            left = min(left + 1, Fraction(many))
        else:
            passed = timedelta(seconds=float(step))  # type: ignore[arg-type]
            timed.now += passed
            left = min(left + Fraction(passed // timedelta(microseconds=1), 1_000_000) / each, Fraction(many))
