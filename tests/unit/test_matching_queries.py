"""Questions to the index `candidates` as the engine gets them."""

import json
from pathlib import Path
from typing import Any

import pytest

from search_api.matching.facts import OccupationFacts, PlaceFacts, assemble
from search_api.matching.query import count_body
from search_api.matching.question import Conditions, Question, Workplace
from search_api.matching.scan import page_body
from search_api.matching.what_if import what_if_body
from search_api.matching.where import where_body

GOLDEN = Path(__file__).parents[1] / "golden"
COOK = OccupationFacts(("dice", "roast", "season", "plate", "stock"), {"dice": "Tailler", "bake": "Enfourner"})
LILLE = PlaceFacts(50.633, 3.0586, "59")

PLAIN = assemble(Question("cook", Workplace("59350")), COOK, LILLE)
DEMANDING = assemble(
    Question(
        "cook",
        Workplace("59350"),
        12.5,
        required=("dice", "bake"),
        excluded=("stock",),
        criteria=Conditions("cdi", "part", 24, 22_000, 25_000, ("B", "C"), ("weekend",), "full"),
    ),
    COOK,
    LILLE,
)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("candidates_count", count_body(PLAIN)),
        ("candidates_count_demanding", count_body(DEMANDING)),
        ("candidates_what_if", what_if_body(PLAIN)),
        ("candidates_what_if_demanding", what_if_body(DEMANDING)),
        ("candidates_where", where_body(PLAIN)),
        ("candidates_scan", page_body(PLAIN, "the-point", "someone", 5_000)),
    ],
)
def test_the_query_has_the_agreed_shape(name: str, query: dict[str, Any], pytestconfig: pytest.Config) -> None:
    path = GOLDEN / f"{name}.json"
    if pytestconfig.getoption("update_golden"):
        path.write_text(json.dumps(query, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert query == json.loads(path.read_text("utf-8"))


def test_a_query_grows_by_one_clause_a_criterion() -> None:
    plain, demanding = (len(count_body(rule)["query"]["bool"]["filter"]) for rule in (PLAIN, DEMANDING))
    # Two required skills; contract, time, hours a week, salary, two licences, rhythm, remote.
    assert demanding - plain == 2 + 8
