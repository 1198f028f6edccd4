"""Questions about places as the engine gets them."""

import json
from pathlib import Path
from typing import Any

import pytest

from search_api.places.query import begin_query, rescue_query, reverse_query, search_query, typo_query
from search_api.places.question import PlaceQuestion, ReverseQuestion, read_text

GOLDEN = Path(__file__).parents[1] / "golden"


def asked(query: Any, text: str, **filters: Any) -> Any:
    return query(PlaceQuestion(text, **filters), read_text(text))


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("places_begin", asked(begin_query, "pa")),
        ("places_search", asked(search_query, "St-Étienne Loire")),
        ("places_search_postcode", asked(search_query, "69001", types=("municipality",))),
        ("places_search_address", asked(search_query, "12 bis bd St-Michel Lil", near=(3.06, 50.63), limit=10)),
        ("places_typo", asked(typo_query, "touluse")),
        ("places_rescue", asked(rescue_query, "plan la roche bernard", citycodes=("56195",))),
        ("places_reverse", reverse_query(ReverseQuestion((3.06, 50.63), types=("housenumber",)))),
    ],
)
def test_the_query_has_the_agreed_shape(name: str, query: dict[str, Any], pytestconfig: pytest.Config) -> None:
    path = GOLDEN / f"{name}.json"
    if pytestconfig.getoption("update_golden"):
        path.write_text(json.dumps(query, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert query == json.loads(path.read_text("utf-8"))


def test_up_to_three_letters_ask_for_the_beginnings_of_towns_only() -> None:
    assert asked(begin_query, "pau") is not None
    assert asked(begin_query, "pari") is None
    assert asked(begin_query, "750") is None
    assert asked(begin_query, "rue", types=("street",)) is None
    assert asked(begin_query, "rue", citycodes=("59350",)) is None


def test_an_address_is_not_taken_for_a_misspelt_town() -> None:
    assert asked(typo_query, "12 rue pasteur") is None
    assert asked(typo_query, "7500") is None
    assert asked(typo_query, "touluse", types=("street",)) is None


def test_houses_are_read_from_the_engine_only_for_a_house_number() -> None:
    assert asked(search_query, "rue pasteur")["_source"] == {"excludes": ["former", "numbers"]}
    assert asked(search_query, "2 rue pasteur")["_source"] == {"excludes": ["former"]}


def test_a_very_long_question_stays_small() -> None:
    for query in (search_query, rescue_query):
        assert len(json.dumps(asked(query, "mot de passe " * 15))) < 20_000


def test_a_question_filtered_to_no_kind_of_ours_still_makes_a_query() -> None:
    assert asked(search_query, "lille", types=("planet",))["query"]["bool"]["filter"]
