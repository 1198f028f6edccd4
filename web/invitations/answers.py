"""What an invited person does with the link, each a transaction body; applying itself is web.applications.applying."""

import contextlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from web.applications import applying, drafts
from web.applications.applying import AlreadySent, Gone
from web.applications.drafts import Draft
from web.applications.tables import Application
from web.candidates import service as candidates
from web.candidates.tables import Candidate
from web.db.writes import id_of
from web.invitations.tables import Invitation
from web.offers.answer_rate import AnswerRate, answer_rate
from web.offers.tables import Offer, State


@dataclass(frozen=True)
class Found:
    """An invitation, its offer and whom it is for. open: the offer still takes applications. application: what the
    person sent; draft: what they have not sent yet. rate: how often the company answers, None while nobody can tell."""

    invitation: Invitation
    offer: Offer
    candidate: Candidate
    open: bool
    application: Application | None
    draft: Draft | None
    rate: AnswerRate | None

    @property
    def takes(self) -> bool:
        """Does the offer still take an application of this person?"""
        return self.open and not self.invitation.settled


def find(session: Session, ref: str, now: datetime) -> Found:
    """The invitation of a link. Raises Gone."""
    found = session.exec(
        select(Invitation, Offer, Candidate)
        .join(Offer, col(Offer.id) == Invitation.offer_id)
        .join(Candidate, col(Candidate.id) == Invitation.candidate_id)
        .where(Invitation.ref == ref, col(Invitation.revoked_at).is_(None))
    ).one_or_none()
    if found is None or found[1].terms is None:
        raise Gone
    invitation, offer, _ = found
    return Found(
        *found,
        open=offer.state == State.PUBLISHED,
        application=applying.sent(session, id_of(invitation)),
        draft=drafts.kept(session, id_of(invitation)),
        rate=answer_rate(session, offer.company_id, now),
    )


def opened(session: Session, ref: str, now: datetime) -> None:
    """The link was followed; the first time counts."""
    first = update(Invitation).where(col(Invitation.ref) == ref, col(Invitation.opened_at).is_(None))
    session.execute(first.values(opened_at=now))


def decline(session: Session, ref: str, reason: str, now: datetime) -> None:
    """The person says no; the first no counts. Raises Gone, AlreadySent."""
    invitation = session.exec(
        select(Invitation).where(Invitation.ref == ref, col(Invitation.revoked_at).is_(None)).with_for_update()
    ).one_or_none()
    if invitation is None:
        raise Gone
    if applying.sent(session, id_of(invitation)) is not None:
        raise AlreadySent
    if invitation.declined_at is None:
        invitation.declined_at, invitation.reason = now, reason


def unsubscribe(session: Session, candidate_ref: str, now: datetime) -> None:
    """No mail any more to this person; nothing to do for somebody who was erased."""
    found = session.exec(select(Candidate.id, Candidate.unsubscribed_at).where(Candidate.ref == candidate_ref)).first()
    if found is not None and found[0] is not None and found[1] is None:
        with contextlib.suppress(candidates.Gone):
            candidates.unsubscribe(session, found[0], now)
