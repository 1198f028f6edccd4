"""The legal minimum wage (SMIC): THE setting to add a line to when it changes. Pure.

Hourly gross amounts: Code du travail, L3231-2 and following; one decree a change (of 23 October 2024 for 11.88 euros,
of 17 December 2025 for 12.02 euros). A month is 52/12 weeks: 35 hours a week are 151.67 hours a month. Overtime beyond
35 hours a week is paid 25 % more up to 43 hours and 50 % more after (L3121-36).

An apprentice is paid a share of it that grows with age and year: 27 % at least (D6222-26: under 18, first year). For
"alternance" we do not know the person's age, so that lowest share is the floor that we can hold an offer to.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

# From the day -> gross euros an hour, oldest first.
SMIC_HOURLY = (
    (date(2024, 11, 1), Decimal("11.88")),
    (date(2026, 1, 1), Decimal("12.02")),
)
LOWEST_APPRENTICE_SHARE = Decimal("0.27")
LEGAL_WEEK = Decimal(35)
_CENT = Decimal("0.01")


def hourly(on: date) -> Decimal:
    """Gross euros an hour on that day; the oldest known amount for days before it."""
    return next((amount for day, amount in reversed(SMIC_HOURLY) if day <= on), SMIC_HOURLY[0][1])


def monthly_minimum(weekly_hours: float, contract: str, on: date) -> Decimal:
    """The least gross pay of a month, in euros and cents, for that many hours a week."""
    hours = Decimal(str(weekly_hours))
    paid = min(hours, LEGAL_WEEK)
    paid += Decimal("1.25") * max(Decimal(0), min(hours, Decimal(43)) - LEGAL_WEEK)
    paid += Decimal("1.5") * max(Decimal(0), hours - 43)
    share = LOWEST_APPRENTICE_SHARE if contract == "alternance" else Decimal(1)
    return (hourly(on) * share * paid * 52 / 12).quantize(_CENT, ROUND_HALF_UP)


def yearly_minimum(weekly_hours: float, contract: str, on: date) -> Decimal:
    """Twelve months of it."""
    return 12 * monthly_minimum(weekly_hours, contract, on)
