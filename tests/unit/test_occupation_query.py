"""The occupation question as the engine gets it, and what is made of the answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from search_api.occupations.answers import closest_name, suggestions
from search_api.occupations.query import rescue_query, suggest_query

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("occupations_suggest", suggest_query("Aide soignante de n", 10)),
        ("occupations_rescue", rescue_query("aide soingante", 10)),
    ],
)
def test_the_query_has_the_agreed_shape(name: str, query: dict[str, Any], pytestconfig: pytest.Config) -> None:
    path = GOLDEN / f"{name}.json"
    if pytestconfig.getoption("update_golden"):
        path.write_text(json.dumps(query, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert query == json.loads(path.read_text("utf-8"))


def test_nothing_is_asked_for_punctuation() -> None:
    assert suggest_query("--", 10) is None
    assert rescue_query("--", 10) is None


def test_short_words_are_not_taken_for_misspelt() -> None:
    assert rescue_query("ide", 10) is None


def test_a_very_long_question_is_cut() -> None:
    query = suggest_query("mot " * 500, 10)
    assert len(json.dumps(query)) < 4_000


def test_the_label_is_shown_when_it_matches_as_well_as_another_name() -> None:
    names = ["Préparateur de commandes / Préparatrice de commandes", "Picker"]
    assert closest_name(names, ["p"]) == names[0]


def test_the_appellation_that_was_typed_is_shown() -> None:
    names = ["Aide-soignant / Aide-soignante", "AS", "Aide-soignant de nuit / Aide-soignante de nuit"]
    assert closest_name(names, ["as"]) == "AS"
    assert closest_name(names, ["soignant", "nuit"]) == names[2]


def test_a_misspelt_word_shows_the_name_most_like_it() -> None:
    names = ["Hôte de caisse / Hôtesse de caisse", "Caissier / Caissière"]
    assert closest_name(names, ["caisier"]) == names[1]


def test_weak_matches_are_left_out_beside_misspelt_ones() -> None:
    hits = [_hit("a", 205.0), _hit("b", 11.0)]
    assert [one.code for one in suggestions({"hits": {"hits": hits}}, "caisier")] == ["a"]


def _hit(code: str, score: float) -> dict[str, Any]:
    source = {"code": code, "label": "X", "label_feminine": "X", "rome_code": "A0000", "names": [{"text": "X"}]}
    return {"_score": score, "_source": source}
