"""What a person received and what became of it: for their space."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from web.applications import reply
from web.applications.tables import Application, ApplicationDraft
from web.clock import day_of
from web.invitations import wording
from web.invitations.screens import Applied, Received, Waiting
from web.invitations.shown import shown
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State
from web.offers.terms import Terms
from web.offers.wording import day
from web.tokens import Tokens

# Five invitations a week at most: the last three months of them, and every application of some years.
MOST_INVITATIONS = 65
MOST_APPLICATIONS = 200


@dataclass(frozen=True)
class _Letters:
    """Makes links that are as fresh as the page."""

    tokens: Tokens
    now: datetime

    def link(self, invitation: Invitation) -> str:
        return f"/invitation/{self.tokens.make('invitation', invitation.ref, self.now)}"


def received(session: Session, candidate_id: int, tokens: Tokens, now: datetime) -> Received:
    """The invitations that wait for an answer, the applications, and what is over; each the latest first."""
    letters = _Letters(tokens, now)
    invited = [(_waiting(*one, letters), one[0]) for one in _unanswered(session, candidate_id)]
    kept = [(shown, one.declined_at is None) for shown, one in invited if one.withdrawn_on is None]
    return Received(
        waiting=[one for one, undecided in kept if one.open and undecided],
        applications=[_applied(*one, letters) for one in _applications(session, candidate_id)],
        withdrawn=[shown for shown, one in invited if one.withdrawn_on is not None],
        past=[one for one, undecided in kept if not (one.open and undecided)],
    )


def _unanswered(session: Session, candidate_id: int) -> Sequence[tuple[Invitation, Offer, ApplicationDraft | None]]:
    rows = session.exec(
        select(Invitation, Offer, ApplicationDraft)
        .join(Offer, col(Offer.id) == Invitation.offer_id)
        .outerjoin(ApplicationDraft, col(ApplicationDraft.invitation_id) == Invitation.id)
        .outerjoin(Application, col(Application.invitation_id) == Invitation.id)
        .where(
            Invitation.candidate_id == candidate_id,
            col(Invitation.revoked_at).is_(None),
            col(Offer.terms).is_not(None),
            col(Application.id).is_(None),
        )
        .order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc())
        .limit(MOST_INVITATIONS)
    )
    return list(rows)


def _applications(session: Session, candidate_id: int) -> Sequence[tuple[Application, Invitation, Offer]]:
    rows = session.exec(
        select(Application, Invitation, Offer)
        .join(Invitation, col(Invitation.id) == Application.invitation_id)
        .join(Offer, col(Offer.id) == Application.offer_id)
        .where(Application.candidate_id == candidate_id, col(Offer.terms).is_not(None))
        .order_by(col(Application.sent_at).desc(), col(Application.id).desc())
        .limit(MOST_APPLICATIONS)
    )
    return list(rows)


def _waiting(invitation: Invitation, offer: Offer, draft: ApplicationDraft | None, letters: _Letters) -> Waiting:
    seen = shown(offer, Terms.from_json(offer.terms or {}))
    is_open = offer.state == State.PUBLISHED and not invitation.settled
    return Waiting(
        occupation=seen.occupation,
        place=seen.place,
        company=seen.company,
        since=day(day_of(invitation.created_at)),
        link=letters.link(invitation),
        open=is_open,
        told=_over(invitation, is_open=is_open),
        draft=draft is not None and reply.says_something(draft.answers),
    )


def _over(invitation: Invitation, *, is_open: bool) -> str:
    if invitation.withdrawn_on is not None:
        return f"Retirée le {day(invitation.withdrawn_on)}"
    if invitation.declined_at is not None:
        return "Vous avez décliné."
    return "" if is_open else "L'offre n'est plus ouverte."


def _applied(application: Application, invitation: Invitation, offer: Offer, letters: _Letters) -> Applied:
    seen = shown(offer, Terms.from_json(offer.terms or {}))
    link = "" if invitation.revoked_at else letters.link(invitation)
    return Applied(
        occupation=seen.occupation,
        place=seen.place,
        company=seen.company,
        sent_on=day(day_of(application.sent_at)),
        link=link,
        withdraw=link and f"{link}/retirer",
        stage=application.stage,
        told=wording.stage(application, offer_open=offer.state == State.PUBLISHED),
    )
