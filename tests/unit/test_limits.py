"""Limits refill evenly, per key, and forget."""

from datetime import timedelta

import pytest
from starlette.requests import Request

from tests.cast import NOW
from web.limits import Limit, Limits, TooMany, address

THREE = Limit("three", 3, timedelta(minutes=3))


class Time:
    def __init__(self) -> None:
        self.now = NOW

    def pass_by(self, **by: float) -> None:
        self.now += timedelta(**by)


def test_so_many_at_once_then_one_by_one() -> None:
    time = Time()
    limits = Limits(lambda: time.now)
    for _ in range(3):
        limits.take(THREE, "a")
    with pytest.raises(TooMany) as caught:
        limits.take(THREE, "a")
    assert caught.value.seconds == 60
    time.pass_by(seconds=59)
    with pytest.raises(TooMany) as caught:
        limits.take(THREE, "a")
    assert caught.value.seconds == 1
    time.pass_by(seconds=1)
    limits.take(THREE, "a")
    with pytest.raises(TooMany):
        limits.take(THREE, "a")


def test_each_key_and_each_limit_has_its_own() -> None:
    limits = Limits(lambda: NOW)
    for key in ("a", "b"):
        for limit in (THREE, Limit("other", 3, timedelta(minutes=3))):
            for _ in range(3):
                limits.take(limit, key)
    with pytest.raises(TooMany):
        limits.take(THREE, "a")


def test_what_is_given_back_does_not_count() -> None:
    limits = Limits(lambda: NOW)
    for _ in range(50):
        limits.take(THREE, "a")
        limits.give_back(THREE, "a")


def test_memory_is_bounded_and_the_fullest_buckets_go_first() -> None:
    limits = Limits(lambda: NOW, most=10)
    for _ in range(3):
        limits.take(THREE, "busy")
    for number in range(500):
        limits.take(THREE, str(number))
        assert len(limits._full_at) <= 10
    with pytest.raises(TooMany):
        limits.take(THREE, "busy")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_that_of_one_customer(host: str, expected: str) -> None:
    assert address(Request({"type": "http", "client": (host, 1)})) == expected
    assert address(Request({"type": "http", "client": None})) == ""
