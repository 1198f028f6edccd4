"""What an invited person does with the link, each a transaction body."""

import contextlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from web.candidates import service as candidates
from web.candidates.tables import Candidate
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State


class Gone(Exception):
    """The invitation was taken back, or erased with the person or the offer."""


@dataclass(frozen=True)
class Found:
    """An invitation and its offer. open: the offer still takes answers."""

    invitation: Invitation
    offer: Offer
    open: bool


def find(session: Session, ref: str) -> Found:
    """The invitation of a link. Raises Gone."""
    wanted = select(Invitation, Offer).join(Offer, col(Offer.id) == Invitation.offer_id)
    found = session.exec(wanted.where(Invitation.ref == ref, col(Invitation.revoked_at).is_(None))).one_or_none()
    if found is None or found[1].terms is None:
        raise Gone
    return Found(*found, open=found[1].state == State.PUBLISHED)


def opened(session: Session, ref: str, now: datetime) -> None:
    """The link was followed; the first time counts."""
    first = update(Invitation).where(col(Invitation.ref) == ref, col(Invitation.opened_at).is_(None))
    session.execute(first.values(opened_at=now))


def decline(session: Session, ref: str, reason: str, now: datetime) -> None:
    """The person says no; the first no counts. Raises Gone."""
    find(session, ref)
    first = update(Invitation).where(col(Invitation.ref) == ref, col(Invitation.declined_at).is_(None))
    session.execute(first.values(declined_at=now, reason=reason))


def unsubscribe(session: Session, candidate_ref: str, now: datetime) -> None:
    """No mail any more to this person; nothing to do for somebody who was erased."""
    found = session.exec(select(Candidate.id, Candidate.unsubscribed_at).where(Candidate.ref == candidate_ref)).first()
    if found is not None and found[0] is not None and found[1] is None:
        with contextlib.suppress(candidates.Gone):
            candidates.unsubscribe(session, found[0], now)
