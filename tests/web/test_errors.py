"""What goes wrong is told in plain French, with the right status, and never with a stack trace."""

import re

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search_api.app import create_app as create_api
from search_api.engine.client import Engine
from search_api.engine.settings import EngineSettings
from tests.site import Site, ask
from web.app import create_app
from web.settings import SiteSettings

SEARCH = "/recherche?metier=aide-soignant&lieu=59350"


def _title(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert found
    return found[1].replace("&#39;", "'")


@pytest.mark.parametrize("path", ["/rien", "/recherche/rien", "/static/x/rien.css", "/Recherche"])
def test_a_page_that_does_not_exist(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert _title(answer.text) == "Cette page n'existe pas"


@pytest.mark.parametrize(
    "query",
    ["rayon=loin", "rayon=9999", "lieu=a%20b", "indispensable=%3Cb%3E", "competence.x=oui", "indispensable=rien"],
)
def test_an_address_that_cannot_be_read(site: Site, query: str) -> None:
    answer = site.get(f"{SEARCH}&{query}")
    assert answer.status_code == 400
    assert _title(answer.text) == "Nous ne comprenons pas cette demande"


@pytest.mark.parametrize("query", ["metier=aide-soignant&lieu=99999", "metier=pas-un-code&lieu=59350"])
def test_a_code_that_nothing_has(site: Site, query: str) -> None:
    answer = site.get(f"/recherche?{query}")
    assert answer.status_code == 404
    assert "Nous ne trouvons pas" in _title(answer.text)


def test_another_method(site: Site) -> None:
    import httpx2 as httpx

    answer = httpx.post(f"{site.url}/")
    assert answer.status_code == 405
    assert "<h1>" in answer.text


@pytest.fixture(scope="module")
def dead_engine() -> SiteSettings:
    return SiteSettings(engine=EngineSettings(hosts=("http://127.0.0.1:9",), timeout=0.5))


def test_a_dead_engine_is_a_503_that_keeps_the_search(dead_engine: SiteSettings) -> None:
    answer = ask(create_app(dead_engine), SEARCH)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "momentanément indisponible" in _title(answer.text)
    assert f'href="{SEARCH.replace("&", "&amp;")}"' in answer.text


def test_the_first_page_needs_no_engine(dead_engine: SiteSettings) -> None:
    assert ask(create_app(dead_engine), "/").status_code == 200


def test_the_api_of_a_dead_engine_stays_json(dead_engine: SiteSettings) -> None:
    answer = ask(create_app(dead_engine), "/api/occupations?q=a")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_index_that_is_not_loaded_is_a_503(engine_settings: EngineSettings) -> None:
    from dataclasses import replace

    settings = SiteSettings(engine=replace(engine_settings, prefix="empty-"))
    answer = ask(create_app(settings), SEARCH)
    assert answer.status_code == 503
    assert "en cours de chargement" in answer.text


def test_a_defect_is_told_without_its_details(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_: Request) -> Response:
        raise RuntimeError("the secret detail")

    app = create_app(SiteSettings())
    app.router.routes.insert(0, Route("/broken", broken))
    answer = ask(app, "/broken")
    assert answer.status_code == 500
    assert "de notre côté" in _title(answer.text)
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/api/rien", "/api/occupations", "/search/", "/api/occupations/rien"])
def test_the_api_answers_its_own_shape_of_error(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code in {400, 404}
    assert answer.headers["content-type"].startswith("application/")
    assert "<html" not in answer.text


def test_a_defect_of_the_api_is_told_in_its_own_shape() -> None:
    async def broken(_: Request) -> Response:
        raise RuntimeError("the secret detail")

    api = create_api(Engine(EngineSettings()))
    api.router.routes.insert(0, Route("/api/broken", broken))
    answer = ask(api, "/api/broken")
    assert answer.status_code == 500
    assert answer.json()["status"] == 500
    assert "secret detail" not in answer.text
