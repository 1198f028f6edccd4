"""`/equipe/demandes`: what people without a code wrote to us, and what we answer."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.access import staff
from web.forms import posted
from web.rendering import page
from web.staff import forms, lists, rows, service
from web.staff.pages.desk import Choices, asked, back, done, typed
from web.staff.screens import Requests

CHOICES = Choices("statut", "Statut", {"": "Toutes", "ouvertes": "Sans réponse", "repondues": "Répondues"})
_USUAL = {"avec_code": "oui", "utilisations": "1", "jours": "30"}


async def list_requests(request: Request) -> Response:
    """Those without an answer first."""
    staff(request)
    wanted = asked(request, CHOICES)
    found, following = await request.app.state.database.read(lists.requests, wanted.q, wanted.choice, wanted.after)
    return page(request, Requests(wanted.sheet(following, CHOICES), found))


async def show_request(request: Request) -> Response:
    """One request, and the form to answer it."""
    staff(request)
    return await _page(request, _USUAL)


async def answer(request: Request) -> Response:
    """Answer it, once."""
    account = staff(request)
    values = await posted(request)
    wanted, errors = forms.answer(values)
    if errors:
        return await _page(request, typed(values, "reponse", "avec_code", "utilisations", "jours"), errors)
    ref, state = request.path_params["ref"], request.app.state
    changed = await state.database.write(service.answer_request, account, ref, wanted, state.clock())
    return back(f"/equipe/demandes/{ref}", "repondu", changed)


async def _page(request: Request, entered: dict[str, str], errors: forms.Mistakes | None = None) -> Response:
    screen = await request.app.state.database.read(
        rows.request, request.path_params["ref"], entered, errors or {}, done(request)
    )
    return page(request, screen, 400 if errors else 200)


routes = [
    Route("/equipe/demandes", list_requests),
    Route("/equipe/demandes/{ref}", show_request),
    Route("/equipe/demandes/{ref}", answer, methods=["POST"]),
]
