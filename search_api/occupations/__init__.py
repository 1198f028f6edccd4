"""The catalogue of occupations: suggestions while typing, and one occupation by its code."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mappings.occupations import Skill
from search_api.engine.client import Engine
from search_api.http import JSON, BadInput, UnknownCode, int_param, text_param
from search_api.occupations.answers import OccupationDetail, Suggestion, detail, settled, suggestions
from search_api.occupations.query import rescue_query, suggest_query

__all__ = ["OccupationDetail", "Skill", "Suggestion", "get", "routes", "suggest"]

INDEX = "occupations"
# All that we read of an answer.
NEEDED = "hits.hits._score,hits.hits._source"


async def suggest(engine: Engine, text: str, limit: int = 10) -> list[Suggestion]:
    """Occupations for what was typed so far, best first; empty when nothing fits."""
    found: dict[str, Suggestion] = {}
    for ask in (suggest_query, rescue_query):
        query = ask(text, limit)
        if query is None:
            break
        answer = await engine.search(INDEX, query, only=NEEDED)
        for one in suggestions(answer, text):
            found.setdefault(one.code, one)
        if settled(answer) or len(found) >= limit:
            break
    return list(found.values())[:limit]


async def get(engine: Engine, code: str) -> OccupationDetail | None:
    """The occupation with this code, or None."""
    source = await engine.get(INDEX, code)
    return None if source is None else detail(source)


async def _list(request: Request) -> Response:
    text = text_param(request.query_params, "q")
    if text is None:
        raise BadInput("q", "say what to look for")
    limit = int_param(request.query_params, "limit", 10, 1, 50)
    found = await suggest(request.app.state.engine, text, limit)
    return JSON({"results": [one.body() for one in found]})


async def _one(request: Request) -> Response:
    code = request.path_params["code"]
    found = await get(request.app.state.engine, code)
    if found is None:
        raise UnknownCode("occupation", code)
    return JSON(found)


routes = [Route("/api/occupations", _list), Route("/api/occupations/{code}", _one)]
