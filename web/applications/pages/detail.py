"""`/candidatures/{ref}`: everything about one application."""

from anyio import to_thread
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search_api.matching.criteria import Rule
from web.access import recruiter
from web.accounts.tables import Account
from web.anonymity import seen
from web.applications import board, detail
from web.applications.access import application_of
from web.applications.board import Asked
from web.applications.neighbours import neighbours
from web.applications.sheets import offer_rule
from web.applications.tables import Application, ApplicationEvent
from web.candidates.tables import Candidate
from web.notes import service as notes
from web.notes import show as notes_shown
from web.rendering import page


async def show_application(request: Request) -> Response:
    """The page."""
    return await application_page(request, request.path_params["ref"])


async def application_page(request: Request, ref: str, typed: str = "", error: str = "", status: int = 200) -> Response:
    """The page of the application `ref`. typed, error: of a note that came back, and what is wrong with it."""
    account, state = recruiter(request), request.app.state
    asked = board.parse(request.query_params)
    _, offer = await state.database.read(application_of, account, ref)
    rule = await offer_rule(state.engine, offer)
    known = await state.database.read(_known, account, ref, rule, asked, typed, error)
    # In a thread: putting a profile into words reads the catalogue.
    screen = await to_thread.run_sync(detail.detail, known, asked, state.clock())
    return page(request, screen, status)


def _known(
    session: Session, account: Account, ref: str, rule: Rule | None, asked: Asked, typed: str, error: str
) -> detail.Known:
    # Asked again, with the rule at hand: the engine was, outside of any transaction.
    application, offer = application_of(session, account, ref)
    candidate = None if application.candidate_id is None else session.get(Candidate, application.candidate_id)
    return detail.Known(
        seen=seen(application, candidate, rule),
        offer=offer,
        events=_events(session, application),
        neighbours=neighbours(session, offer, application, asked),
        panel=notes_shown.panel(ref, notes.of_application(session, application), account, typed, error),
    )


def _events(session: Session, application: Application) -> list[tuple[ApplicationEvent, str]]:
    wanted = (
        select(ApplicationEvent, Account)
        .join(Account, col(Account.id) == ApplicationEvent.account_id)
        .where(ApplicationEvent.application_id == application.id)
        .order_by(col(ApplicationEvent.id))
    )
    return [(event, who.name) for event, who in session.exec(wanted)]


routes = [Route("/candidatures/{ref}", show_application, methods=["GET"])]
