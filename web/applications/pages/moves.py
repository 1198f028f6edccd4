"""What can be done to an application: a POST each, which leads back to where one was, or, asked by htmx, answers with
the pieces of the page that change. Each carries the revision that the page showed: a colleague may have been first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel import Session
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from search_api.http import BadInput
from web.access import recruiter
from web.accounts.rules import local_path
from web.accounts.tables import Account
from web.anonymity import Seen, seen
from web.applications import board, service, show, wording
from web.applications.access import application_of
from web.applications.board import Asked
from web.applications.pages.board import changes
from web.applications.rules import IllegalMove, Move
from web.applications.screens import Clash, News
from web.applications.tables import Application, Happening
from web.clock import Clock
from web.db.writes import id_of
from web.forms import Values, first, posted
from web.offers.tables import Offer
from web.offers.tallies import count
from web.rendering import page

# Does it, in a transaction: (session, account, reference, revision, now).
Act = Callable[[Session, Account, str, int, datetime], service.Acted]


async def act(request: Request, do: Act, what: Happening) -> Response:
    """Do it and answer. what: how it is told."""
    account, values = recruiter(request), await posted(request)
    state, ref = request.app.state, request.path_params["ref"]
    live = "hx-request" in request.headers
    back, revision = local_path(first(values, "retour")) or "", revision_of(values)

    try:
        application, offer = await state.database.write(do, account, ref, revision, state.clock())
    except (service.Changed, IllegalMove) as error:
        return await clash(request, account, error, values)
    asked, to = _list_of(offer, back)
    if not live:
        return RedirectResponse(_back_to(application, offer, asked, to), 303)

    def read(session: Session) -> News:
        row = show.row(read_seen(session, application), asked)
        tally = count(session, id_of(offer))
        return show.news(offer.ref, [row], tally, asked, wording.YOURS[what])

    # Not in the transaction that writes: others wait for their turn.
    return page(request, await state.database.read(read))


async def clash(request: Request, account: Account, error: Exception, values: Values) -> Response:
    """409: the application as it is now, and what was done to it by whom. Nothing was changed."""
    state, ref = request.app.state, request.path_params["ref"]
    back, known = local_path(first(values, "retour")) or "", board.read_version(first(values, "version"))
    live = "hx-request" in request.headers
    late = isinstance(error, service.Changed)

    def read(session: Session) -> News | Clash:
        application, offer = application_of(session, account, ref)
        notice = _told(session, application, state.clock) if late else wording.IMPOSSIBLE
        asked, to = _list_of(offer, back)
        if not live:
            return show.clash(read_seen(session, application), notice, to)
        # Here in full, also when it left the list meanwhile: one is just looking at it.
        row = replace(show.row(read_seen(session, application), asked, notice), left=False)
        # With all else that the page has not heard of, so that the next answer does not take the notice away.
        news = changes(session, account, offer, asked, known) if "version" in values else None
        tally = count(session, id_of(offer))
        news = news or show.news(offer.ref, (), tally, asked, "")
        return replace(news, rows=(row, *(one for one in news.rows if one.ref != ref)), said="")

    return page(request, await state.database.read(read), 409)


def revision_of(values: Values) -> int:
    """The revision that the page showed. Raises BadInput."""
    text = first(values, "revision")
    if not text.isdecimal() or len(text) > 9:
        raise BadInput("revision", "a number")
    return int(text)


def _told(session: Session, application: Application, clock: Clock) -> str:
    last = service.last_event(session, application)
    if last is None or application.candidate_id is None:
        return wording.CHANGED
    event, who = last
    told = wording.done(event.what, who.name, wording.ago(event.at, clock()))
    return wording.first(told)


def read_seen(session: Session, application: Application) -> Seen:
    """An application as lists show it."""
    return seen(application, board.person(session, application), with_profile=False)


def _board_of(offer: Offer) -> str:
    return f"/offres/{offer.ref}/candidatures"


def _back_to(application: Application, offer: Offer, asked: Asked, to: str) -> str:
    """Where the answer to a form leads: beside the row, or above the list that it left."""
    if not to.startswith(_board_of(offer)):
        return to
    if board.belongs(asked.filter, application.stage, application.favourite):
        return f"{to}#c-{application.ref}"
    return replace(asked, done=application.ref).url(offer.ref) + "#fait"


def _list_of(offer: Offer, back: str) -> tuple[Asked, str]:
    """The list that `back` shows, and where to go back to: that page, or the whole list when it is none of ours."""
    path, _, query = back.partition("?")
    if path == _board_of(offer):
        return board.parse(QueryParams(query)), back
    return Asked(), back if path.startswith("/candidatures/") else _board_of(offer)


def _move(wanted: Move) -> Act:
    def do(session: Session, account: Account, ref: str, revision: int, now: datetime) -> service.Acted:
        return service.move(session, account, ref, wanted, revision, now)

    return do


def _star(star: bool) -> Act:
    def do(session: Session, account: Account, ref: str, revision: int, now: datetime) -> service.Acted:
        return service.favour(session, account, ref, star, revision, now)

    return do


async def star(request: Request) -> Response:
    """POST `/candidatures/{ref}/etoile`: put the star; with `?retirer=1` take it away."""
    wanted = "retirer" not in request.query_params
    return await act(request, _star(wanted), Happening.FAVOURED if wanted else Happening.UNFAVOURED)


_MOVES = {
    "refuser": (Move.REFUSE, Happening.REFUSED),
    "retablir": (Move.RESTORE, Happening.RESTORED),
    "contacter": (Move.CONTACTED, Happening.CONTACTED),
    "a-contacter": (Move.TO_CONTACT, Happening.TO_CONTACT),
}

routes = [
    Route("/candidatures/{ref}/etoile", star, methods=["POST"]),
    *(
        Route(f"/candidatures/{{ref}}/{slug}", partial(act, do=_move(wanted), what=what), methods=["POST"])
        for slug, (wanted, what) in _MOVES.items()
    ),
]
