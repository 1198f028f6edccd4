"""The push that tells somebody of an invitation."""

from sqlmodel import col, select

from web.applications.tables import Application
from web.candidates.tables import Candidate, Device
from web.invitations.shown import shown, still_wanted
from web.invitations.tables import Invitation
from web.offers.tables import Offer
from web.offers.terms import Terms
from web.outbox.mails import MailContext
from web.outbox.pushes import Push
from web.outbox.tables import Message


def invitation(context: MailContext, message: Message) -> Push | None:
    """The push of one invitation to one device of the same person; None when the offer is closed, or the person has
    answered, or wants none at present.

    It names the job and the company, which anybody may read on the screen, and nothing about the person.
    """
    device = (message.data or {}).get("device")
    found = context.session.exec(
        select(Invitation, Offer, Candidate)
        .join(Offer, col(Offer.id) == Invitation.offer_id)
        .join(Candidate, col(Candidate.id) == Invitation.candidate_id)
        .join(Device, col(Device.candidate_id) == Candidate.id)
        .outerjoin(Application, col(Application.invitation_id) == Invitation.id)
        .where(Invitation.id == message.subject_id, Device.id == device, col(Application.id).is_(None))
    ).one_or_none()
    if found is None:
        return None
    invited, offer, candidate = found
    if not still_wanted(invited, offer, candidate):
        return None
    seen = shown(offer, Terms.from_json(offer.terms or {}))
    return Push(
        title=f"{seen.occupation} {seen.place}",
        body=f"{seen.company} vous invite à candidater. {seen.facts[0].value}, {seen.facts[1].value.lower()}.",
        url=context.link("/invitation", "invitation", invited.ref),
        topic=invited.ref,
    )
