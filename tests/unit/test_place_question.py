"""Reading a request about places."""

import pytest

from search_api.http import BadInput
from search_api.places.question import MOST_WORDS, read_reverse, read_search, read_text


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12 bis rue de la paix lille", "12bis", "rue de la paix lille"),
        ("12bis rue de la paix", "12bis", "rue de la paix"),
        ("36B Avenue du Général Leclerc", "36b", "avenue du general leclerc"),
        ("3 b rue Pasteur", "3b", "rue pasteur"),
        ("3 l église", "3", "l eglise"),
        ("4, place Bellecour", "4", "place bellecour"),
        ("8 r victor hugo", "8", "rue victor hugo"),
        ("69001", "", "69001"),
        ("69001 lyon", "", "69001 lyon"),
        ("rue du 8 mai 1945", "", "rue du 8 mai 1945"),
        ("paris 11", "", "paris 11"),
    ],
)
def test_a_house_number_is_told_from_the_street(text: str, number: str, rest: str) -> None:
    reading = read_text(text)
    assert reading.number == number
    assert " ".join([*reading.words, reading.last[0]]) == rest


def test_an_abbreviation_that_may_be_unfinished_is_read_both_ways() -> None:
    assert read_text("st").towns == ("saint", "st")
    assert read_text("bourg st").towns == ("bourg saint", "bourg st")
    assert read_text("st etienne").towns == ("saint etienne",)
    assert "avenue" in read_text("av").last


def test_a_pasted_paragraph_is_cut() -> None:
    assert len(read_text("mot " * 60).town.split()) == MOST_WORDS


@pytest.mark.parametrize("text", ["", "!!!", "…", "''"])
def test_a_text_without_letters_reads_as_nothing(text: str) -> None:
    assert read_text(text).town == ""


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({}, "q"),
        ({"q": "  "}, "q"),
        ({"q": "a" * 201}, "q"),
        ({"q": "lille", "lat": "50"}, "lon"),
        ({"q": "lille", "lon": "3"}, "lat"),
        ({"q": "lille", "lat": "91", "lon": "3"}, "lat"),
        ({"q": "lille", "lat": "nan", "lon": "3"}, "lat"),
        ({"q": "lille", "limit": "0"}, "limit"),
        ({"q": "lille", "limit": "x"}, "limit"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(params: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_search(params)
    assert refused.value.field == field


def test_a_reverse_question_needs_a_point() -> None:
    with pytest.raises(BadInput, match="lat"):
        read_reverse({})


def test_filters_may_name_several_values_and_others_are_not_read() -> None:
    question = read_search({"q": "lille", "type": "street housenumber", "postcode": "59000,59800", "colour": "blue"})
    assert question.types == ("street", "housenumber")
    assert question.postcodes == ("59000", "59800")
    assert question.citycodes == ()


@pytest.mark.parametrize(("value", "on"), [("1", True), ("true", True), ("", True), ("0", False), ("False", False)])
def test_autocomplete_is_on_unless_refused(value: str, on: bool) -> None:
    assert read_search({"q": "lille", "autocomplete": value}).autocomplete is on
