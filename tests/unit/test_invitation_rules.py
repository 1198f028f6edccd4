"""Who may be invited when. Pure; every instant is handed in."""

from datetime import UTC, datetime, timedelta

import pytest

from web.clock import PARIS
from web.invitations import rules
from web.outbox.queue import mail_domain


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("ready", "due"),
    [
        ("2026-03-02 08:00", "2026-03-02 08:00"),
        ("2026-03-02 12:30", "2026-03-02 12:30"),
        ("2026-03-02 20:59", "2026-03-02 20:59"),
        ("2026-03-02 21:00", "2026-03-03 08:00"),
        ("2026-03-02 23:59", "2026-03-03 08:00"),
        ("2026-03-02 00:00", "2026-03-02 08:00"),
        ("2026-03-02 07:59", "2026-03-02 08:00"),
        ("2026-12-31 22:00", "2027-01-01 08:00"),
        # The nights when the clocks change: eight o'clock stays eight o'clock.
        ("2026-03-28 22:00", "2026-03-29 08:00"),
        ("2026-10-24 22:00", "2026-10-25 08:00"),
    ],
)
def test_no_phone_rings_at_night(ready: str, due: str) -> None:
    given = rules.push_due(paris(ready).astimezone(UTC))
    assert given == paris(due).astimezone(UTC)
    assert given.tzinfo is UTC


def test_no_push_is_ever_due_in_the_quiet_hours_or_more_than_a_night_late() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(365 * 24):
        due = rules.push_due(now)
        assert rules.QUIET_TO <= due.astimezone(PARIS).time() < rules.QUIET_FROM
        assert timedelta(0) <= due - now <= timedelta(hours=12)
        now += timedelta(minutes=61)


def test_the_week_frees_when_the_oldest_invitation_leaves_it() -> None:
    oldest = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert rules.frees_at(oldest) == datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    assert [rules.under_cap(had) for had in (0, 4, 5, 6)] == [True, True, False, False]


def test_why_names_what_is_held_and_looked_for_and_not_too_much_of_it() -> None:
    looked_for = {f"s{number}": f"Compétence {number}" for number in range(20)}
    assert rules.why(["s3", "autre", "s1"], looked_for) == ["Compétence 1", "Compétence 3"]
    assert len(rules.why(list(looked_for), looked_for)) == rules.MOST_SKILLS_TOLD


def test_domains_are_those_that_limits_are_for() -> None:
    assert mail_domain("Alex@Courriel.Example") == "courriel.example"
    assert rules.push_domain("https://Push.Example:8443/x/y?z") == "push.example"
