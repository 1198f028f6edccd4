"""Withdrawing one application, as a transaction body.

Whoever withdraws before the company has answered may apply again while the offer is open: it is how a mistake is put
right, since what was sent cannot be changed. Once the company has answered, it is final: a refusal stands, and to a
company that has known the name for a while, a new anonymous application would be anonymous no longer.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from web.applications import applying
from web.applications.loosening import loosen
from web.applications.tables import Application, Stage
from web.clock import day_of
from web.db.writes import id_of


class Otherwise(Exception):
    """The application stands no more where the page showed it: what follows from withdrawing it has changed."""


def answered(application: Application) -> bool:
    """Has the company lifted its anonymity, or refused it?"""
    return application.stage != Stage.PENDING


def shown(application: Application) -> str:
    """What a page that asks for the withdrawal has shown: which application, and where it stood. Not its revision,
    which would tell the person of a star."""
    return f"{application.sent_at.isoformat()} {application.stage}"


def withdraw(session: Session, invitation_ref: str, seen: str, now: datetime) -> list[str]:
    """Withdraw the application that an invitation became. seen: of the page (`shown`).

    Returns its reference, for the files that hold it (loosening.py); nothing when there is none (any more). Raises
    Gone, Otherwise; nothing is changed then.
    """
    held = applying.hold(session, invitation_ref)
    mine = col(Application.invitation_id) == id_of(held.invitation)
    application = session.exec(select(Application).where(mine).with_for_update()).one_or_none()
    if application is None:
        return []
    if shown(application) != seen:
        raise Otherwise
    held.invitation.withdrawn_on, held.invitation.settled = day_of(now), answered(application)
    session.add(held.invitation)
    return loosen(session, held.candidate, now, mine)
