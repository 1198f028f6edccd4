"""The declared steps that names of places and questions pass."""

import pytest

from mappings.place_text import STREET_STEPS, TOWN_STEPS, explain, number_text, street_text, town_text


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("L'HAŸ LES ROSES", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("ST ETIENNE", "saint etienne"),
        ("Stes-Maries", "saintes maries"),
        ("vitry s/seine", "vitry sur seine"),
        ("vitry s/ seine", "vitry sur seine"),
        ("vitry s seine", "vitry sur seine"),
        ("fontenay ss bois", "fontenay sous bois"),
        ("fontenay ss/bois", "fontenay sous bois"),
        ("fontenay s/s bois", "fontenay sous bois"),
        ("Paris 11e Arrondissement", "paris 11 arrondissement"),
        ("paris 11ème", "paris 11"),
        ("lyon 1er", "lyon 1"),
        ("vitry s", "vitry s"),
        ("", ""),
    ],
)
def test_a_town_is_written_one_way(written: str, normalised: str) -> None:
    assert town_text(written) == normalised


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("bd St-Michel", "boulevard saint michel"),
        ("12 av. du Gal Leclerc", "12 avenue du general leclerc"),
        ("3 r. Pasteur", "3 rue pasteur"),
        ("Rue du 8 Mai 1945", "rue du 8 mai 1945"),
    ],
)
def test_a_street_also_loses_its_abbreviations(written: str, normalised: str) -> None:
    assert street_text(written) == normalised


def test_words_of_towns_are_not_taken_for_kinds_of_streets() -> None:
    assert town_text("La Res") == "la res"


@pytest.mark.parametrize("text", ["12 bis", "12Bis", "012 BIS"])
def test_a_house_number_is_written_one_way(text: str) -> None:
    assert number_text(text) == "12bis"


def test_passing_the_steps_twice_changes_nothing() -> None:
    for written in ("St-Étienne s/Loire", "Paris 11e", "bd des Stes Maries"):
        assert town_text(town_text(written)) == town_text(written)
        assert street_text(street_text(written)) == street_text(written)


def test_every_step_has_a_name_and_a_reason() -> None:
    assert len({step.name for step in STREET_STEPS}) == len(STREET_STEPS)
    assert all(step.why for step in STREET_STEPS)
    assert list(STREET_STEPS[: len(TOWN_STEPS)]) == list(TOWN_STEPS)


def test_an_explanation_tells_each_step_that_changed_something() -> None:
    told = explain("Vitry s/Seine 2e")
    assert [stage.step for stage in told["town"]] == ["latin", "slashes", "ordinals"]
    assert told["town"][-1].text == "vitry sur seine 2"
    assert explain("lyon") == {"town": [], "street": []}
