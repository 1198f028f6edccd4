"""What a person may type for a SIRET, and what the public API answers."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.companies import siren, siret
from web.companies import api, rules


@pytest.mark.parametrize("shape", ["{}", "{0:.3} {0:.0}", " {} ", "{}\u00a0"])
def test_blanks_are_no_matter(shape: str) -> None:
    number = siret(1)
    assert rules.siret(" ".join(number) if "." in shape else shape.format(number)) == number


def test_a_siret_is_shown_in_groups() -> None:
    assert rules.shown("73282932000074").replace("\u00a0", " ") == "732 829 320 00074"


def test_la_poste_has_a_rule_of_its_own() -> None:
    assert rules.siret("35600000049837") == "35600000049837"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("732829320", "Le SIREN, à 9 chiffres, ne suffit pas"),
        ("7328293200007", "il y en a 13"),
        ("7328293200007A", "que des chiffres"),
        ("73282932000075", "un chiffre a dû changer"),
        ("", "que des chiffres"),
    ],
)
def test_a_mistake_is_told_in_french(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rules.siret(typed)


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(place: int, step: int) -> None:
    good = siret(4)
    wrong = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    with pytest.raises(ValueError, match="SIRET"):
        rules.siret(wrong)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_siret_or_a_mistake(text: str) -> None:
    try:
        assert len(rules.siret(text)) == 14
    except ValueError as error:
        assert "SIRET" in str(error)


def test_the_answer_of_the_public_api_is_read(shared_data: Path) -> None:
    answer = json.loads((shared_data / "sirene" / "recherche-entreprises_search_exemple.json").read_text())
    found = api.read(answer, "21690062100014")
    assert found is not None
    assert (found.name, found.brand, found.city) == ("COMMUNE DE COISE", "MAIRIE", "COISE")
    assert found.active
    assert api.read(answer, siret(1)) is None


def test_an_establishment_that_the_api_does_not_list_has_the_name_of_its_company() -> None:
    company = {"siren": siren(1), "nom_raison_sociale": "ATELIERS", "etat_administratif": "A", "siege": None}
    found = api.read({"results": [company]}, siret(1, 3))
    assert found is not None
    assert (found.name, found.exact) == ("ATELIERS", False)
