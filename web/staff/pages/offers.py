"""`/equipe/offres`: the offers of all companies, to read; an open one can be closed."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.access import staff
from web.forms import posted
from web.rendering import page
from web.staff import forms, lists, rows, service
from web.staff.pages.desk import Choices, asked, back, done, typed
from web.staff.screens import Offers
from web.staff.wording import STATES

CHOICES = Choices("statut", "Statut", {"": "Tous", **STATES})


async def list_offers(request: Request) -> Response:
    """The last ones first."""
    staff(request)
    wanted = asked(request, CHOICES)
    found, following = await request.app.state.database.read(lists.offers, wanted.q, wanted.choice, wanted.after)
    return page(request, Offers(wanted.sheet(following, CHOICES), found))


async def show_offer(request: Request) -> Response:
    """One offer, and how its inviting goes."""
    staff(request)
    return await _page(request)


async def close(request: Request) -> Response:
    """Close it, and tell its author why."""
    account = staff(request)
    values = await posted(request)
    reason, errors = forms.reason(values)
    if errors:
        return await _page(request, typed(values, "motif"), errors)
    ref, state = request.path_params["ref"], request.app.state
    changed = await state.database.write(service.close_offer, account, ref, reason, state.clock())
    return back(f"/equipe/offres/{ref}", "ferme", changed)


async def _page(
    request: Request, entered: dict[str, str] | None = None, errors: forms.Mistakes | None = None
) -> Response:
    screen = await request.app.state.database.read(
        rows.offer, request.path_params["ref"], entered or {}, errors or {}, done(request)
    )
    return page(request, screen, 400 if errors else 200)


routes = [
    Route("/equipe/offres", list_offers),
    Route("/equipe/offres/{ref}", show_offer),
    Route("/equipe/offres/{ref}/fermer", close, methods=["POST"]),
]
