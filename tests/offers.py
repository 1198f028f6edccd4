"""Answers to the wizard, for tests."""

from typing import Any

from web.landing.forms import Search
from web.offers.service import search_json

SEARCHED = Search("aide-soignant", "59350")
SEARCH: dict[str, Any] = search_json(SEARCHED)

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
