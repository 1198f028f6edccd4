"""Companies of the Sirene register: one establishment by its SIRET, with the legal name of its company."""

from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from stdnum.fr import siret as official

from search_api.engine.client import Engine
from search_api.http import JSON, BadInput, UnknownCode

INDEX = "companies"
NEEDED = "hits.hits._id,hits.hits._source"


@dataclass(frozen=True, slots=True)
class Establishment:
    """An establishment. name: the company's legal name, else the establishment's; empty when neither is published.

    brand: shop sign, empty when there is none. active: neither it nor its company is closed. exact: the establishment
    itself is known, and not only its company.
    """

    siret: str
    siren: str
    name: str
    brand: str
    active: bool
    city: str
    exact: bool

    def body(self) -> dict[str, Any]:
        return asdict(self)


def query(siret: str) -> dict[str, Any]:
    """The establishment and its company, in one question."""
    return {"size": 2, "query": {"ids": {"values": [siret, siret[:9]]}}}


async def get(engine: Engine, siret: str) -> Establishment | None:
    """The establishment with this SIRET (14 digits), None when the register as loaded knows neither it nor its company.

    Raises EngineError (IndexMissing while no register is loaded).
    """
    answer = await engine.search(INDEX, query(siret), only=NEEDED)
    found = {hit["_id"]: hit["_source"] for hit in answer.get("hits", {}).get("hits", ())}
    own, company = found.get(siret, {}), found.get(siret[:9], {})
    if not own and not company:
        return None
    return Establishment(
        siret=siret,
        siren=siret[:9],
        name=company.get("name") or own.get("name", ""),
        brand=own.get("brand", ""),
        active=bool(own.get("active", True) and company.get("active", True)),
        city=own.get("city", ""),
        exact=bool(own),
    )


async def _one(request: Request) -> Response:
    siret = request.path_params["siret"]
    if not official.is_valid(siret):
        raise BadInput("siret", "14 digits with a right check digit")
    found = await get(request.app.state.engine, official.compact(siret))
    if found is None:
        raise UnknownCode("establishment", siret)
    return JSON(found.body())


routes = [Route("/api/companies/{siret}", _one)]
