"""The mails of accounts: each made from rows when it is sent (see web.outbox.mails)."""

from dataclasses import dataclass
from typing import ClassVar

from web.accounts import links, rules
from web.accounts.tables import Account, ContactRequest, InvitationCode
from web.clock import PARIS
from web.companies.tables import Company
from web.outbox.mails import Mail, MailContext
from web.outbox.tables import Message


@dataclass(frozen=True)
class Confirm:
    """The link that opens an account."""

    template: ClassVar[str] = "confirm"
    first_name: str
    link: str


@dataclass(frozen=True)
class Already:
    """Somebody signed up with an address that has an account. link: to sign in; forgotten: to a new password."""

    template: ClassVar[str] = "already"
    first_name: str
    link: str
    forgotten: str


@dataclass(frozen=True)
class Reset:
    """The link to a new password."""

    template: ClassVar[str] = "reset"
    first_name: str
    link: str


@dataclass(frozen=True)
class PasswordChanged:
    """So that somebody whose password was changed by another learns of it."""

    template: ClassVar[str] = "password"
    first_name: str
    link: str


@dataclass(frozen=True)
class Colleague:
    """To a member: somebody of the company asks to share its offers."""

    template: ClassVar[str] = "colleague"
    first_name: str
    person: str
    email: str
    company: str
    link: str


@dataclass(frozen=True)
class Member:
    """To whoever was let in."""

    template: ClassVar[str] = "member"
    first_name: str
    company: str
    link: str


@dataclass(frozen=True)
class Contact:
    """To staff: what somebody wrote. search: URL of their search, empty when there was none."""

    template: ClassVar[str] = "contact"
    name: str
    email: str
    phone: str
    company: str
    message: str
    search: str
    link: str


@dataclass(frozen=True)
class ContactAnswer:
    """What staff answered. code: as it is handed out, empty when there is none; until: its last day; link: to sign
    up, with the search made before."""

    template: ClassVar[str] = "contact-answer"
    name: str
    answer: str
    code: str
    until: str
    link: str
    message: str


def confirm(context: MailContext, message: Message) -> Mail | None:
    """`confirm`: nothing any more for an account that is open already."""
    account = _account(context, message.subject_id)
    if account is None or account.email_confirmed_at:
        return None
    link = context.link("/confirmation", links.CONFIRM, links.subject(account)) + _query(message)
    return Mail(account.email, context.render(Confirm(account.first_name, link)))


def already(context: MailContext, message: Message) -> Mail | None:
    """`already`."""
    account = _account(context, message.subject_id)
    if account is None:
        return None
    sign_in, forgotten = context.url(f"/connexion{_query(message)}"), context.url("/mot-de-passe-oublie")
    return Mail(account.email, context.render(Already(account.first_name, sign_in, forgotten)))


def reset(context: MailContext, message: Message) -> Mail | None:
    """`reset`."""
    account = _account(context, message.subject_id)
    if account is None:
        return None
    link = context.link("/mot-de-passe", links.RESET, links.subject(account))
    return Mail(account.email, context.render(Reset(account.first_name, link)))


def password(context: MailContext, message: Message) -> Mail | None:
    """`password`."""
    account = _account(context, message.subject_id)
    if account is None:
        return None
    return Mail(account.email, context.render(PasswordChanged(account.first_name, context.url("/mot-de-passe-oublie"))))


def colleague(context: MailContext, message: Message) -> Mail | None:
    """`colleague`: nothing any more once somebody has decided."""
    asking = _account(context, message.subject_id)
    member = _account(context, (message.data or {}).get("member", 0))
    if asking is None or member is None or asking.member_since or asking.refused_at or member.member_since is None:
        return None
    letter = Colleague(
        first_name=member.first_name,
        person=asking.name,
        email=asking.email,
        company=_company(context, asking),
        link=context.url("/compte"),
    )
    return Mail(member.email, context.render(letter))


def member(context: MailContext, message: Message) -> Mail | None:
    """`member`."""
    account = _account(context, message.subject_id)
    if account is None or account.member_since is None:
        return None
    letter = Member(account.first_name, _company(context, account), context.url("/offres"))
    return Mail(account.email, context.render(letter))


def contact(context: MailContext, message: Message) -> Mail | None:
    """`contact`: an answer to it goes to whoever wrote."""
    request = context.session.get(ContactRequest, message.subject_id)
    if request is None:
        return None
    letter = Contact(
        name=request.name,
        email=request.email,
        phone=rules.shown_phone(request.phone),
        company=request.company,
        message=request.message,
        search=context.url(f"/recherche?{request.search}") if request.search else "",
        link=context.url("/equipe"),
    )
    return Mail(context.settings.mail.staff, context.render(letter), answer_to=request.email)


def contact_answer(context: MailContext, message: Message) -> Mail | None:
    """`contact-answer`."""
    request = context.session.get(ContactRequest, message.subject_id)
    if request is None:
        return None
    code = context.session.get(InvitationCode, request.code_id) if request.code_id else None
    letter = ContactAnswer(
        name=request.name,
        answer=request.answer,
        code=rules.shown_code(code.code) if code else "",
        until=f"{code.expires_at.astimezone(PARIS):%d/%m/%Y}" if code else "",
        link=context.url("/inscription" + (f"?{request.search}" if request.search else "")),
        message=request.message,
    )
    return Mail(request.email, context.render(letter), answer_to=context.settings.mail.staff)


def _account(context: MailContext, account_id: int) -> Account | None:
    account = context.session.get(Account, account_id)
    return None if account is None or account.blocked_at else account


def _company(context: MailContext, account: Account) -> str:
    company = context.session.get(Company, account.company_id) if account.company_id else None
    return (company.name if company else "") or "votre entreprise"


def _query(message: Message) -> str:
    search = (message.data or {}).get("search")
    return f"?{search}" if search else ""
