"""What offers say, for tests: complete terms, and answers to the wizard."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests import cast
from web.landing.forms import Search
from web.offers.service import search_json
from web.offers.terms import Spot, Terms

SEARCHED = Search("aide-soignant", "59350")
SEARCH: dict[str, Any] = search_json(SEARCHED)

# Every hidden criterion is given.
TERMS = Terms(
    contract="cdi",
    months=None,
    time="full",
    weekly_hours=35.0,
    salary_min=24_000,
    salary_max=27_000,
    start=date(2026, 4, 1),
    posts=2,
    company_name="Les Ateliers",
    siret=cast.SIRET,
    presentation="Nous réparons des vélos.",
    website="https://ateliers.example",
    question="Que réparez-vous en premier ?",
    radius_km=47,
    licences=("CE",),
    hours=("night",),
    remote="occasional",
    workplace=Spot("12 rue Secrète, Lomme", 50.6, 3.0),
)

# Of the hidden criteria none.
PLAIN = replace(TERMS, radius_km=30, licences=(), hours=(), remote=None, workplace=None)

Answers = dict[str, dict[str, list[str]]]


def answers(**parts: dict[str, str]) -> Answers:
    """Answers by step, each field with one value; empty values are left out, as the wizard does."""
    return {key: {name: [value] for name, value in typed.items() if value} for key, typed in parts.items()}


def complete() -> Answers:
    """Everything that must be answered, in order to publish on any day of 2026 before September."""
    return answers(
        contract={
            "contract": "cdd",
            "months": "6",
            "start": "2026-09-01",
            "posts": "2",
            "time": "full",
            "weekly_hours": "35",
            "salary_period": "month",
            "salary_min": "1900",
            "salary_max": "2100",
        },
        company={
            "siret": "732 829 320 00074",
            "company_name": "Les Ateliers",
            "presentation": "Nous réparons des vélos.",
            "website": "www.ateliers.example",
        },
        question={"question": "Qu'est-ce qui vous plaît dans ce métier ?"},
    )
