"""What people type in a field for towns, on the built-in communes and the real engine."""

from typing import Any

import pytest

from indexer.sources.communes import known_towns
from search_api.engine.settings import EngineSettings
from search_api.places import Found, PlaceQuestion, municipality, search
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("places")


def found(ask: Ask, text: str, **more: Any) -> list[Found]:
    places: list[Found] = ask(lambda engine: search(engine, PlaceQuestion(text, **more)))
    return places


def codes(ask: Ask, text: str, **more: Any) -> list[str]:
    return [place.citycode for place in found(ask, text, **more)]


@pytest.mark.parametrize(
    ("text", "citycode"),
    [
        ("st etienne", "42218"),
        ("Saint-Étienne", "42218"),
        ("ST ETIENNE LOIRE", "42218"),
        ("paris 11", "75111"),
        ("paris 11e", "75111"),
        ("paris 11ème", "75111"),
        ("69001", "69381"),
        ("lyon 69001", "69123"),
        ("l'hay les roses", "94038"),
        ("L’Haÿ", "94038"),
        ("lhay les roses", "94038"),
        ("pari", "75056"),
        ("touluse", "31555"),
        ("marsiel", "13055"),
        ("750", "75056"),
        ("3500", "35238"),
        ("aixenprovence", "13001"),
        ("aix enprov", "13001"),
        ("vitry s/seine", "94081"),
        ("vitry s seine", "94081"),
        ("saint denis 974", "97411"),
        ("saint denis reunion", "97411"),
        ("93200 saint denis", "93066"),
        ("hauteville lompnes", "01185"),
        ("pierrefitte sur seine", "93066"),
        ("havre", "76351"),
        ("plan cadastral lille", "59350"),
        ("y", "91691"),
    ],
)
def test_the_first_place_is_the_one_that_was_meant(ask: Ask, text: str, citycode: str) -> None:
    assert codes(ask, text)[0] == citycode


def test_both_large_towns_of_one_name_come_first(ask: Ask) -> None:
    assert set(codes(ask, "saint denis")[:2]) == {"93066", "97411"}


@pytest.mark.parametrize("letters", ["pa", "ly", "m", "to"])
def test_one_and_two_letters_give_the_large_towns(ask: Ask, letters: str) -> None:
    populations = [known_towns()[code].population for code in codes(ask, letters, limit=3)]
    communes = [town for town in known_towns().values() if town.type == "municipality"]
    starting = [town.population for town in communes if town.name.lower().startswith(letters)]
    assert set(populations) <= set(sorted(starting, reverse=True)[:5])


def test_a_very_short_name_is_found_by_its_name(ask: Ask) -> None:
    assert [codes(ask, name)[0] for name in ("Eu", "Oô", "Gy", "Sy")] == ["76255", "31404", "70282", "08434"]


def test_no_town_that_was_shown_is_lost_by_typing_on(ask: Ask) -> None:
    towns = sorted(known_towns().values(), key=lambda town: -town.population)[:400:13]
    lost = []
    for town in towns:
        seen = False
        for size in range(1, len(town.name) + 1):
            shown = town.id in codes(ask, town.name[:size])
            if seen and not shown:
                lost.append(town.name[:size])
            seen = shown
    assert len(lost) <= 1, lost


def test_one_typo_in_five_letters_or_more_is_forgiven(ask: Ask) -> None:
    towns = [town for town in known_towns().values() if town.population > 20_000 and len(town.name) >= 6][::7]
    wrong = [town.name for town in towns if town.id not in codes(ask, town.name[:3] + town.name[4:])[:5]]
    assert len(wrong) <= len(towns) * 0.06, wrong


def test_every_former_name_of_a_sample_leads_to_its_commune_today(ask: Ask) -> None:
    heirs = [(name, town) for town in known_towns().values() for name in town.former.values()][::80]
    lost = [name for name, town in heirs if town.id not in codes(ask, f"{name} {town.postcodes[0]}")[:5]]
    assert len(lost) <= 1, lost


def test_filters_hold(ask: Ask) -> None:
    assert codes(ask, "saint denis", postcodes=("97400",))[0] == "97411"
    assert codes(ask, "saint denis", citycodes=("93066",)) == ["93066"]
    assert "75111" in codes(ask, "paris 11", types=("municipality",))
    assert found(ask, "lille", types=("street",)) == []
    assert found(ask, "lille", types=("planet",)) == []


def test_what_is_near_comes_first_among_equals(ask: Ask) -> None:
    there = found(ask, "saint denis", near=(55.45, -20.9))[0]
    assert there.citycode == "97411"
    assert there.distance is not None
    assert there.distance < 10_000


def test_the_limit_holds_and_nothing_is_found_for_nothing(ask: Ask) -> None:
    assert len(found(ask, "saint", limit=17)) == 17
    assert found(ask, "...") == []
    assert found(ask, "zzzzqqqq") == []


def test_a_commune_is_known_by_its_code(ask: Ask, places: EngineSettings) -> None:
    lille: Found = ask(lambda engine: municipality(engine, "59350"))
    assert (lille.name, lille.label, lille.postcode, lille.city) == ("Lille", "Lille", "59000", "Lille")
    assert ask(lambda engine: municipality(engine, "00000")) is None
