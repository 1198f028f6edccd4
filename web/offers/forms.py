"""Reads the answers of each step. What is valid comes back even beside mistakes: the count follows what is known. Pure.

A reader takes a `web.forms.Reader` and the context of the offer; what is wrong stands in `Reader.errors`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

import orjson

from mappings.candidates import CONTRACTS, HOURS, LICENCES, REMOTES, WORKING_TIMES
from web.companies.rules import siret
from web.forms import Reader
from web.landing.forms import LARGEST_RADIUS_KM
from web.offers import wage
from web.offers.amounts import euros, week
from web.offers.terms import Spot
from web.offers.wording import cents, hours

MONTH, YEAR = "month", "year"
FULL_WEEK = 35.0
MOST_WEEK = 48.0
MOST_MONTHS = 48
MOST_POSTS = 999
MOST_SALARY = 1_000_000
MOST_PRESENTATION = 4_000
MOST_QUESTION = 500
LATEST_START = timedelta(days=730)


@dataclass(frozen=True)
class Contract:
    """Step 1; None: not said, or not valid. Salaries in gross euros a year, whatever was typed."""

    contract: str | None
    months: int | None
    time: str | None
    weekly_hours: float | None
    salary_min: int | None
    salary_max: int | None
    start: date | None
    posts: int | None


@dataclass(frozen=True)
class Conditions:
    """Step 2. workplace: None: the town that was searched; radius_km: None: that of the search."""

    licences: tuple[str, ...]
    hours: tuple[str, ...]
    remote: str | None
    workplace: Spot | None
    radius_km: int | None


@dataclass(frozen=True)
class Company:
    """Step 3. siret: 14 digits; website: with its scheme, empty for none."""

    siret: str
    name: str
    presentation: str
    website: str


@dataclass(frozen=True)
class Asked:
    """Step 4."""

    question: str


@dataclass(frozen=True)
class Recap:
    """Step 5. standing: people who arrive later are invited too."""

    standing: bool


def contract(reader: Reader, today: date) -> Contract:
    """Read step 1."""
    kind = reader.choice("contract", CONTRACTS, missing="Choisissez un type de contrat.")
    months = None
    if kind not in {None, "cdi"}:
        months = reader.whole("months", 1, MOST_MONTHS, missing="Indiquez la durée du contrat, en mois.")
    time = reader.choice("time", WORKING_TIMES, missing="Choisissez temps plein ou temps partiel.")
    weekly = _weekly_hours(reader, time)
    start = reader.day("start", missing="Indiquez la date de début.")
    if start and start < today:
        reader.errors["start"] = "Cette date est passée."
    elif start and start > today + LATEST_START:
        reader.errors["start"] = "Cette date est à plus de deux ans."
    low, high = _salary(reader, kind, weekly, max(today, start or today))
    posts = reader.whole("posts", 1, MOST_POSTS, missing="Indiquez le nombre de postes.")
    return Contract(kind, months, time, weekly, low, high, start, posts)


def _weekly_hours(reader: Reader, time: str | None) -> float | None:
    text = reader.text("weekly_hours", most=30)
    if not text:
        if time == "part":
            reader.errors["weekly_hours"] = "Indiquez le nombre d'heures par semaine."
        return FULL_WEEK if time == "full" else None
    value = week(text)
    if value is None or not 1 <= value <= MOST_WEEK:
        reader.errors["weekly_hours"] = "Un nombre d'heures de 1 à 48, comme 35 ou 37,5."
        return None
    if time == "part" and value >= FULL_WEEK:
        reader.errors["weekly_hours"] = "À partir de 35 heures par semaine, c'est un temps plein."
        return None
    return value


def _salary(reader: Reader, kind: str | None, weekly: float | None, on: date) -> tuple[int | None, int | None]:
    period = reader.choice("salary_period", (MONTH, YEAR), missing="Dites si ces montants sont par mois ou par an.")
    low, high = (
        _amount(reader, "salary_min", "Indiquez le bas de la fourchette."),
        _amount(reader, "salary_max", "Indiquez le haut de la fourchette."),
    )
    if period is None:
        return None, None
    if low is not None and high is not None and low > high:
        reader.errors["salary_max"] = "Le haut de la fourchette est plus petit que le bas."
        return None, None
    if low is not None and kind and weekly:
        _check_minimum(reader, low, period, (kind, weekly, on))
    if "salary_min" in reader.errors:
        low = None
    return _yearly(low, period), _yearly(high, period)


def _amount(reader: Reader, name: str, missing: str) -> Decimal | None:
    text = reader.text(name, missing=missing, most=30)
    if not text:
        return None
    amount = euros(text)
    if amount is None or not 1 <= amount <= MOST_SALARY:
        reader.errors[name] = "Un montant en euros, comme 1 900 ou 24 000."
        return None
    return amount


def _check_minimum(reader: Reader, low: Decimal, period: str, post: tuple[str, float, date]) -> None:
    kind, weekly, on = post
    month, year = wage.monthly_minimum(weekly, kind, on), wage.yearly_minimum(weekly, kind, on)
    if low >= (month if period == MONTH else year):
        return
    least = "le minimum légal d'une alternance (27 % du SMIC)" if kind == "alternance" else "le SMIC"
    sentence = (
        f"C'est moins que {least} pour {hours(weekly)} : {cents(month)} brut par mois, soit {cents(year)} par an."
    )
    if period == YEAR and low >= month:
        sentence += " Est-ce un montant par mois ?"
    reader.errors["salary_min"] = sentence


def _yearly(amount: Decimal | None, period: str) -> int | None:
    if amount is None:
        return None
    yearly = amount * (12 if period == MONTH else 1)
    return int(min(yearly, Decimal(MOST_SALARY)).quantize(Decimal(1), ROUND_HALF_UP))


def conditions(reader: Reader, _: date) -> Conditions:
    """Read step 2."""
    chosen = reader.choices("hours", HOURS)
    spot = _spot(reader)
    return Conditions(
        licences=reader.choices("licences", LICENCES),
        hours=chosen,
        remote=reader.choice("remote", REMOTES),
        workplace=spot,
        radius_km=reader.whole("radius", 1, LARGEST_RADIUS_KM),
    )


def _spot(reader: Reader) -> Spot | None:
    text = reader.text("workplace", most=200)
    if not text:
        return None
    found = spot_of(text, reader.text("spot", most=1_000))
    if found is None:
        reader.errors["workplace"] = "Précisez cette adresse : choisissez-la dans la liste."
    return found


def spot_of(text: str, spot: str) -> Spot | None:
    """The place that the field `spot` gives for what stands in the field `workplace`; None when it is of another text.

    spot: JSON, {"asked": text, "label", "lat", "lon", "citycode"}.
    """
    try:
        plain = orjson.loads(spot)
        lat, lon = float(plain["lat"]), float(plain["lon"])
        label, citycode = str(plain["label"])[:200], str(plain.get("citycode", ""))[:5]
        asked = str(plain.get("asked", ""))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        return None
    if text not in {asked, label} or not label or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return Spot(label, lat, lon, citycode)


def spot_text(spot: Spot, asked: str) -> str:
    """What the field `spot` holds for a place found for the words `asked`."""
    plain = {"asked": asked, "label": spot.label, "lat": spot.lat, "lon": spot.lon, "citycode": spot.citycode}
    return orjson.dumps(plain).decode()


def company(reader: Reader, _: date) -> Company:
    """Read step 3."""
    return Company(
        siret=_siret(reader),
        name=reader.text("company_name", missing="Indiquez le nom que verront les candidats.", most=150),
        presentation=reader.text(
            "presentation", missing="Présentez votre entreprise en quelques lignes.", most=MOST_PRESENTATION
        ),
        website=_website(reader),
    )


def _siret(reader: Reader) -> str:
    found = reader.parsed("siret", siret, missing="Indiquez le SIRET.", most=40)
    return "" if "siret" in reader.errors else found


def _website(reader: Reader) -> str:
    typed = reader.text("website", most=300)
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    wrong = "Une adresse de site, comme www.exemple.fr."
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        _ = parts.port
    except (ValueError, UnicodeError):
        reader.errors["website"] = wrong
        return ""
    known = parts.scheme.lower() in {"http", "https"} and not parts.username and not any(map(str.isspace, address))
    last = host.rpartition(".")
    if not known or not last[0].strip(".") or not last[2].replace("-", "").isalnum() or last[2].isdigit():
        reader.errors["website"] = wrong
        return ""
    return address


def question(reader: Reader, _: date) -> Asked:
    """Read step 4."""
    return Asked(reader.text("question", missing="Posez une question aux candidats.", most=MOST_QUESTION))


def recap(reader: Reader, _: date) -> Recap:
    """Read step 5."""
    return Recap(reader.choice("standing", ("yes", "no")) != "no")


Answers = Mapping[str, Mapping[str, Sequence[str]]]
