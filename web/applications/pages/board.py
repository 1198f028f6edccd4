"""`/offres/{ref}/candidatures`: the applications of an offer, and what changed since a page was shown."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.access import recruiter
from web.accounts.tables import Account
from web.anonymity import seen
from web.applications import board, service, show, wording
from web.applications.board import Asked, Version
from web.applications.screens import Board, News
from web.db.writes import id_of
from web.offers import wizard
from web.offers.access import offer_of
from web.offers.tables import Offer, State
from web.offers.tallies import count
from web.rendering import page

_UNCHANGED = {"cache-control": "no-store"}


async def show_board(request: Request) -> Response:
    """The list, or, asked with a version by htmx, what changed since: nothing (204) or its pieces."""
    account, ref, asked = recruiter(request), request.path_params["ref"], board.parse(request.query_params)
    database = request.app.state.database
    if "version" in request.query_params and "hx-request" in request.headers:
        known = board.read_version(request.query_params["version"])

        def look(session: Session) -> News | None:
            return changes(session, account, offer_of(session, account, ref), asked, known)

        news: News | None = await database.read(look)
        return page(request, news) if news else Response(status_code=204, headers=_UNCHANGED)
    screen: Board | None = await database.read(_board, account, ref, asked)
    return page(request, screen) if screen else RedirectResponse(f"/offres/{ref}", 303)


def _board(session: Session, account: Account, ref: str, asked: Asked) -> Board | None:
    """The page; None for a draft, which nobody can have applied to."""
    offer = offer_of(session, account, ref)
    if offer.state == State.DRAFT:
        return None
    offer_id = id_of(offer)
    # The version first: what changes between the two questions is then told once more, and not never.
    version = board.version(session, offer_id)
    found, more = board.part(session, offer, asked)
    done = board.one(session, offer_id, asked.done) if asked.done else ()
    listed = show.Listed(
        ref=ref,
        occupation=offer.occupation_label,
        near=wizard.near(offer),
        question=_question(offer),
        tally=count(session, offer_id),
        version=version.text(),
        found=[seen(*one, with_profile=False) for one in found],
        more=more,
        done=next((seen(*one, with_profile=False) for one in done), None),
    )
    return show.board(listed, asked)


def changes(session: Session, account: Account, offer: Offer, asked: Asked, known: Version) -> News | None:
    """What came or changed since `known`; None when nothing did."""
    offer_id = id_of(offer)
    version = board.version(session, offer_id)
    if version == known:
        return None
    found = board.changed(session, offer_id, known.latest)
    known_before = [(one, who) for one, who in found if one.sent_at <= known.latest]
    pairs = [(id_of(one), seen(one, who, with_profile=False)) for one, who in known_before]
    told = service.told_since(session, account, offer_id, known.latest)
    names = {number: show.called(one, asked) for number, one in pairs}
    said = wording.said([(event.what, by.name, names.get(event.application_id, "")) for event, by in told])
    rows = [show.row(one, asked) for _, one in pairs]
    tally = count(session, offer_id)
    return show.news(offer.ref, rows, tally, asked, said, version.text(), len(found) - len(pairs))


def _question(offer: Offer) -> str:
    terms: dict[str, Any] = offer.terms or {}
    return str(terms.get("question", ""))


routes = [Route("/offres/{ref}/candidatures", show_board, methods=["GET"])]
