"""`GET /search/` and `GET /reverse/`: parameters and answers of the French national address API."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search_api.http import JSON
from search_api.places.answer import collection
from search_api.places.question import read_reverse, read_search
from search_api.places.service import reverse, search


async def _search(request: Request) -> Response:
    question = read_search(request.query_params)
    found = await search(request.app.state.engine, question)
    return JSON(collection(found, question.limit, question.text, question.near))


async def _reverse(request: Request) -> Response:
    question = read_reverse(request.query_params)
    found = await reverse(request.app.state.engine, question)
    return JSON(collection(found, question.limit, near=question.at))


# The national service answers with and without the last stroke.
routes = [
    Route(path, handler)
    for path, handler in (("/search/", _search), ("/search", _search), ("/reverse/", _reverse), ("/reverse", _reverse))
]
