"""What was found, as the results page shows it."""

from dataclasses import replace

import pytest

from search_api.matching import Cell, CountAnswer, WhatIf
from search_api.occupations import OccupationDetail, Skill
from search_api.places import Found as Place
from search_api.places import Town
from web.assets import load
from web.landing import results
from web.landing.forms import Refinement, Search
from web.landing.service import Found
from web.rendering import Pages

SEARCH = Search("cariste", "76351", Refinement(30, required=("a",), excluded=("b",)))
PLACE = Place(
    "76351",
    "municipality",
    "Le Havre",
    0.11,
    49.5,
    1.0,
    {"city": "Le Havre", "context": "76, Seine-Maritime, Normandie", "citycode": ["76351"]},
)
FOUND = Found(
    occupation=OccupationDetail(
        code="cariste",
        label="Cariste",
        label_feminine="Cariste",
        rome_code="N1101",
        description="Prend les palettes au quai. Les range.",
        appellations=(),
        keywords=("quai",),
        core=(Skill("a", "Conduire"), Skill("b", "Charger"), Skill("c", "Compter")),
        secondary=(Skill("c", "Compter"), Skill("d", "Balayer")),
        nearby=(),
        traits=(),
        requires=("CACES",),
    ),
    place=PLACE,
    answer=CountAnswer(
        125,
        5,
        (
            WhatIf("radius", 20, "à 20 km", None, None),
            WhatIf("radius", 50, "à 50 km", 320, 195),
            WhatIf("skill", "a", "sans exiger « Conduire »", 200, 75),
        ),
    ),
    cells=(Cell(0.1, 49.5, 0.1, 40),),
    towns=(Town("Le Havre", 0.11, 49.5, 166_000), Town("Montivilliers", 0.2, 49.55, 16_000)),
)


def test_each_skill_shows_its_state_and_secondary_ones_come_once() -> None:
    screen = results.screen(SEARCH, FOUND)
    assert [(one.code, one.state) for one in screen.skills] == [("a", "indispensable"), ("b", "sans"), ("c", "utile")]
    assert [one.code for one in screen.extra_skills] == ["d"]


def test_towns_are_said_as_people_say_them() -> None:
    screen = results.screen(SEARCH, FOUND)
    assert screen.title == "Cariste au Havre et alentour : environ 125\u00a0personnes"
    assert (screen.place, screen.area) == ("au Havre", "Seine-Maritime")
    assert screen.form.ville == "Le Havre (76)"


def test_a_wider_circle_tells_its_gain_and_a_narrower_one_does_not() -> None:
    told = {one.km: (one.told, one.gain) for one in results.screen(SEARCH, FOUND).radii}
    assert told[20] == ("moins de 5", "")
    assert told[30] == ("environ 125", "")
    assert told[50] == ("environ 320", "soit 195 de plus")
    assert told[100] == ("", "")


def test_letting_go_of_a_skill_is_one_link_away() -> None:
    (one,) = results.screen(SEARCH, FOUND).relaxations
    assert (one.text, one.told, one.gain) == ("Sans exiger « Conduire »", "environ 200", "soit 75 de plus")
    assert one.url == "/recherche?metier=cariste&lieu=76351&rayon=30&sans=b"


def test_the_place_of_work_is_drawn_once() -> None:
    homes = results.screen(SEARCH, FOUND).homes
    assert homes is not None
    assert [label.text for label in homes.labels].count("Le Havre") == 1
    assert len(homes.towns) == 1


def test_nobody_to_draw_is_no_map() -> None:
    assert results.screen(SEARCH, replace(FOUND, cells=())).homes is None


@pytest.mark.parametrize(
    ("text", "lead", "more"),
    [
        ("Prend les palettes au quai. Les range.", "Prend les palettes au quai.", "Les range."),
        ("Une seule phrase.", "Une seule phrase.", ""),
        ("", "", ""),
    ],
)
def test_the_first_sentence_leads(text: str, lead: str, more: str) -> None:
    assert results.split_description(text) == (lead, more)


def test_whatever_the_data_says_is_text() -> None:
    attack = "<script>alert(1)</script>\"'&"
    hostile = replace(
        FOUND.occupation,
        label=attack,
        label_feminine=attack,
        description=attack,
        keywords=(attack,),
        core=(Skill("a", attack),),
    )
    found = replace(FOUND, occupation=hostile, towns=(Town(attack, 0.2, 49.5, 9),), place=replace(PLACE, name=attack))
    page = Pages(load()).html(results.screen(SEARCH, found))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_long_number_fits_the_circle() -> None:
    page = Pages(load()).html(results.screen(SEARCH, replace(FOUND, answer=CountAnswer(123_455, 5))))
    assert 'class="circle-value circle-value-long">123\u202f455<' in page
