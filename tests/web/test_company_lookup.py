"""A company is looked up in our register, then by the public API; silence and nonsense are "unknown"."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from search_api.companies import Establishment
from search_api.engine.client import Engine
from search_api.engine.settings import EngineSettings
from tests.companies import siren, siret
from tests.site import serving
from web.companies.service import look_up

NOWHERE = "http://127.0.0.1:9"


async def _search(request: Request) -> Response:
    number = request.query_params["q"]
    if number == siret(70):
        return PlainTextResponse("trop de requêtes", 429, {"retry-after": "1"})
    if number == siret(71):
        return JSONResponse({"erreur": "autre chose"})
    if number == siret(72):
        return PlainTextResponse("<html>")
    own = {"siret": number, "liste_enseignes": ["CHEZ NOUS"], "etat_administratif": "A", "libelle_commune": "LENS"}
    company = {"siren": number[:9], "nom_raison_sociale": "VENUE DE LOIN", "etat_administratif": "A", "siege": own}
    return JSONResponse({"results": [company] if number == siret(60) else []})


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    with serving(Starlette(routes=[Route("/search", _search)])) as url:
        yield url


def find(settings: EngineSettings, url: str, number: str) -> Establishment | None:
    async def ask() -> Establishment | None:
        engine = Engine(settings)
        try:
            return await look_up(engine, url, number)
        finally:
            await engine.close()

    return asyncio.run(ask())


def test_our_own_register_comes_first(companies: EngineSettings, api: str) -> None:
    found = find(companies, api, siret(1))
    assert found is not None
    assert found.name == "ATELIERS DU NORD"


def test_what_we_lack_is_asked_from_the_api(companies: EngineSettings, api: str) -> None:
    found = find(companies, api, siret(60))
    assert found is not None
    assert (found.name, found.brand, found.siren) == ("VENUE DE LOIN", "CHEZ NOUS", siren(60))


@pytest.mark.parametrize("number", [61, 70, 71, 72])
def test_an_api_that_does_not_know_or_talks_nonsense(companies: EngineSettings, api: str, number: int) -> None:
    assert find(companies, api, siret(number)) is None


def test_nobody_answers() -> None:
    assert find(EngineSettings(hosts=(NOWHERE,), timeout=0.5), NOWHERE, siret(1)) is None


def test_no_register_is_loaded(engine_settings: EngineSettings, api: str) -> None:

    found = find(replace(engine_settings, prefix="none-"), api, siret(60))
    assert found is not None
