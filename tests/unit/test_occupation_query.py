"""The occupation question as the engine gets it, and what is made of the answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from search_api.occupations.answers import closest_name, settled, suggestions
from search_api.occupations.query import START, TYPOS, WORDS, rescue_query, suggest_query

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


def test_a_name_in_brackets_may_be_left_out() -> None:
    asked = json.dumps(suggest_query("Auxiliaire de vie sociale (AVS)", 10))
    assert '"auxiliaire vie social avs"' in asked
    assert '"auxiliaire vie social"' in asked
    assert suggest_query("(AVS)", 10) == suggest_query("AVS", 10)


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


def test_related_names_are_left_out_beside_enough_misspelt_ones() -> None:
    misspelt = [_hit(code, TYPOS + 5) for code in "abcde"]
    assert [one.code for one in suggestions(_answer(*misspelt, _hit("z", 11.0)), "caisier")] == list("abcde")


def test_related_names_follow_a_single_misspelt_one() -> None:
    assert [one.code for one in suggestions(_answer(_hit("a", TYPOS + 5), _hit("b", 11.0)), "caisier")] == ["a", "b"]


def test_a_name_that_starts_as_typed_settles_the_question() -> None:
    assert settled(_answer(_hit("a", START + 5)))
    assert not settled(_answer(_hit("a", WORDS + 5)))
    assert settled(_answer(*[_hit(code, WORDS + 5) for code in "abcde"]))
    assert not settled({})


def _answer(*hits: dict[str, Any]) -> dict[str, Any]:
    return {"hits": {"hits": list(hits)}}


def _hit(code: str, score: float) -> dict[str, Any]:
    source = {"code": code, "label": "X", "label_feminine": "X", "rome_code": "A0000", "names": [{"text": "X"}]}
    return {"_score": score, "_source": source}
