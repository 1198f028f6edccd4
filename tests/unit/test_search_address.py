"""What the address of the results page says, read and written back."""

import pytest
from starlette.datastructures import QueryParams

from search_api.http import BadInput
from web.landing.forms import EXCLUDED, REQUIRED, USEFUL, Refinement, Search, parse


def test_an_address_without_refinement_has_the_default_radius() -> None:
    asked = parse(QueryParams("metier=aide-soignant&lieu=59350"))
    assert (asked.metier, asked.citycode, asked.town) == ("aide-soignant", "59350", None)
    assert asked.refinement == Refinement(radius_km=30)


def test_radio_buttons_and_lists_say_the_same() -> None:
    by_radio = parse(QueryParams("competence.a=indispensable&competence.b=sans&competence.c=utile"))
    by_list = parse(QueryParams("indispensable=a&sans=b"))
    assert by_radio.refinement == by_list.refinement == Refinement(required=("a",), excluded=("b",))


def test_a_radio_button_wins_over_the_list_it_was_drawn_from() -> None:
    asked = parse(QueryParams("indispensable=a&competence.a=utile"))
    assert asked.refinement.required == ()


def test_a_skill_both_required_and_left_out_is_required() -> None:
    assert parse(QueryParams("sans=a&indispensable=a")).refinement == Refinement(required=("a",))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("rayon=loin", "rayon"),
        ("rayon=0", "rayon"),
        ("rayon=201", "rayon"),
        ("rayon=-5", "rayon"),
        ("lieu=59 350", "lieu"),
        ("lieu=<b>", "lieu"),
        ("indispensable=a%20b", "indispensable"),
        ("sans=%00", "sans"),
        ("competence.a=peut-%C3%AAtre", "competence.a"),
        ("metier=" + "x" * 201, "metier"),
        ("&".join(f"sans=s{number}" for number in range(61)), "indispensable"),
    ],
)
def test_what_cannot_be_read_is_named(query: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(QueryParams(query))
    assert caught.value.field == field


def test_a_skill_has_one_state_at_a_time() -> None:
    search = Search("a", "b", Refinement(required=("x", "y")))
    assert search.with_skill("x", EXCLUDED).refinement == Refinement(required=("y",), excluded=("x",))
    assert search.with_skill("x", USEFUL).refinement == Refinement(required=("y",))
    assert search.with_skill("z", REQUIRED).refinement.required == ("x", "y", "z")


def test_the_address_of_another_page_keeps_the_search() -> None:
    search = Search("aide-soignant", "59350", Refinement(50, ("x",), ("y",)))
    assert search.url("/inscription") == "/inscription?metier=aide-soignant&lieu=59350&rayon=50&indispensable=x&sans=y"
