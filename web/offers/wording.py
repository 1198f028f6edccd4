"""What an offer says, in French sentences: the recap, the mails and the candidates' pages say it alike. Pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from web.landing.wording import BOUND, number
from web.offers.terms import Terms

CONTRACTS = {
    "cdi": "CDI",
    "cdd": "CDD",
    "interim": "Intérim",
    "alternance": "Alternance",
    "saisonnier": "Contrat saisonnier",
}
TIMES = {"full": "Temps plein", "part": "Temps partiel"}
HOURS = {
    "day": "De jour",
    "night": "De nuit",
    "weekend": "Le week-end",
    "shifts": "En équipes (2×8, 3×8…)",
    "split": "En horaires coupés",
}
REMOTES = {
    "none": "Aucun, le poste est sur place",
    "occasional": "Occasionnel",
    "partial": "Partiel, une partie de la semaine",
    "full": "Complet",
}
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def day(value: date) -> str:
    """ "1er janvier 2027"."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first}{BOUND}{_MONTHS[value.month - 1]}{BOUND}{value.year}"


def hours(weekly: float) -> str:
    """ "35 heures", "37 h 30"."""
    whole, minutes = divmod(round(weekly * 60), 60)
    if minutes:
        return f"{whole}{BOUND}h{BOUND}{minutes:02}"
    return f"{whole}{BOUND}heure{'s' if whole > 1 else ''}"


def cents(amount: Decimal) -> str:
    """ "1 823,03 €"."""
    whole, _, rest = f"{amount:.2f}".partition(".")
    return f"{number(int(whole))},{rest}{BOUND}€"


def months(count: int) -> str:
    """ "6 mois"."""
    return f"{count}{BOUND}mois"


def contract(kind: str, length: int | None) -> str:
    """ "CDD de 6 mois", "CDI"."""
    return f"{CONTRACTS[kind]} de {months(length)}" if length else CONTRACTS[kind]


def time(kind: str, weekly: float) -> str:
    """ "Temps plein, 35 heures par semaine"."""
    return f"{TIMES[kind]}, {hours(weekly)} par semaine"


def yearly(low: int, high: int) -> str:
    """ "22 000 à 24 000 € brut par an", from gross euros a year."""
    return f"{_range(low, high)} brut par an"


def monthly(low: int, high: int) -> str:
    """ "1 833 à 2 000 € brut par mois", from gross euros a year, rounded to the euro."""
    return f"{_range(round(low / 12), round(high / 12))} brut par mois"


def salary(low: int, high: int) -> str:
    """Both: "22 000 à 24 000 € brut par an, soit 1 833 à 2 000 € brut par mois"."""
    return f"{yearly(low, high)}, soit {monthly(low, high)}"


def _range(low: int, high: int) -> str:
    return f"{number(low)}{BOUND}€" if low == high else f"{number(low)} à {number(high)}{BOUND}€"


def posts(count: int) -> str:
    """ "1 poste", "3 postes"."""
    return f"{count}{BOUND}poste{'s' if count > 1 else ''}"


def listed(words: Sequence[str]) -> str:
    """ "B, BE et C"."""
    return " et ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def shown(terms: Terms) -> list[tuple[str, str]]:
    """What candidates read of the contract: pairs (name, value). Nothing of step 2."""
    return [
        ("Contrat", contract(terms.contract, terms.months)),
        ("Temps de travail", time(terms.time, terms.weekly_hours)),
        ("Salaire", salary(terms.salary_min, terms.salary_max)),
        ("Début", f"Le {day(terms.start)}"),
        ("Nombre de postes", posts(terms.posts)),
    ]
