"""The list of offers, the page of one, and what can be done to it."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from search_api import occupations, places
from search_api.http import BadInput, UnknownCode
from web.access import recruiter
from web.accounts.tables import Account
from web.clock import day_of
from web.db.writes import id_of
from web.forms import posted
from web.invitations import service as invitations
from web.landing import forms as search_forms
from web.landing.forms import Search
from web.landing.results import place_text
from web.offers import lists, service, show, steps
from web.offers.access import offer_of
from web.offers.pages.publishing import confirmation, preview
from web.offers.rules import Refused
from web.offers.screens import OfferDetail, Offers
from web.offers.tables import Offer, State
from web.offers.tallies import count, counts
from web.rendering import page


async def list_offers(request: Request) -> Response:
    """`/offres`: the page after signing in."""
    account, now = recruiter(request), request.app.state.clock()

    def read(session: Session) -> Offers:
        found = service.listed(session, account)
        tallies = counts(session, [id_of(offer) for offer in found])
        names = _authors(session, found)
        lines = [
            lists.line(offer, lists.author_of(offer, account, names), tallies[id_of(offer)], now) for offer in found
        ]
        return Offers("Mes offres", account.first_name, lines)

    return page(request, await request.app.state.database.read(read))


async def create_offer(request: Request) -> Response:
    """POST `/offres`: the search of the results page becomes a draft."""
    account, values = recruiter(request), await posted(request)
    pairs = [(name, value) for name, given in values.items() for value in given]
    asked = search_forms.parse(QueryParams(pairs))
    if asked.metier is None or asked.citycode is None:
        raise BadInput("metier", "a search with an occupation and a place")
    search = Search(asked.metier, asked.citycode, asked.refinement)
    offer = await _draft(request, account, search)
    return RedirectResponse(f"/offres/{offer.ref}/{steps.CONTRACT.slug}", 303)


async def _draft(request: Request, account: Account, search: Search) -> Offer:
    state = request.app.state
    occupation = await occupations.get(state.engine, search.occupation)
    place = await places.municipality(state.engine, search.citycode)
    if occupation is None or place is None:
        raise UnknownCode("occupation or municipality", f"{search.occupation}, {search.citycode}")
    labels = occupation.both_labels, place_text(place)
    offer: Offer = await state.database.write(service.draft_from, account, search, *labels, state.clock())
    return offer


async def show_offer(request: Request) -> Response:
    """`/offres/{ref}`: an offer; a draft leads to the step to go on with."""
    account, ref, now = recruiter(request), request.path_params["ref"], request.app.state.clock()

    def read(session: Session) -> tuple[Offer, Any]:
        offer = offer_of(session, account, ref)
        tally = count(session, id_of(offer))
        author = lists.author_of(offer, account, _authors(session, [offer]))
        line = lists.line(offer, author, tally, now)
        return offer, (line, invitations.progress(session, id_of(offer)))

    offer, (line, progress) = await request.app.state.database.read(read)
    if offer.state == State.DRAFT:
        today = day_of(now)
        wrong = steps.wrong(offer.answers, today)
        return RedirectResponse(f"/offres/{ref}/{(wrong[0] if wrong else steps.RECAP).slug}", 303)
    screen = OfferDetail(
        title=f"{offer.occupation_label} {line.near}",
        line=line,
        parts=show.recap_parts(offer, offer.answers, day_of(offer.published_at)),
        sent=lists.sent(progress),
        standing=offer.standing,
    )
    return page(request, screen)


def _authors(session: Session, offers: Any) -> dict[int, str]:
    wanted = {offer.author_id for offer in offers}
    found = session.exec(select(Account).where(col(Account.id).in_(wanted)))
    return {id_of(one): one.name for one in found}


def _act(act: Callable[..., Offer | None], onward: Callable[[Offer | None], str]) -> Callable[[Request], Any]:
    """A POST that does one thing to an offer; when its state does not allow it (any more), the offer is shown."""

    async def handler(request: Request) -> Response:
        account, state, ref = recruiter(request), request.app.state, request.path_params["ref"]
        await posted(request)
        try:
            offer = await state.database.write(act, account, ref, state.clock())
        except (Refused, service.Unconfirmed):
            return RedirectResponse(f"/offres/{ref}", 303)
        return RedirectResponse(onward(offer), 303)

    return handler


def _to(path: str) -> Callable[[Offer | None], str]:
    return lambda offer: path.format(ref=offer.ref if offer else "")


routes = [
    Route("/offres", list_offers, methods=["GET"]),
    Route("/offres", create_offer, methods=["POST"]),
    Route("/offres/{ref}", show_offer),
    Route("/offres/{ref}/confirmation", confirmation),
    Route("/offres/{ref}/apercu", preview),
    Route("/offres/{ref}/fermer", _act(service.close, _to("/offres/{ref}")), methods=["POST"]),
    Route("/offres/{ref}/rouvrir", _act(service.reopen, _to("/offres/{ref}/confirmation")), methods=["POST"]),
    Route("/offres/{ref}/dupliquer", _act(service.duplicate, _to("/offres/{ref}/contrat")), methods=["POST"]),
    Route("/offres/{ref}/supprimer", _act(service.delete, _to("/offres")), methods=["POST"]),
]
