"""Inviting: a publication becomes a job, the job becomes invitations, and each invitation its messages."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from web.candidates.tables import Candidate
from web.db.writes import id_of
from web.invitations import inviting
from web.invitations.tables import Invitation, Sending
from web.offers.documents import KIND
from web.offers.tables import Offer
from web.outbox.queue import Order, enqueue
from web.outbox.tables import Channel, Message, Status


@dataclass(frozen=True)
class Progress:
    """How far the inviting of one offer is, in people.

    targeted: seen so far; invited: invitations written so far; waiting, sent, dead: of their mails; done: everybody
    has been seen.
    """

    targeted: int = 0
    invited: int = 0
    waiting: int = 0
    sent: int = 0
    dead: int = 0
    done: bool = True


def start(session: Session, offer: Offer, now: datetime) -> Sending:
    """Hand the inviting of a published offer to the worker; in the transaction that publishes or reopens it."""
    offer_id = id_of(offer)
    sending = Sending(offer_id=offer_id, started_at=now)
    session.add(sending)
    session.flush()
    enqueue(
        session,
        [
            Order(f"sending:{sending.id}", Channel.INVITE, "offer", id_of(sending)),
            # From now on whoever arrives is compared with this offer as well.
            Order(f"standing-offer:{offer_id}:sending:{sending.id}", Channel.INDEX, KIND, offer_id),
        ],
        now,
    )
    return sending


def progress(session: Session, offer_id: int) -> Progress:
    """How far the inviting of an offer is, all its publications together; exact numbers, which pages must not tell."""
    targeted, running = session.exec(
        select(func.coalesce(func.sum(Sending.targeted), 0), func.count() - func.count(col(Sending.done_at))).where(
            Sending.offer_id == offer_id
        )
    ).one()
    of_offer = select(Invitation.id).where(Invitation.offer_id == offer_id)
    invited = session.exec(select(func.count()).select_from(Invitation).where(Invitation.offer_id == offer_id)).one()
    mails = session.exec(
        select(Message.status, func.count())
        .where(Message.channel == Channel.MAIL, Message.kind == inviting.MAIL, col(Message.subject_id).in_(of_offer))
        .group_by(Message.status)
    ).all()
    by_status = dict(mails)
    sent, dead = by_status.get(Status.DONE, 0), by_status.get(Status.DEAD, 0) + by_status.get(Status.DROPPED, 0)
    return Progress(targeted, invited, sum(by_status.values()) - sent - dead, sent, dead, done=not running)


def invite_one(session: Session, offer: Offer, candidate: Candidate, now: datetime) -> bool:
    """Invite one person who is targeted by an open offer; False when they were already, or may not be now."""
    return inviting.invite_person(session, id_of(offer), id_of(candidate), now)
