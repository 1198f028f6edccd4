"""What the forms of candidates hold, and what stands in them. Each reader takes a `web.forms.Reader`. Pure."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from indexer.sources.communes import departements
from mappings.candidates import CONTRACTS, HOURS, LICENCES, MOBILITIES_KM, MOST_WEEKLY_HOURS, REMOTES, WORKING_TIMES
from web.accounts.rules import phone
from web.candidates import rules
from web.candidates.service import Details
from web.forms import Reader
from web.offers.amounts import euros, week
from web.offers.forms import MONTH, YEAR

NO_LICENCE = "aucun"
MOST_SALARY = 1_000_000
MOST_WEEK = 60
FIRST_YEAR = 1950
Typed = dict[str, list[str]]


@dataclass(frozen=True)
class Named:
    """A field with suggestions. text: as typed. code: of what was chosen, empty when nothing was, or when the text was
    changed since."""

    text: str
    code: str


def named(reader: Reader, name: str, missing: str) -> Named:
    """A field with suggestions: `name` holds the text, `name-code` what was chosen, `name-nom` its text; `name-choix`
    what was chosen of a list that the page gave (it goes first)."""
    choice = reader.text(f"{name}-choix", most=80)
    text = reader.line(name, missing="" if choice else missing)
    chosen = reader.text(f"{name}-code", most=80) if reader.line(f"{name}-nom") == text else ""
    return Named(text, choice or chosen)


def details(reader: Reader) -> Details:
    """Who somebody is."""
    return Details(
        reader.line("prenom", missing="Indiquez votre prénom.", most=100),
        reader.line("nom", missing="Indiquez votre nom.", most=100),
        reader.parsed("telephone", phone),
    )


def traits(reader: Reader, known: Sequence[str]) -> tuple[str, ...]:
    """The traits that somebody claims."""
    chosen = reader.choices("traits", known)
    if len(chosen) > rules.MOST_TRAITS:
        reader.errors["traits"] = f"{rules.MOST_TRAITS} au plus ; vous en avez choisi {len(chosen)}."
    return chosen


# ---- Where: home, reach, licences ----


def reach(reader: Reader) -> dict[str, Any]:
    """mobility_km, departements and licences, as `rules.with_moves` takes them."""
    km = reader.choice("rayon", [str(one) for one in MOBILITIES_KM], missing="Choisissez une distance.")
    return {
        "mobility_km": int(km or MOBILITIES_KM[0]),
        "departements": _departements(reader) or None,
        "licences": _licences(reader),
    }


def _departements(reader: Reader) -> list[str]:
    typed = re.split(r"[\s,;]+", reader.line("departements").upper())
    found = [one.zfill(2) for one in typed if one]
    wrong = [one for one in found if one not in departements()]
    if wrong:
        reader.errors["departements"] = f"Nous ne connaissons pas le département {wrong[0][:10]}. Un numéro, comme 59."
    return list(dict.fromkeys(found))


def _licences(reader: Reader) -> list[str] | None:
    chosen = reader.choices("permis", (*LICENCES, NO_LICENCE))
    if NO_LICENCE in chosen and len(chosen) > 1:
        reader.errors["permis"] = "Cochez vos permis, ou « aucun permis », mais pas les deux."
    if not chosen:
        return None
    return [one for one in chosen if one != NO_LICENCE]


def reach_typed(profile: Mapping[str, Any]) -> Typed:
    """What stands in the form of a profile."""
    licences = profile.get("licences")
    return {
        "rayon": [str(profile["mobility_km"])],
        "departements": [", ".join(profile.get("departements") or ())],
        "permis": [NO_LICENCE] if licences == [] else list(licences or ()),
    }


# ---- Wishes ----


def wishes(reader: Reader) -> dict[str, Any]:
    """The wishes but the occupations, as `rules.with_wishes` takes them; None: not stated."""
    return {
        "contracts": list(reader.choices("contrats", CONTRACTS)) or None,
        "time": list(reader.choices("temps", WORKING_TIMES)) or None,
        "weekly_hours": _weekly_hours(reader),
        "salary": _salary(reader),
        "hours": list(reader.choices("horaires", HOURS)) or None,
        "remote": list(reader.choices("teletravail", REMOTES)) or None,
    }


def _weekly_hours(reader: Reader) -> dict[str, int] | None:
    least, most = _hours(reader, "heures_min"), _hours(reader, "heures_max")
    if least is None and most is None:
        return None
    low = 0 if least is None else math.floor(least)
    high = MOST_WEEKLY_HOURS if most is None else math.ceil(most)
    if low > high:
        reader.errors["heures_max"] = "Le nombre d'heures le plus haut est plus petit que le plus bas."
        return None
    return {"least": low, "most": high}


def _hours(reader: Reader, name: str) -> float | None:
    text = reader.text(name, most=30)
    value = week(text) if text else None
    if text and (value is None or not 1 <= value <= MOST_WEEK):
        reader.errors[name] = f"Un nombre d'heures de 1 à {MOST_WEEK}, comme 35."
        return None
    return value


def _salary(reader: Reader) -> int | None:
    text = reader.text("salaire", most=30)
    if not text:
        return None
    period = reader.choice("salaire_par", (MONTH, YEAR), missing="Dites si ce montant est par mois ou par an.")
    amount = euros(text)
    yearly = None if amount is None else amount * (12 if period == MONTH else 1)
    if yearly is None or not 1 <= yearly <= MOST_SALARY:
        reader.errors["salaire"] = "Un montant en euros, comme 1 900 ou 24 000."
        return None
    return int(yearly.quantize(Decimal(1), ROUND_HALF_UP)) or 1


def wishes_typed(profile: Mapping[str, Any]) -> Typed:
    """What stands in the form of a profile."""
    stated = profile.get("wishes") or {}
    hours = stated.get("weekly_hours") or {}
    salary = stated.get("salary")
    return {
        "contrats": list(stated.get("contracts") or ()),
        "temps": list(stated.get("time") or ()),
        "heures_min": [str(hours["least"]) if hours.get("least") else ""],
        "heures_max": [str(hours["most"]) if hours.get("most", MOST_WEEKLY_HOURS) < MOST_WEEKLY_HOURS else ""],
        "salaire": [str(salary) if salary else ""],
        # As people think of it, until they have said an amount, which is kept by the year.
        "salaire_par": [YEAR if salary else MONTH],
        "horaires": list(stated.get("hours") or ()),
        "teletravail": list(stated.get("remote") or ()),
    }


# ---- Experiences ----


def period(reader: Reader, today: date) -> dict[str, Any]:
    """since, to (left out while it lasts) and months of an experience."""
    since = _month(reader, "de", today, "Indiquez le mois et l'année où cela a commencé.")
    lasting = reader.checked("en_cours")
    to = None if lasting else _month(reader, "a", today, "Indiquez le mois et l'année de la fin, ou « en cours ».")
    if since and to and to < since:
        reader.errors["a"] = "La fin vient avant le début."
    if not since or not (to or lasting):
        return {}
    last = to or f"{today:%Y-%m}"
    found = {"since": since, "months": min(rules.months(since, last), 720)}
    return found | ({"to": to} if to else {})


def _month(reader: Reader, name: str, today: date, missing: str) -> str | None:
    month = reader.choice(f"{name}_mois", [str(one) for one in range(1, 13)])
    year = reader.text(f"{name}_annee", most=10)
    reader.errors.pop(f"{name}_mois", None)
    if not month or not re.fullmatch(r"(19|20)\d\d", year, re.ASCII):
        reader.errors[name] = missing
        return None
    found = f"{year}-{int(month):02}"
    if int(year) < FIRST_YEAR or found > f"{today:%Y-%m}":
        reader.errors[name] = "Ce mois n'est pas encore passé." if int(year) >= FIRST_YEAR else "C'est trop ancien."
        return None
    return found


def experience_typed(one: Mapping[str, Any], label: str) -> Typed:
    """What stands in the form of an experience. label: of its occupation."""
    since, to = one["since"].split("-"), (one.get("to") or "-").split("-")
    return {
        "metier": [label],
        "metier-code": [one["occupation"]],
        "metier-nom": [label],
        "de_mois": [str(int(since[1]))],
        "de_annee": [since[0]],
        "a_mois": [str(int(to[1])) if to[1] else ""],
        "a_annee": [to[0]],
        "en_cours": [] if one.get("to") else ["oui"],
    }
