"""When messages are tried again, and how many may go to one domain. Pure."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from web.outbox import pace, retry

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_delays_double_until_the_longest_and_last_about_a_day() -> None:
    longest = [retry.delay(attempts, lambda: 1.0) for attempts in range(1, retry.MOST_ATTEMPTS)]
    assert longest[:5] == [retry.FIRST * 2**power for power in range(5)]
    assert longest[-1] == retry.LONGEST
    assert sorted(longest) == longest
    assert timedelta(hours=12) < sum(longest, timedelta()) < timedelta(days=2)


def test_delays_are_spread_over_their_whole_length() -> None:
    chance = random.Random(1).random
    drawn = [retry.delay(4, chance) for _ in range(2_000)]
    assert min(drawn) < timedelta(seconds=10)
    assert max(drawn) > timedelta(seconds=230)


def test_a_channel_never_rests_for_long_nor_not_at_all() -> None:
    for failures in (1, 2, 5, 50, 5_000):
        assert timedelta(seconds=0.5) <= retry.pause(failures, lambda: 0.0)
        assert retry.pause(failures, lambda: 1.0) <= retry.LONGEST_PAUSE


@pytest.mark.parametrize("per_minute", [1, 2, 7, 60, 600, 6_000])
def test_no_minute_holds_more_than_the_limit_wherever_it_begins(per_minute: int) -> None:
    rng = random.Random(per_minute)
    now, free_at = NOW, NOW
    sent: list[datetime] = []
    for _ in range(3_000):
        now += timedelta(seconds=rng.choice((0, 0.01, 0.3, 1, 7)))
        going = min(rng.randint(1, 80), pace.allowed(free_at, per_minute, now))
        free_at = max(free_at, now) + pace.interval(per_minute) * going
        sent += [now] * going
    first = 0
    most = 0
    for last, at in enumerate(sent):
        while at - sent[first] >= pace.MINUTE:
            first += 1
        most = max(most, last - first + 1)
    assert most <= per_minute
    # And the limit is used, not only kept.
    if per_minute >= 60:
        assert most >= 0.8 * min(per_minute, len(sent) / 150)
