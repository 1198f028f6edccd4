"""The search made before the account: told on every form, carried by all of them, gone on with at the end."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import CODE, PASSWORD, THIRD_SIRET
from tests.site import Site
from tests.sql import empty_file
from tests.visits import Stage

QUERY = "?metier=aide-soignant&lieu=59350&rayon=50&sans=aide-repas"
OWNER = "owner@ateliers.example"


@pytest.fixture
def stage(site: Site, tmp_path: Path) -> Iterator[Stage]:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    with Stage(f"sqlite:///{path}", site.settings) as stage:
        yield stage


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


@pytest.mark.parametrize("path", ["/inscription", "/connexion", "/contact", "/inscription/envoyee"])
def test_every_form_tells_it_and_carries_it(stage: Stage, path: str) -> None:
    page = stage.browser().get(path + QUERY).text
    told = re.sub(r"\s+", " ", page.replace("\u00a0", " "))
    assert "Aide-soignant / Aide-soignante, Lille (59), 50 km alentour, 1 compétence mise de côté" in told
    carried = fields(page)
    assert carried.pop("csrf")
    assert carried == {"metier": "aide-soignant", "lieu": "59350", "rayon": "50", "sans": "aide-repas"}
    links = [html.unescape(one) for one in re.findall(r'href="(/(?:inscription|connexion|contact)\?[^"]*)"', page)]
    assert links
    assert all(one.endswith(QUERY) for one in links)


def test_signing_up_goes_on_with_it(stage: Stage) -> None:
    browser = stage.browser()
    carried = fields(browser.get(f"/inscription{QUERY}").text)
    form = {"prenom": "Ines", "nom": "Roux", "mail": "ines@x.example", "telephone": "0320123456", "siret": THIRD_SIRET}
    answer = browser.send("/inscription", carried | form | {"mot_de_passe": PASSWORD, "code": CODE})
    assert answer.headers["location"] == f"/inscription/envoyee{QUERY}"
    path = stage.link("confirm")
    assert path.endswith(QUERY)
    # The link alone carries it: another machine may follow it.
    other = stage.browser()
    answer = other.send(path, fields(other.get(path).text) | {"mot_de_passe": PASSWORD})
    assert re.fullmatch(r"/offres/[\w-]{16}/contrat", answer.headers["location"])
    assert other.get(answer.headers["location"]).status_code == 200


def test_signing_in_goes_on_with_it_and_makes_one_draft(stage: Stage) -> None:
    led = set()
    for _ in range(2):
        browser = stage.browser()
        carried = fields(browser.get(f"/connexion{QUERY}").text)
        led.add(browser.send("/connexion", carried | {"mail": OWNER, "mot_de_passe": PASSWORD}).headers["location"])
    assert len(led) == 1
    assert re.fullmatch(r"/offres/[\w-]{16}/contrat", led.pop())


def test_a_mistake_does_not_lose_it(stage: Stage) -> None:
    for path in ("/inscription", "/connexion", "/contact"):
        browser = stage.browser()
        carried = fields(browser.get(path + QUERY).text)
        assert fields(browser.send(path, carried).text).keys() >= {"metier", "lieu", "rayon", "sans"}


def test_a_known_address_finds_it_in_the_mail(stage: Stage) -> None:
    browser = stage.browser()
    carried = fields(browser.get(f"/inscription{QUERY}").text)
    form = {"prenom": "Olive", "nom": "Perrin", "mail": OWNER, "telephone": "0320123456", "siret": THIRD_SIRET}
    browser.send("/inscription", carried | form | {"mot_de_passe": PASSWORD, "code": CODE})
    assert stage.link("already") == f"/connexion{QUERY}"


def test_it_survives_an_engine_that_does_not_answer(tmp_path: Path) -> None:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    with Stage(f"sqlite:///{path}") as stage:
        browser = stage.browser()
        page = browser.get(f"/connexion{QUERY}").text
        assert "Elle est gardée" in page
        answer = browser.send("/connexion", fields(page) | {"mail": OWNER, "mot_de_passe": PASSWORD})
        assert answer.headers["location"] == f"/recherche{QUERY}"


@pytest.mark.parametrize("query", ["?metier=pas-un-code&lieu=59350", "?metier=aide-soignant&lieu=99999", "?metier=x"])
def test_a_search_for_nothing_is_dropped(stage: Stage, query: str) -> None:
    answer = stage.browser().get(f"/inscription{query}")
    assert answer.status_code == 200
    assert "Votre recherche" not in answer.text


def test_nothing_that_a_form_carries_stops_it(stage: Stage) -> None:
    browser = stage.browser()
    form = {"mail": OWNER, "mot_de_passe": PASSWORD, "metier": "a b<", "lieu": "<b>", "rayon": "loin"}
    assert browser.post("/connexion", form).headers["location"] == "/offres"


def test_a_thank_you_leads_back_to_it(stage: Stage) -> None:
    page = stage.browser().get(f"/contact/merci{QUERY}").text
    assert f'href="/recherche{html.escape(QUERY)}"' in page
