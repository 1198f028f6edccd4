"""When it is a morning to remind on, by the calendar and the wall clock of metropolitan France."""

from datetime import UTC, date, datetime, timedelta

import pytest

from web.clock import PARIS
from web.reminders import rules


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02 07:59", None),
        ("2026-03-02 08:00", date(2026, 3, 2)),
        ("2026-03-02 11:59", date(2026, 3, 2)),
        ("2026-03-02 12:00", None),
        # Summer time: an hour earlier in UTC.
        ("2026-07-01 08:00", date(2026, 7, 1)),
        ("2026-07-01 07:59", None),
        ("2026-03-07 09:00", None),
        ("2026-03-08 09:00", None),
        ("2026-07-14 09:00", None),
        ("2026-04-06 09:00", None),
    ],
)
def test_a_morning_is_from_eight_to_noon_of_a_working_day(at: str, expected: date | None) -> None:
    assert rules.morning(paris(at)) == expected


def test_a_year_has_eleven_public_holidays() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    off = [day for day in days if day.weekday() < 5 and not rules.is_working_day(day)]
    # Four of the eleven of 2026 fall on a weekend or within these rules: 1 May, 8 May, 14 May, 25 May...
    assert [f"{day:%d/%m}" for day in off] == [
        "01/01", "06/04", "01/05", "08/05", "14/05", "25/05", "14/07", "11/11", "25/12",
    ]  # fmt: skip


def test_days_are_counted_as_people_do() -> None:
    assert rules.days_waited(paris("2026-03-02 23:50"), paris("2026-03-06 08:00")) == 4
