"""`/equipe/offres/{ref}/notes`: staff read the notes on an offer's applications, and nothing else of these."""

from functools import partial

from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.access import NotYours, staff
from web.anonymity import struck
from web.applications.tables import Application, Note
from web.candidates.tables import Candidate
from web.clock import day_of
from web.notes import service, show
from web.notes.screens import StaffNote, StaffNotes
from web.offers import wizard
from web.offers.tables import Offer
from web.offers.wording import day
from web.rendering import page
from web.staff.pages.desk import Asked, asked
from web.staff.paging import page_of


async def read_notes(request: Request) -> Response:
    """The last ones first."""
    staff(request)
    screen = await request.app.state.database.read(_notes, request.path_params["ref"], asked(request))
    return page(request, screen)


def _notes(session: Session, ref: str, wanted: Asked) -> StaffNotes:
    offer = session.exec(select(Offer).where(Offer.ref == ref)).one_or_none()
    if offer is None:
        raise NotYours
    of_offer = (
        select(Note, Application, Candidate)
        .join(Application, col(Application.id) == Note.application_id)
        .outerjoin(Candidate, col(Candidate.id) == Application.candidate_id)
        .where(Application.offer_id == offer.id)
    )
    rows, following = page_of(session, of_offer, col(Note.id), wanted.after)
    written = service.written(session, [row[0] for row in rows])
    notes = [_note(one, row[1], row[2]) for one, row in zip(written, rows, strict=True)]
    called = f"{offer.occupation_label} {wizard.near(offer)}"
    return StaffNotes(wanted.sheet(following), notes, called, f"/equipe/offres/{ref}")


def _note(one: service.Written, application: Application, candidate: Candidate | None) -> StaffNote:
    strike = partial(struck, candidate=candidate) if candidate else str
    return show.staff_note(one, f"Candidature du {day(day_of(application.sent_at))}", strike)


routes = [Route("/equipe/offres/{ref}/notes", read_notes)]
