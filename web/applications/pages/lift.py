"""`/candidatures/{ref}/lever`: the commitment, then who the person is."""

from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.access import recruiter
from web.accounts.rules import local_path
from web.accounts.tables import Account
from web.applications import service, show
from web.applications.access import application_of
from web.applications.pages.moves import clash, read_seen, revision_of
from web.applications.rules import IllegalMove, Move
from web.applications.screens import Lift, Lifted
from web.forms import first, posted
from web.offers import wizard
from web.rendering import page


async def show_lift(request: Request) -> Response:
    """The commitment; once it was made, name, mail and phone, and the question when to contact the person."""
    account, ref = recruiter(request), request.path_params["ref"]
    back = local_path(request.query_params.get("retour", "")) or ""

    def read(session: Session) -> Lift | Lifted | str:
        application, offer = application_of(session, account, ref)
        known, to = read_seen(session, application), back or f"/candidatures/{ref}"
        if known.contact and application.lifted_at:
            by = session.get(Account, application.lifted_by)
            name = by.name if by else ""
            return show.lifted(known, known.contact, name, application.lifted_at, to)
        # Refused or gone meanwhile: nothing to lift.
        mine = show.lift(known, offer.occupation_label, wizard.near(offer), to)
        return mine if mine.acts.lift else to

    screen = await request.app.state.database.read(read)
    return RedirectResponse(screen, 303) if isinstance(screen, str) else page(request, screen)


async def lift(request: Request) -> Response:
    """POST: the commitment is made. `quand=maintenant`: the person is being contacted; else they are to be."""
    account, values = recruiter(request), await posted(request)
    state, ref = request.app.state, request.path_params["ref"]
    back = local_path(first(values, "retour")) or ""
    wanted = Move.LIFT_NOW if first(values, "quand") == "maintenant" else Move.LIFT_LATER
    try:
        await state.database.write(service.move, account, ref, wanted, revision_of(values), state.clock())
    except (service.Changed, IllegalMove) as error:
        return await clash(request, account, error, values)
    return RedirectResponse(f"/candidatures/{ref}/lever" + (f"?{urlencode({'retour': back})}" if back else ""), 303)


routes = [
    Route("/candidatures/{ref}/lever", show_lift, methods=["GET"]),
    Route("/candidatures/{ref}/lever", lift, methods=["POST"]),
]
