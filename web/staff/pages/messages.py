"""`/equipe/messages`: what could not be sent."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.access import staff
from web.forms import first, posted
from web.rendering import page
from web.staff import lists, service
from web.staff.pages.desk import asked, back, press, row_id
from web.staff.screens import Messages


async def list_messages(request: Request) -> Response:
    """The dead letters, the last ones first."""
    staff(request)
    wanted = asked(request)
    database = request.app.state.database
    found, following = await database.read(lists.messages, wanted.q, wanted.after)
    return page(request, Messages(wanted.sheet(following), await database.read(lists.dead_kinds), found))


async def send_again(request: Request) -> Response:
    """Send one again."""
    changed, values = await press(request, service.send_again, row_id(request))
    return back("/equipe/messages", "renvoye", changed, values)


async def send_all_again(request: Request) -> Response:
    """Send all of a kind again."""
    account = staff(request)
    values = await posted(request)
    channel, kind = (first(values, name) for name in ("canal", "type"))
    state = request.app.state
    changed = await state.database.write(service.send_all_again, account, channel, kind, state.clock())
    return back("/equipe/messages", "renvoye", changed, values)


async def drop(request: Request) -> Response:
    """Give one up."""
    changed, values = await press(request, service.drop, row_id(request))
    return back("/equipe/messages", "abandonne", changed, values)


routes = [
    Route("/equipe/messages", list_messages),
    Route("/equipe/messages/renvoyer", send_all_again, methods=["POST"]),
    Route("/equipe/messages/{id:int}/renvoyer", send_again, methods=["POST"]),
    Route("/equipe/messages/{id:int}/abandonner", drop, methods=["POST"]),
]
