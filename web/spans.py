"""When, and for how long, in French. Months are those in which profiles tell experiences ("2024-03"). Pure."""

from datetime import datetime

from web.clock import PARIS, day_of
from web.landing.wording import BOUND
from web.offers.wording import day

_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def time_of(at: datetime) -> str:
    """ "10 h 05", by the clock of Paris."""
    local = at.astimezone(PARIS)
    return f"{local.hour}{BOUND}h{BOUND}{local.minute:02}"


def moment(at: datetime) -> str:
    """ "2 mars 2026 à 10 h 05", by the clock of Paris."""
    return f"{day(day_of(at))} à {time_of(at)}"


def month(text: str) -> str:
    """ "2024-03" -> "mars 2024"."""
    year, _, number_of = text.partition("-")
    return f"{_MONTHS[int(number_of) - 1]}{BOUND}{year}"


def period(since: str, to: str | None) -> str:
    """ "de mars 2020 à juin 2022", "depuis mars 2020"."""
    return f"de {month(since)} à {month(to)}" if to else f"depuis {month(since)}"


def duration(months: int) -> str:
    """ "2 ans et 3 mois"."""
    years, rest = divmod(months, 12)
    parts = [f"{years}{BOUND}an{'s' if years > 1 else ''}"] if years else []
    return " et ".join([*parts, f"{rest}{BOUND}mois"] if rest or not parts else parts)
