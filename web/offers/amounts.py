"""Amounts and durations as people type them. Pure."""

import re
from decimal import Decimal


def euros(text: str) -> Decimal | None:
    """Euros and cents: "1 823,03 €", "21876", "2k", "2,5 k€"; None when it is no amount."""
    plain = re.sub(r"[\s€'’]|euros?", "", text.lower())
    found = re.fullmatch(r"(\d{1,9})(?:[.,](\d{1,2}))?(k?)", plain)
    if found:
        amount = Decimal(f"{found[1]}.{found[2] or 0}")
        return amount * 1000 if found[3] else amount
    # Thousands by dots or commas: "21.876", "21,876".
    grouped = re.fullmatch(r"(\d{1,3})[.,](\d{3})", plain)
    return Decimal(grouped[1] + grouped[2]) if grouped else None


def week(text: str) -> float | None:
    """Hours a week: "35", "37,5", "37h30", "17 h 30", "24 heures"; None when it is no duration."""
    plain = re.sub(r"\s|heures?$|/semaine$|parsemaine$", "", text.lower())
    clock = re.fullmatch(r"(\d{1,3})(?:h|:|heures?)([0-5]\d)?(?:mn|min)?", plain)
    if clock:
        return int(clock[1]) + int(clock[2] or 0) / 60
    number = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?", plain)
    return float(f"{number[1]}.{number[2] or 0}") if number else None
