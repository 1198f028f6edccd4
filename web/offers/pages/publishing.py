"""Publishing an offer, and the page that tells how its invitations leave."""

from collections.abc import Awaitable, Callable

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from search_api import occupations
from search_api.engine.client import Engine
from search_api.engine.errors import EngineError
from web.access import NotYours, recruiter
from web.accounts.tables import Account
from web.clock import day_of
from web.db.writes import id_of
from web.invitations import service as invitations
from web.invitations.mails import invitation_preview
from web.offers import lists, service, steps, wizard
from web.offers.access import offer_of
from web.offers.rules import Refused
from web.offers.screens import Confirmation
from web.offers.tables import Offer, State
from web.offers.terms import Terms
from web.rendering import page

# Mails carry their styles inline; nothing else of theirs may run, load or leave, and only our own page frames them.
_SHUT = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups"


async def publish(request: Request, account: Account, refused: Callable[[], Awaitable[Response]]) -> Response:
    """Publish, once however often it is asked, and show the confirmation. refused: the page when it cannot be."""
    ref, state = request.path_params["ref"], request.app.state
    try:
        await state.database.write(service.publish, account, ref, state.clock())
    except (steps.Incomplete, service.Unconfirmed):
        return await refused()
    except Refused:
        return RedirectResponse(f"/offres/{ref}", 303)
    return RedirectResponse(f"/offres/{ref}/confirmation", 303)


async def confirmation(request: Request) -> Response:
    """`/offres/{ref}/confirmation`: how many people are invited, and how far the sending is; htmx asks again."""
    account, ref = recruiter(request), request.path_params["ref"]

    def read(session: Session) -> tuple[Offer, invitations.Progress]:
        offer = offer_of(session, account, ref)
        return offer, invitations.progress(session, id_of(offer))

    offer, progress = await request.app.state.database.read(read)
    if offer.state == State.DRAFT:
        return RedirectResponse(f"/offres/{ref}/{steps.RECAP.slug}", 303)
    sent = lists.sent(progress)
    return page(
        request,
        Confirmation(
            title="Votre offre est publiée",
            base=f"/offres/{ref}",
            occupation=offer.occupation_label,
            near=wizard.near(offer),
            sent=sent,
            standing=offer.standing,
        ),
    )


async def preview(request: Request) -> Response:
    """`/offres/{ref}/apercu`: the very mail that candidates receive, shut off from everything around it."""
    account, state = recruiter(request), request.app.state
    offer = await state.database.read(offer_of, account, request.path_params["ref"])
    try:
        today = day_of(state.clock())
        terms = Terms.from_json(offer.terms) if offer.terms else steps.terms(offer.search, offer.answers, today)
    except steps.Incomplete:
        raise NotYours from None
    mail = invitation_preview(offer, terms, await _skills(state.engine, offer), state.settings.site_url)
    return HTMLResponse(mail.html, headers={"content-security-policy": _SHUT, "cache-control": "no-store"})


async def _skills(engine: Engine, offer: Offer) -> list[str]:
    """Labels of the skills that the offer looks for; none while the engine does not answer."""
    try:
        occupation = await occupations.get(engine, offer.occupation)
    except EngineError:
        return []
    left_out = set(offer.search["excluded"])
    return [skill.label for skill in occupation.core if skill.code not in left_out] if occupation else []
