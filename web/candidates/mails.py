"""The mails that candidates get about their own space."""

from dataclasses import dataclass
from typing import ClassVar, TypeVar

from web import spans
from web.candidates import readdressing, signing_up
from web.candidates.space import LINK, LINK_LIFE
from web.candidates.tables import Candidate, CandidateLink, FormerAddress, SignUp
from web.outbox.mails import Mail, MailContext
from web.outbox.tables import Message

Row = TypeVar("Row", CandidateLink, SignUp, FormerAddress)


@dataclass(frozen=True)
class SpaceLetter:
    """The link that opens the space once. minutes: how long it does."""

    template: ClassVar[str] = "candidate-link"
    first_name: str
    link: str
    minutes: int


def link(context: MailContext, message: Message) -> Mail | None:
    """The mail with the link; None when it was used, or asked for so long ago that nobody waits for it any more."""
    asked = _named(context, message, CandidateLink, LINK)
    if asked is None or asked.created_at <= context.now - LINK_LIFE:
        return None
    candidate = context.session.get_one(Candidate, asked.candidate_id)
    letter = SpaceLetter(
        first_name=candidate.first_name,
        link=context.link("/candidat/entrer", LINK, asked.ref),
        minutes=int(LINK_LIFE.total_seconds() // 60),
    )
    return Mail(candidate.email, context.render(letter))


@dataclass(frozen=True)
class AddressLetter:
    """The link that confirms a new mail address. hours: how long it does."""

    template: ClassVar[str] = "candidate-address"
    first_name: str
    link: str
    hours: int


def address(context: MailContext, message: Message) -> Mail | None:
    """The mail to a new address; None when the link was used, is too old, or the person is gone."""
    asked = _named(context, message, SignUp, readdressing.LINK)
    person = context.session.get(Candidate, (message.data or {}).get("candidate"))
    if asked is None or person is None or asked.created_at <= context.now - readdressing.LINK_LIFE:
        return None
    link = context.link("/candidat/adresse", readdressing.LINK, readdressing.subject(asked, person))
    hours = int(readdressing.LINK_LIFE.total_seconds() // 3600)
    return Mail(asked.email, context.render(AddressLetter(person.first_name, link, hours)))


@dataclass(frozen=True)
class AddressLeftLetter:
    """To the address that somebody had: it does not tell the new one. changed: when, in French; team: where to
    write."""

    template: ClassVar[str] = "candidate-address-left"
    first_name: str
    changed: str
    team: str


def address_left(context: MailContext, message: Message) -> Mail | None:
    """The mail to an old address; None when the person is gone."""
    former = _named(context, message, FormerAddress, readdressing.NOTICE)
    if former is None:
        return None
    person, team = context.session.get_one(Candidate, former.candidate_id), context.settings.mail.staff
    letter = AddressLeftLetter(person.first_name, spans.moment(former.left_at), team)
    return Mail(former.email, context.render(letter), answer_to=team)


@dataclass(frozen=True)
class SignUpLetter:
    """The link that registers somebody. hours: how long it does."""

    template: ClassVar[str] = "candidate-sign-up"
    link: str
    hours: int


def sign_up(context: MailContext, message: Message) -> Mail | None:
    """The mail with the link to registering; None when it was used, or is too old."""
    asked = _named(context, message, SignUp, signing_up.LINK)
    if asked is None or asked.created_at <= context.now - signing_up.LINK_LIFE:
        return None
    link = context.link("/candidat/inscription", signing_up.LINK, asked.ref)
    return Mail(asked.email, context.render(SignUpLetter(link, int(signing_up.LINK_LIFE.total_seconds() // 3600))))


def _named(context: MailContext, message: Message, table: type[Row], kind: str) -> Row | None:
    """The row that a message of this kind is about; None once it is gone, also when another has its number."""
    found = context.session.get(table, message.subject_id)
    return found if found and message.key == f"{kind}:{found.ref}" else None
