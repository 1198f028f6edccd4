"""The pages of staff on a running site: whole HTML, nothing that another person may see, nothing without its token."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.cast import Cast, cast, csrf, sign_in
from tests.site import serving, site_settings
from tests.staff_scene import fill
from tests.visits import NO_ENGINE
from tests.web.test_html_is_valid import Outline
from web.app import create_app
from web.clock import utc_now
from web.db import Database

LISTS = ("codes", "demandes", "entreprises", "messages", "offres", "journal")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Cast, list[str]]]:
    """A site with something on every page of staff: its URL, its people, and the paths of those pages."""
    settings = site_settings(NO_ENGINE, tmp_path_factory.mktemp("office"))
    database = Database(settings.database)
    people = cast(database, utc_now())
    paths = fill(database, people, utc_now())
    database.close()
    with serving(create_app(settings)) as url:
        yield url, people, paths


def test_every_page_of_staff_is_whole(office: tuple[str, Cast, list[str]]) -> None:
    url, people, paths = office
    with closing(sign_in(url, people.staff.email)) as desk:
        for path in paths:
            answer = desk.get(path)
            assert answer.status_code == 200, path
            outline = Outline(answer.text)
            assert outline.faults == [], path
            assert [name for name, count in outline.ids.items() if count > 1] == [], path
            assert set(outline.wanted) <= set(outline.ids), path
            assert answer.text.count("<h1") == 1, path
            assert answer.headers["cache-control"] == "no-store", path
            assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.text), path


def test_everybody_else_sees_none_of_them(office: tuple[str, Cast, list[str]]) -> None:
    url, people, paths = office
    with closing(sign_in(url, people.owner.email)) as recruiter, httpx.Client(base_url=url) as nobody:
        for path in paths:
            refused = recruiter.get(path)
            assert refused.status_code == 404, path
            assert "Équipe</a>" not in refused.text
            assert nobody.get(path).headers["location"].startswith("/connexion?suite="), path


@pytest.mark.parametrize("name", LISTS)
def test_a_search_that_finds_nothing_says_so_and_leads_back(office: tuple[str, Cast, list[str]], name: str) -> None:
    url, people, _ = office
    with closing(sign_in(url, people.staff.email)) as desk:
        page = desk.get(f"/equipe/{name}?q=zzzzqqqq").text
    assert "Rien ne répond à cette recherche." in page
    assert 'value="zzzzqqqq"' in page


def test_a_button_comes_back_to_the_list_that_was_searched(office: tuple[str, Cast, list[str]]) -> None:
    url, people, _ = office
    with closing(sign_in(url, people.staff.email)) as desk:
        page = desk.get("/equipe/messages?q=reset").text
        path = re.search(r'action="(/equipe/messages/\d+/renvoyer)"', page)
        kept = re.search(r'name="liste" value="([^"]*)"', page)
        assert path
        assert kept
        answer = desk.post(path[1], data={"csrf": csrf(page), "liste": f"{kept[1]}&suite=//ailleurs.example"})
    assert answer.headers["location"] == "/equipe/messages?q=reset&fait=renvoye"


def test_a_member_of_staff_who_is_blocked_is_out_at_once(office: tuple[str, Cast, list[str]], tmp_path: Path) -> None:
    settings = site_settings(NO_ENGINE, tmp_path)
    database = Database(settings.database)
    people = cast(database, utc_now())
    with serving(create_app(settings)) as url, closing(sign_in(url, people.staff.email)) as desk:
        assert desk.get("/equipe").status_code == 200
        with database.writing() as session:
            people.staff.blocked_at = utc_now()
            session.add(people.staff)
        assert desk.get("/equipe").status_code == 303
    database.close()
