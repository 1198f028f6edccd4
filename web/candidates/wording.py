"""A profile in French sentences. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mappings.candidates import MOST_WEEKLY_HOURS
from web.applications.sheet_wording import REMOTES
from web.candidates.forms import NO_LICENCE
from web.landing.wording import BOUND, number
from web.offers.wording import CONTRACTS, HOURS, TIMES, listed

LICENCES = {
    "AM": "AM (cyclomoteur)",
    "A1": "A1 (moto légère)",
    "A2": "A2 (moto)",
    "A": "A (toute moto)",
    "B1": "B1 (quadricycle)",
    "B": "B (voiture)",
    "BE": "BE (voiture et remorque)",
    "C1": "C1 (camion léger)",
    "C1E": "C1E (camion léger et remorque)",
    "C": "C (camion)",
    "CE": "CE (ensemble routier)",
    "D1": "D1 (minibus)",
    "D1E": "D1E (minibus et remorque)",
    "D": "D (autocar)",
    "DE": "DE (autocar et remorque)",
}
USUAL_LICENCES = ("B", "BE", "C", "CE", "D", "A")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MONTHS = tuple((str(at), name) for at, name in enumerate(_MONTHS, 1))


def reach(profile: Mapping[str, Any], town: str) -> Iterator[tuple[str, str]]:
    """Pairs (name, value): home, reach, licences."""
    yield "Commune", town
    yield "Distance", f"Jusqu'à {profile['mobility_km']}{BOUND}km de chez moi"
    if profile.get("departements"):
        yield "Partout dans", f"{listed(profile['departements'])} (numéros de département)"
    licences = profile.get("licences")
    if licences is not None:
        yield "Permis", listed(list(licences)) or "Aucun"


def wishes(profile: Mapping[str, Any], occupations: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs (name, value): what was stated. occupations: their labels."""
    stated = profile.get("wishes") or {}
    if occupations:
        yield "Métiers", ", ".join(occupations)
    for name, key, words in (("Contrat", "contracts", CONTRACTS), ("Temps de travail", "time", TIMES)):
        if stated.get(key):
            yield name, ", ".join(words[one] for one in stated[key])
    if stated.get("weekly_hours"):
        yield "Heures par semaine", week(**stated["weekly_hours"])
    if stated.get("salary"):
        yield "Salaire", salary(stated["salary"])
    for name, key, words in (("Horaires", "hours", HOURS), ("Télétravail", "remote", REMOTES)):
        if stated.get(key):
            yield name, ", ".join(words[one] for one in stated[key])


def week(least: int, most: int) -> str:
    """ "De 20 à 35", "35 au plus"."""
    if least == most:
        return str(most)
    if most == MOST_WEEKLY_HOURS:
        return f"{least} au moins"
    return f"De {least} à {most}" if least else f"{most} au plus"


def salary(yearly: int) -> str:
    """ "À partir de 24 000 € brut par an, soit 2 000 € par mois"."""
    monthly = number(round(yearly / 12))
    return f"À partir de {number(yearly)}{BOUND}€ brut par an, soit {monthly}{BOUND}€ par mois"


def licences() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The boxes to tick: the usual ones with "none", and the others."""
    usual = [(code, LICENCES[code]) for code in USUAL_LICENCES]
    others = [(code, word) for code, word in LICENCES.items() if code not in USUAL_LICENCES]
    return [*usual, (NO_LICENCE, "Aucun permis")], others
