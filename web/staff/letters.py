"""The mail that tells why an offer was closed (see web.outbox.mails)."""

from dataclasses import dataclass
from typing import ClassVar

from web.accounts.tables import Account
from web.offers.tables import Offer
from web.outbox.mails import Mail, MailContext
from web.outbox.tables import Message
from web.staff.tables import StaffAct


@dataclass(frozen=True)
class OfferClosed:
    """To the author of an offer that staff closed. link: to it."""

    template: ClassVar[str] = "offer-closed"
    first_name: str
    occupation: str
    place: str
    reason: str
    link: str


def offer_closed(context: MailContext, message: Message) -> Mail | None:
    """`offer-closed`: the reason is in the log; an answer goes to staff."""
    act = context.session.get(StaffAct, message.subject_id)
    offer = context.session.get(Offer, (message.data or {}).get("offer", 0))
    author = context.session.get(Account, offer.author_id) if offer else None
    if act is None or offer is None or author is None or author.blocked_at:
        return None
    letter = OfferClosed(
        first_name=author.first_name,
        occupation=offer.occupation_label,
        place=offer.place_label,
        reason=act.note,
        link=context.url(f"/offres/{offer.ref}"),
    )
    return Mail(author.email, context.render(letter), answer_to=context.settings.mail.staff)
