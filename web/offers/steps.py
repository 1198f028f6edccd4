"""The wizard is a list of five steps; routes, progress bar and recap read it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from web.forms import Reader
from web.offers import forms
from web.offers.forms import Answers
from web.offers.terms import Criteria, Terms

T = TypeVar("T")


@dataclass(frozen=True)
class Step(Generic[T]):
    """One step. slug: in its URL. key: of its part of `Offer.answers`. fields: names of its form, in their order, with
    what each is called where two versions of an answer are compared. unseen: fields that nobody types. read: answers
    to values and mistakes."""

    slug: str
    key: str
    title: str
    fields: Mapping[str, str]
    read: Callable[[Reader, date], T]
    optional: bool = False
    unseen: frozenset[str] = frozenset()


CONTRACT = Step(
    "contrat",
    "contract",
    "Le contrat",
    {
        "contract": "Type de contrat",
        "months": "Durée",
        "start": "Date de début",
        "posts": "Nombre de postes",
        "time": "Temps de travail",
        "weekly_hours": "Heures par semaine",
        "salary_period": "Montants par mois ou par an",
        "salary_min": "Bas de la fourchette",
        "salary_max": "Haut de la fourchette",
    },
    forms.contract,
)
CONDITIONS = Step(
    "conditions",
    "conditions",
    "Les conditions",
    {
        "workplace": "Lieu exact",
        "spot": "Lieu exact",
        "radius": "Distance",
        "hours": "Horaires",
        "remote": "Télétravail",
        "licences": "Permis",
    },
    forms.conditions,
    optional=True,
    unseen=frozenset({"spot"}),
)
COMPANY = Step(
    "entreprise",
    "company",
    "Votre entreprise",
    {
        "siret": "SIRET",
        "company_name": "Nom affiché",
        "legal_name": "Raison sociale",
        "presentation": "Présentation",
        "website": "Site web",
    },
    forms.company,
    unseen=frozenset({"legal_name"}),
)
QUESTION = Step("question", "question", "Votre question", {"question": "Question"}, forms.question)
RECAP = Step(
    "recapitulatif",
    "recap",
    "Récapitulatif",
    {"standing": "Proposer aussi aux personnes qui arriveront plus tard"},
    forms.recap,
)
STEPS: tuple[Step[Any], ...] = (CONTRACT, CONDITIONS, COMPANY, QUESTION, RECAP)
BY_SLUG = {step.slug: step for step in STEPS}

# As long as anybody's text; what is longer than a field allows is kept as typed, and its mistake told.
_MOST_KEPT = 12_000
_MOST_VALUES = 40


class Incomplete(Exception):
    """Something is missing or wrong before the offer can be published. steps: where, in order."""

    def __init__(self, steps: Sequence[Step[Any]]) -> None:
        super().__init__(", ".join(step.slug for step in steps))
        self.steps = tuple(steps)


def kept(step: Step[Any], values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The part of a posted form that belongs to `step`, as it was typed, empty fields left out."""
    found = {}
    for name in step.fields:
        given = [value[:_MOST_KEPT] for value in values.get(name, ())[:_MOST_VALUES] if value.strip()]
        if given:
            found[name] = given
    return found


def read(step: Step[T], answers: Answers, today: date) -> tuple[T, dict[str, str]]:
    """The values of a step that can be used, and what is wrong by field."""
    reader = Reader(answers.get(step.key, {}))
    return step.read(reader, today), {name: reader.errors[name] for name in step.fields if name in reader.errors}


def wrong(answers: Answers, today: date) -> tuple[Step[Any], ...]:
    """The steps that are not yet as they must be to publish."""
    return tuple(step for step in STEPS if read(step, answers, today)[1])


def position(step: Step[Any]) -> int:
    """From 0."""
    return STEPS.index(step)


def criteria(answers: Answers, today: date) -> Criteria:
    """What a draft asks so far."""
    contract, _ = read(CONTRACT, answers, today)
    conditions, _ = read(CONDITIONS, answers, today)
    return Criteria(
        contract=contract.contract,
        time=contract.time,
        weekly_hours=contract.weekly_hours,
        salary_min=contract.salary_min,
        salary_max=contract.salary_max,
        licences=conditions.licences,
        hours=conditions.hours,
        remote=conditions.remote,
        workplace=conditions.workplace,
        radius_km=conditions.radius_km,
    )


def terms(search: Mapping[str, Any], answers: Answers, today: date) -> Terms:
    """The offer that complete answers make. Raises Incomplete."""
    missing = wrong(answers, today)
    contract, _ = read(CONTRACT, answers, today)
    asked = criteria(answers, today)
    company, _ = read(COMPANY, answers, today)
    question, _ = read(QUESTION, answers, today)
    needed = (asked.contract, asked.time, asked.weekly_hours, asked.salary_min, asked.salary_max)
    if missing or None in needed or contract.start is None or contract.posts is None:
        raise Incomplete(missing or (CONTRACT,))
    return Terms(
        contract=asked.contract or "",
        months=contract.months,
        time=asked.time or "",
        weekly_hours=asked.weekly_hours or 0,
        salary_min=asked.salary_min or 0,
        salary_max=asked.salary_max or 0,
        start=contract.start,
        posts=contract.posts,
        company_name=company.name,
        siret=company.siret,
        presentation=company.presentation,
        website=company.website,
        question=question.question,
        radius_km=asked.radius_km or int(search["radius_km"]),
        licences=asked.licences,
        hours=asked.hours,
        remote=asked.remote,
        workplace=asked.workplace,
    )
