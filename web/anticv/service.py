"""What is downloaded, for whom, and the trace that a download leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from search_api.matching.criteria import Rule
from web.accounts.tables import Account
from web.anonymity import seen
from web.applications.access import application_of
from web.applications.service import note_event
from web.applications.sheet import Sheet
from web.applications.sheets import sheet_of
from web.applications.tables import Application, Happening
from web.candidates.tables import Candidate
from web.db.writes import id_of
from web.offers.access import offer_of
from web.offers.tables import Offer


@dataclass(frozen=True, slots=True)
class Favourites:
    """What the page of the downloads tells. offer: as people say it. count: favourites whose anti-CV can be had; gone:
    those that were withdrawn; lifted: those whose anonymity was lifted."""

    offer: Offer
    count: int
    gone: int
    lifted: int


def download(session: Session, account: Account, ref: str, rule: Rule | None, now: datetime, *, note: bool) -> Sheet:
    """The anti-CV of one application. rule: of its offer; note: write down that it was downloaded.

    Raises NotYours, Withdrawn.
    """
    application, offer = application_of(session, account, ref)
    candidate = session.get(Candidate, application.candidate_id) if application.candidate_id else None
    made = sheet_of(seen(application, candidate, rule), offer, now)
    if note:
        note_event(session, application, account, Happening.DOWNLOADED, now)
    return made


def download_favourites(
    session: Session, account: Account, ref: str, rule: Rule | None, now: datetime, *, note: bool
) -> list[Sheet]:
    """Those of an offer's favourites, oldest application first, without those that were withdrawn.

    Raises NotYours.
    """
    offer = offer_of(session, account, ref)
    made = []
    for application, candidate in _favourites(session, offer):
        if candidate is not None:
            made.append(sheet_of(seen(application, candidate, rule), offer, now))
            if note:
                note_event(session, application, account, Happening.DOWNLOADED, now)
    return made


def favourites(session: Session, account: Account, ref: str) -> Favourites:
    """What the page of the downloads tells. Raises NotYours."""
    offer = offer_of(session, account, ref)
    rows = _favourites(session, offer)
    present = [application for application, candidate in rows if candidate is not None]
    lifted = sum(application.lifted_at is not None for application in present)
    return Favourites(offer, len(present), len(rows) - len(present), lifted)


def still_there(session: Session, account: Account, ref: str, applications: Sequence[str]) -> bool:
    """May the account have these applications of this offer, and was none of them withdrawn since?

    Raises NotYours.
    """
    offer = offer_of(session, account, ref)
    present = select(Application.ref).where(
        Application.offer_id == offer.id, col(Application.candidate_id).is_not(None)
    )
    return set(session.exec(present)).issuperset(applications)


def _favourites(session: Session, offer: Offer) -> list[tuple[Application, Candidate | None]]:
    wanted = (
        select(Application, Candidate)
        .join(Candidate, col(Candidate.id) == Application.candidate_id, isouter=True)
        .where(Application.offer_id == id_of(offer), col(Application.favourite))
        .order_by(col(Application.sent_at), col(Application.id))
    )
    return [(application, candidate) for application, candidate in session.exec(wanted)]
