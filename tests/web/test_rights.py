"""Who may ask for what: every route of the site, by everybody of the cast; and no form without its token."""

from pathlib import Path

import pytest
from starlette.routing import Route

from tests.sql import empty_file
from tests.visits import Browser, Stage
from web.app import create_app
from web.settings import SiteSettings

# What is sent is the right itself: a sealed link, posted by mail programs (RFC 8058); the old address of a device,
# which only its browser and its push service know, posted by the service worker.
SEALED = {"/desinscription/{token}", "/rappels/{token}", "/candidat/appareils/changement"}
_ROUTES = [one for one in create_app(SiteSettings(secret="s" * 32)).routes if isinstance(one, Route)]
_API = ("/api/", "/search", "/reverse", "/static/")
POSTS = sorted({one.path for one in _ROUTES if "POST" in (one.methods or ())} - SEALED)
STAFF_PAGES = sorted({one.path for one in _ROUTES if one.path.startswith("/equipe") and "GET" in (one.methods or ())})


def filled(path: str) -> str:
    """The path with something in each of its places."""
    for place, value in {"{id:int}": "1", "{ref}": "nobody-has-this", "{token}": "none", "{name}": "none"}.items():
        path = path.replace(place, value)
    return path


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    return Stage(f"sqlite:///{path}")


def everybody(stage: Stage) -> dict[str, Browser]:
    people = stage.cast
    return {
        "nobody": stage.browser(),
        "recruiter": stage.signed_in(people.owner.email),
        "staff": stage.signed_in(people.staff.email),
    }


def test_the_routes_are_found() -> None:
    assert len(POSTS) > 25
    assert len(STAFF_PAGES) > 8


def test_a_form_without_its_token_is_refused_whoever_sends_it(stage: Stage) -> None:
    with stage:
        for who, browser in everybody(stage).items():
            for path in POSTS:
                answer = browser.send(filled(path), {"x": "y"})
                # Signed out: to the page where one signs in. Another side's page: there is no such thing.
                assert answer.status_code in {303, 403, 404}, (who, path, answer.status_code)
                if answer.status_code == 303:
                    door = "/candidat" if path.startswith("/candidat/") or path == "/candidat" else "/connexion"
                    assert answer.headers["location"].split("?")[0] == door, (who, path)
                    assert who == "nobody" or door == "/candidat", (who, path)


def test_a_form_of_another_site_is_refused_even_with_a_session(stage: Stage) -> None:
    with stage:
        browser = stage.signed_in(stage.cast.owner.email)
        answer = browser.post("/compte/deconnexion", {}, "/compte", {"sec-fetch-site": "cross-site"})
        assert answer.status_code in {303, 403}
        assert browser.get("/compte").status_code == 200, "nobody was signed out"


def test_the_back_office_is_for_staff_only(stage: Stage) -> None:
    with stage:
        people = everybody(stage)
        for path in STAFF_PAGES:
            signed_out = people["nobody"].get(filled(path))
            assert signed_out.status_code == 303, path
            assert signed_out.headers["location"].startswith("/connexion?suite="), path
            assert people["recruiter"].get(filled(path)).status_code == 404, path
            assert people["staff"].get(filled(path)).status_code == (404 if "{" in path else 200), path


def test_staff_have_no_offers_of_their_own(stage: Stage) -> None:
    with stage:
        assert stage.signed_in(stage.cast.staff.email).get("/offres").status_code == 404
