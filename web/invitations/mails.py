"""The mail that invites somebody to apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session, col, select

from web.applications.tables import Application
from web.candidates.tables import Candidate
from web.invitations import rules
from web.invitations.shown import Shown, because, shown, still_wanted
from web.invitations.tables import Invitation, Sending
from web.offers.tables import Offer
from web.offers.terms import Terms
from web.outbox.mails import Mail, MailContext, Rendered, render
from web.outbox.tables import Message

# Whom the preview greets.
PREVIEWED = "Camille"


@dataclass(frozen=True)
class InvitationLetter:
    """What the mail says. because: why it comes to this person, each the end of a sentence. link: to the offer;
    unsubscribe: to the page that stops the mails."""

    template: ClassVar[str] = "invitation"
    first_name: str
    offer: Shown
    because: Sequence[str]
    link: str
    unsubscribe: str


def invitation(context: MailContext, message: Message) -> Mail | None:
    """The mail of one invitation; None when the offer is closed, or the person has answered, or wants no mail."""
    found = context.session.exec(
        select(Invitation, Offer, Candidate)
        .join(Offer, col(Offer.id) == Invitation.offer_id)
        .join(Candidate, col(Candidate.id) == Invitation.candidate_id)
        .outerjoin(Application, col(Application.invitation_id) == Invitation.id)
        .where(Invitation.id == message.subject_id, col(Application.id).is_(None))
    ).one_or_none()
    if found is None or found[2].unsubscribed_at or not still_wanted(*found):
        return None
    invited, offer, candidate = found
    terms = Terms.from_json(offer.terms or {})
    labels = rules.why(candidate.profile.get("skills", ()), _looked_for(context.session, invited.offer_id))
    unsubscribe = context.link("/desinscription", "unsubscribe", candidate.ref)
    letter = InvitationLetter(
        first_name=candidate.first_name,
        offer=shown(offer, terms),
        because=because(labels, offer, terms, candidate.profile.get("wishes", {})),
        link=context.link("/invitation", "invitation", invited.ref),
        unsubscribe=unsubscribe,
    )
    return Mail(candidate.email, context.render(letter), unsubscribe)


def invitation_preview(offer: Offer, terms: Terms, skills: Sequence[str], site_url: str) -> Rendered:
    """The very mail, as somebody with all these skills (labels) would get it; its links lead nowhere in particular."""
    letter = InvitationLetter(
        first_name=PREVIEWED,
        offer=shown(offer, terms),
        because=because(skills[: rules.MOST_SKILLS_TOLD], offer, terms, {}),
        link=f"{site_url}/",
        unsubscribe=f"{site_url}/",
    )
    return render(letter, site_url)


def _looked_for(session: Session, offer_id: int) -> Mapping[str, str]:
    """Code -> label of the skills that the offer looks for, as of its last publication."""
    latest = select(Sending.skills).where(Sending.offer_id == offer_id).order_by(col(Sending.id).desc()).limit(1)
    return session.exec(latest).first() or {}
