"""The wizard over a real engine: the count is the API's, a place is found or asked about, a SIRET gives a name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from sqlmodel import select

from tests.companies import siret
from tests.site import Site
from tests.sql import empty_file
from tests.visits import Browser, Stage
from web.landing.forms import Search
from web.offers import service
from web.offers.tables import Offer

HTMX = {"hx-request": "true"}


@pytest.fixture
def stage(site: Site, tmp_path: Path) -> Iterator[Stage]:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    with Stage(f"sqlite:///{path}", site.settings) as stage:
        yield stage


@pytest.fixture
def owner(stage: Stage) -> Browser:
    return stage.signed_in(stage.cast.owner.email)


def draft(stage: Stage) -> str:
    """URL of a draft for Paris."""
    search = Search("aide-soignant", "75056")
    with stage.database.writing() as session:
        offer = service.draft_from(session, stage.cast.owner, search, "Aide-soignant", "Paris (75)", stage.now)
        return f"/offres/{offer.ref}"


def answers(stage: Stage) -> dict[str, Any]:
    with stage.database.reading() as session:
        return session.exec(select(Offer)).one().answers


def told(page: httpx.Response) -> str:
    found = re.search(r'role="status" id="annonce">([^<]*)<', page.text)
    assert found
    return found[1].replace("\u202f", "").replace("\u00a0", " ")


def counted(site: Site, **asked: Any) -> str:
    body = {"occupation": "aide-soignant", "place": {"citycode": "75056"}, **asked}
    count = httpx.post(f"{site.url}/api/candidates/count", json=body).json()["count"]
    return "Moins de 5 personnes" if count is None else f"Environ {count} personnes"


def test_the_count_is_that_of_the_api_and_asks_what_was_typed(site: Site, stage: Stage, owner: Browser) -> None:
    url = draft(stage)
    assert told(owner.get(f"{url}/contrat")) == counted(site)
    asked = {"contract": "cdi", "time": "full", "salary_period": "month", "salary_min": "2000", "salary_max": "2500"}
    live = owner.post(f"{url}/contrat", asked, headers=HTMX)
    criteria = {"contract": "cdi", "time": "full", "weekly_hours": 35, "salary": {"min": 24_000, "max": 30_000}}
    assert told(live) == counted(site, criteria=criteria)
    # On every other step as well.
    assert told(owner.get(f"{url}/question")) == told(live)
    hidden = owner.post(f"{url}/conditions", {"hours": "night", "radius": "10", "remote": "none"}, headers=HTMX)
    criteria |= {"hours": ["night"], "remote": "none"}
    assert told(hidden) == counted(site, criteria=criteria, radius_km=10)


def test_a_place_that_may_be_several_is_asked_about_without_a_script(stage: Stage, owner: Browser) -> None:
    url = f"{draft(stage)}/conditions"
    asked = owner.post(url, {"workplace": "saint denis", "move": "next"})
    assert asked.status_code == 422
    choices = re.findall(r'type="radio" name="spot" value="([^"]*)"', asked.text)
    assert len(choices) > 1
    chosen = choices[0].replace("&#34;", '"')
    answer = owner.post(url, {"workplace": "saint denis", "spot": chosen, "move": "next"})
    assert answer.headers["location"].endswith("/entreprise")
    kept = answers(stage)["conditions"]
    assert kept["workplace"][0].startswith("Saint-Denis")
    # Shown again, it is settled; changed, it is asked about anew.
    assert 'type="radio" name="spot"' not in owner.get(url).text
    again = owner.post(url, {"workplace": "saint martin", "spot": kept["spot"][0], "move": "next"})
    assert again.status_code == 422


def test_a_place_that_is_called_so_is_found(stage: Stage, owner: Browser) -> None:
    url = f"{draft(stage)}/conditions"
    assert owner.post(url, {"workplace": "Montreuil 93100", "move": "next"}).status_code == 303
    assert '"citycode":"93048"' in answers(stage)["conditions"]["spot"][0]
    assert owner.post(url, {"workplace": "zzzz qqqq", "move": "next"}).status_code == 422


def test_a_siret_gives_its_legal_name_and_leaves_a_brand_alone(stage: Stage, owner: Browser) -> None:
    url = f"{draft(stage)}/entreprise"
    owner.post(url, {"siret": siret(2), "company_name": "", "move": "stay"})
    assert answers(stage)["company"]["company_name"] == ["BOULANGERIE DES QUAIS"]
    page = owner.get(url)
    assert "Raison sociale&nbsp;: <strong>BOULANGERIE DES QUAIS</strong>" in page.text
    legal = {"legal_name": "BOULANGERIE DES QUAIS"}
    owner.post(url, {"siret": siret(2), "company_name": "Les Bons Pains", **legal, "move": "stay"})
    assert answers(stage)["company"]["company_name"] == ["Les Bons Pains"]


def test_who_is_signed_in_goes_from_the_results_to_a_draft(stage: Stage, owner: Browser) -> None:
    found = "/recherche?metier=aide-soignant&lieu=75056&rayon=50&sans=refection-lit"
    page = owner.get(found)
    assert '<form id="continuer" action="/offres" method="post">' in page.text
    fields = re.findall(r'name="(\w+)" value="([^"]*)">', page.text.split('id="continuer"')[1])
    first = owner.send("/offres", dict(fields))
    assert first.headers["location"].endswith("/contrat")
    assert owner.send("/offres", dict(fields)).headers["location"] == first.headers["location"]
    with stage.database.reading() as session:
        offer = session.exec(select(Offer)).one()
    assert offer.search == {
        "occupation": "aide-soignant",
        "citycode": "75056",
        "radius_km": 50,
        "required": [],
        "excluded": ["refection-lit"],
    }
    assert (offer.occupation_label, offer.place_label) == ("Aide-soignant / Aide-soignante", "Paris (75)")


@pytest.mark.parametrize("fields", [{}, {"metier": "aide-soignant"}, {"metier": "aide-soignant", "lieu": "<b>"}])
def test_half_a_search_makes_no_draft(stage: Stage, owner: Browser, fields: dict[str, str]) -> None:
    assert owner.post("/offres", fields, shown_on="/compte").status_code == 400


def test_a_search_of_nothing_known_makes_no_draft(stage: Stage, owner: Browser) -> None:
    unknown = {"metier": "licorne", "lieu": "75056"}
    assert owner.post("/offres", unknown, shown_on="/compte").status_code == 404
