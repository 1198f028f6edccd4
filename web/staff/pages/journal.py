"""`/equipe/journal`: what staff did. Nothing here changes anything."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.access import staff
from web.rendering import page
from web.staff import lists
from web.staff.pages.desk import Choices, asked
from web.staff.screens import Journal


async def journal(request: Request) -> Response:
    """The last acts first."""
    staff(request)
    database = request.app.state.database
    people = await database.read(lists.people)
    choices = Choices("personne", "Personne", {"": "Toute l'équipe", **people})
    wanted = asked(request, choices)
    acts, following = await database.read(lists.acts, wanted.q, wanted.choice, wanted.after)
    return page(request, Journal(wanted.sheet(following, choices), acts))


routes = [Route("/equipe/journal", journal)]
