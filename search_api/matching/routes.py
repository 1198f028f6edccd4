"""`POST /api/candidates/count`."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search_api.http import JSON
from search_api.matching.count import count
from search_api.matching.question import parse


async def _count(request: Request) -> Response:
    question = parse(await request.body())
    return JSON((await count(request.app.state.engine, question)).body())


routes = [Route("/api/candidates/count", _count, methods=["POST"])]
