"""Applying: an invitation becomes an application, once, whatever is pressed how often; each a transaction body.

The person and the invitation are held in this order, as inviting and erasing do: who erases themselves while their
application is being sent leaves no answer behind.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from web.anonymity import Telling, telling
from web.applications import drafts
from web.applications.drafts import OnPage
from web.applications.match import match
from web.applications.nearness import CORE, Weights
from web.applications.reply import Reply
from web.applications.tables import Application
from web.candidates import rules as profiles
from web.candidates.tables import Candidate
from web.db.writes import id_of
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State


class Gone(Exception):
    """The invitation was taken back, or erased with the person or the offer."""


class Closed(Exception):
    """The offer takes no application any more, or none of this person: withdrawing theirs was final."""


class AlreadySent(Exception):
    """The person has applied to this offer: what was sent first counts."""


class Tells(Exception):
    """The answer tells who the person is, and they were not asked yet whether they want that."""

    def __init__(self, kinds: Collection[Telling]) -> None:
        super().__init__(" ".join(kinds))
        self.kinds = tuple(kinds)


@dataclass(frozen=True)
class Held:
    """A person, their invitation and its offer; the first two held until the transaction ends."""

    candidate: Candidate
    invitation: Invitation
    offer: Offer


def keep_draft(session: Session, invitation_ref: str, page: OnPage, now: datetime) -> None:
    """Keep what was typed, also once the offer is closed. Raises Gone, AlreadySent, drafts.Elsewhere."""
    held = hold(session, invitation_ref)
    if sent(session, id_of(held.invitation)) is not None:
        raise AlreadySent
    drafts.keep(session, id_of(held.invitation), page, now)


def send(
    session: Session,
    invitation_ref: str,
    reply: Reply,
    page: OnPage,
    weights: Weights,
    now: datetime,
    warned: Collection[str] = (),
) -> Application:
    """Apply. What was said before, a no or a withdrawal, counts no more; the draft goes. page: that it is sent from.
    warned: what in the answer tells who the person is, as they were told (Telling).

    Raises Gone, AlreadySent, Closed, Tells, drafts.Elsewhere; nothing is changed then.
    """
    held = hold(session, invitation_ref)
    invitation, offer = held.invitation, held.offer
    if sent(session, id_of(invitation)) is not None:
        raise AlreadySent
    if offer.state != State.PUBLISHED or invitation.settled:
        raise Closed
    kinds = telling(reply.answer, held.candidate)
    if not set(kinds).issubset(warned):
        raise Tells(kinds)
    drafts.remove(session, id_of(invitation), page)
    invitation.declined_at, invitation.reason, invitation.withdrawn_on = None, "", None
    application = Application(
        offer_id=id_of(offer),
        candidate_id=id_of(held.candidate),
        invitation_id=id_of(invitation),
        availability=reply.availability,
        available_on=reply.available_on,
        notice_weeks=reply.notice_weeks,
        answer=reply.answer,
        match=fit(offer, held.candidate, weights),
        sent_at=now,
        updated_at=now,
    )
    session.add(application)
    session.flush()
    return application


def sent(session: Session, invitation_id: int) -> Application | None:
    """The application that an invitation became."""
    return session.exec(select(Application).where(Application.invitation_id == invitation_id)).one_or_none()


def fit(offer: Offer, candidate: Candidate, weights: Weights) -> int:
    """How well the profile fits the offer as it stands now (match.py)."""
    profile = profiles.read(candidate.profile)
    skills = weights.occupations.get(offer.occupation, {})
    core = {code for code, weight in skills.items() if weight == CORE}.difference(offer.search.get("excluded", ()))
    experiences = (one.occupation for one in profile.experiences)
    return match(core, profile.skills, experiences, offer.occupation, weights)


def hold(session: Session, invitation_ref: str) -> Held:
    """Hold the person of an invitation, then the invitation. Raises Gone."""
    whose = select(Invitation.candidate_id).where(Invitation.ref == invitation_ref).scalar_subquery()
    candidate = session.exec(select(Candidate).where(col(Candidate.id) == whose).with_for_update()).one_or_none()
    wanted = select(Invitation).where(Invitation.ref == invitation_ref, col(Invitation.revoked_at).is_(None))
    invitation = session.exec(wanted.with_for_update()).one_or_none()
    if candidate is None or invitation is None:
        raise Gone
    offer = session.exec(select(Offer).where(Offer.id == invitation.offer_id)).one()
    if offer.terms is None:
        raise Gone
    return Held(candidate, invitation, offer)
