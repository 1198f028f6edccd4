"""`/equipe`: what waits for somebody."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.access import staff
from web.rendering import page
from web.staff.overview import tiles
from web.staff.screens import Overview


async def overview(request: Request) -> Response:
    """The figures."""
    staff(request)
    state = request.app.state
    return page(request, Overview(await state.database.read(tiles, state.clock())))


routes = [Route("/equipe", overview)]
