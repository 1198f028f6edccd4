"""The legal minimum wage: `web.offers.wage`."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.offers import wage

IN_2025, IN_2026 = date(2025, 6, 1), date(2026, 6, 1)


def test_the_official_monthly_amounts_of_35_hours() -> None:
    assert wage.monthly_minimum(35, "cdi", IN_2025) == Decimal("1801.80")
    assert wage.monthly_minimum(35, "cdi", IN_2026) == Decimal("1823.03")


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2020, 1, 1), "11.88"),
        (date(2024, 11, 1), "11.88"),
        (date(2025, 12, 31), "11.88"),
        (date(2026, 1, 1), "12.02"),
        (date(2030, 1, 1), "12.02"),
    ],
)
def test_the_amount_of_a_day(day: date, amount: str) -> None:
    assert wage.hourly(day) == Decimal(amount)


def test_part_time_is_paid_in_proportion() -> None:
    assert wage.monthly_minimum(17.5, "cdi", IN_2026) == Decimal("911.52")
    assert wage.monthly_minimum(24, "cdd", IN_2026) == Decimal("1250.08")


def test_hours_beyond_35_are_overtime() -> None:
    # 39 hours: 35 + 4 at 125 %.
    assert wage.monthly_minimum(39, "cdi", IN_2026) == Decimal("2083.47")
    # 45 hours: 35 + 8 at 125 % + 2 at 150 %.
    assert wage.monthly_minimum(45, "cdi", IN_2026) == (Decimal("12.02") * 48 * 52 / 12).quantize(Decimal("0.01"))


def test_an_apprentice_is_paid_27_percent_at_least() -> None:
    assert wage.monthly_minimum(35, "alternance", IN_2026) == Decimal("492.22")


@given(st.integers(1, 96), st.integers(1, 96), st.sampled_from(["cdi", "cdd", "alternance"]))
def test_more_hours_are_never_paid_less(some: int, others: int, contract: str) -> None:
    low, high = sorted((some / 2, others / 2))
    assert wage.monthly_minimum(low, contract, IN_2026) <= wage.monthly_minimum(high, contract, IN_2026)


@given(st.integers(1, 96), st.sampled_from(["cdi", "interim", "saisonnier", "alternance"]))
def test_a_year_is_twelve_months(hours: int, contract: str) -> None:
    month, year = (f(hours / 2, contract, IN_2025) for f in (wage.monthly_minimum, wage.yearly_minimum))
    assert year == 12 * month
