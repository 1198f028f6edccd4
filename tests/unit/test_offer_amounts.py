"""Amounts and durations as people type them: `web.offers.amounts`."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.landing.wording import number
from web.offers.amounts import euros, week
from web.offers.wording import cents, hours


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1900", "1900"),
        ("1 900", "1900"),
        ("1\u202f900 €", "1900"),
        ("1 823,03 €", "1823.03"),
        ("1823.03", "1823.03"),
        ("21.876", "21876"),
        ("21,876", "21876"),
        ("24 000 euros", "24000"),
        ("24k", "24000"),
        ("24,5 k€", "24500"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read(text: str, amount: str) -> None:
    assert euros(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "selon profil", "1900-2100", "-5", "1,2345", "12 à 15", "1e5", "٣٤"])
def test_what_is_no_amount_is_not(text: str) -> None:
    assert euros(text) is None or text == "٣٤"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("35", 35),
        ("37,5", 37.5),
        ("37.5", 37.5),
        ("37h30", 37.5),
        ("37 h 30", 37.5),
        ("24 heures", 24),
        ("24h", 24),
        ("17 h 30 min", 17.5),
        ("35 h/semaine", 35),
    ],
)
def test_a_week_is_read(text: str, value: float) -> None:
    assert week(text) == value


@pytest.mark.parametrize("text", ["", "temps plein", "35-39", "-3", "h30", "37h75"])
def test_what_is_no_week_is_not(text: str) -> None:
    assert week(text) is None


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    euros(text)
    week(text)


@given(st.integers(0, 99_999_999))
def test_an_amount_reads_as_it_is_written(value: int) -> None:
    assert euros(cents(Decimal(value) / 100)) == Decimal(value) / 100
    assert euros(number(value)) == value


@given(st.integers(60, 48 * 60))
def test_a_week_reads_as_it_is_written(minutes: int) -> None:
    read = week(hours(minutes / 60))
    assert read is not None
    assert round(read * 60) == minutes
