"""Every page of a candidate's space is well-formed, with unique ids and references that lead somewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sql import empty_file
from tests.visits import NO_ENGINE
from tests.web.test_html_is_valid import Outline
from tests.workflow.test_profile import FULL, PROFILE, Life
from web.candidates import rules

PARTS = ("", "/competences", "/metiers", "/experiences", "/experiences/nouvelle", "/deplacements", "/souhaits")
PAGES = [PROFILE + part for part in (*PARTS, "/comportements", "/identite")]
PAGES += ["/candidat/espace", "/candidat/donnees", "/candidat/donnees/effacer"]
PAGES += [f"{PROFILE}/experiences/{rules.key(FULL['experiences'][0])}"]


@pytest.fixture(params=[FULL, {}], ids=["full", "empty"])
def life(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Life]:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    with Life(f"sqlite:///{path}", NO_ENGINE, **request.param) as life:
        yield life


def test_pages_are_well_formed(life: Life) -> None:
    browser = life.open()
    for path in PAGES if life.profile.get("experiences") else PAGES[:-1]:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        outline = Outline(answer.text)
        assert outline.faults == [], path
        assert [name for name, count in outline.ids.items() if count > 1] == [], path
        assert set(outline.wanted) <= set(outline.ids), path


def test_a_form_that_comes_back_is_well_formed_too(life: Life) -> None:
    browser = life.open()
    wrong: dict[str, dict[str, Any]] = {
        "souhaits": {"heures_min": "x", "salaire": "y", "contrats": "z"},
        "deplacements": {"ville": "", "departements": "99", "permis": ["B", "aucun"]},
        "identite": {},
        "comportements": {"traits": "nobody-has-this"},
    }
    for part, form in wrong.items():
        answer = browser.post(f"{PROFILE}/{part}", form)
        assert answer.status_code == 400, part
        outline = Outline(answer.text)
        assert outline.faults == [], part
        assert set(outline.wanted) <= set(outline.ids), part
