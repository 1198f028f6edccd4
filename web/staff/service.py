"""What staff do: each function is the body of one transaction, and writes one line of the log.

Each returns False, and writes nothing, when what it is to do is done already: a second click changes nothing.
Raises NotYours for a row that does not exist.
"""

from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from web.access import NotYours
from web.accounts import codes, colleagues, contact, sessions
from web.accounts.tables import Account, ContactRequest, InvitationCode, Role
from web.companies.rules import siren
from web.companies.tables import Company
from web.db.writes import id_of
from web.offers import service as offers
from web.offers.tables import Offer, State
from web.outbox import claims
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel, Message
from web.staff.forms import Answer, Correction, Issue
from web.staff.journal import record
from web.staff.tables import Act

Row = TypeVar("Row", bound=SQLModel)


class Taken(Exception):
    """Another company has this SIREN."""


def issue_code(session: Session, by: Account, wanted: Issue, now: datetime) -> InvitationCode:
    """Issue a code."""
    code = codes.issue(session, wanted.uses, wanted.life, now, by.id, wanted.note)
    record(session, by, Act.CODE_ISSUED, f"code:{code.id}", now)
    return code


def revoke_code(session: Session, by: Account, code_id: int, now: datetime) -> bool:
    """Nobody signs up with this code any more."""
    code = session.get(InvitationCode, code_id, with_for_update=True)
    if code is None:
        raise NotYours
    if code.revoked_at:
        return False
    codes.revoke(session, code, now)
    record(session, by, Act.CODE_REVOKED, f"code:{code.id}", now)
    return True


def answer_request(session: Session, by: Account, ref: str, wanted: Answer, now: datetime) -> bool:
    """Answer a contact request by mail, with a code when there is to be one."""
    request = _locked(session, ContactRequest, ref)
    if request.answered_at:
        return False
    code = None
    if wanted.code:
        note = f"Réponse à {request.company or request.name}"
        code = codes.issue(session, wanted.code.uses, wanted.code.life, now, by.id, note)
    contact.answer(session, request, wanted.text, code, id_of(by), now)
    note = "avec un code" if code else ""
    record(session, by, Act.REQUEST_ANSWERED, f"request:{request.ref}", now, note)
    return True


def accept(session: Session, by: Account, ref: str, now: datetime) -> Account | None:
    """Let somebody share the offers of their company; also somebody whom a member had refused. None: done already."""
    account = _recruiter(session, ref)
    if account.member_since or account.company_id is None or not account.email_confirmed_at:
        return None
    colleagues.let_in(session, account, now)
    record(session, by, Act.MEMBER_ACCEPTED, f"account:{ref}", now)
    return account


def refuse(session: Session, by: Account, ref: str, now: datetime) -> Account | None:
    """Do not: they keep the offers that they wrote. None: done already, or they are a member."""
    account = _recruiter(session, ref)
    if account.member_since or account.refused_at:
        return None
    account.refused_at = now
    session.add(account)
    record(session, by, Act.MEMBER_REFUSED, f"account:{ref}", now)
    return account


def block(session: Session, by: Account, ref: str, now: datetime) -> Account | None:
    """End every session of a recruiter, who can no longer sign in. None: done already."""
    account = _recruiter(session, ref)
    if account.blocked_at:
        return None
    account.blocked_at = now
    session.add(account)
    sessions.end_all(session, id_of(account))
    record(session, by, Act.ACCOUNT_BLOCKED, f"account:{ref}", now)
    return account


def unblock(session: Session, by: Account, ref: str, now: datetime) -> Account | None:
    """Let them sign in again. None: done already."""
    account = _recruiter(session, ref)
    if account.blocked_at is None:
        return None
    account.blocked_at = None
    session.add(account)
    record(session, by, Act.ACCOUNT_UNBLOCKED, f"account:{ref}", now)
    return account


def correct_company(session: Session, by: Account, ref: str, wanted: Correction, now: datetime) -> bool:
    """Change the name and the SIRET of a company. Raises Taken."""
    company = _locked(session, Company, ref)
    if (company.name, company.siret) == (wanted.name, wanted.siret):
        return False
    before = f"avant : {company.name}, {company.siret}"
    company.name, company.siret, company.siren = wanted.name, wanted.siret, siren(wanted.siret)
    session.add(company)
    try:
        session.flush()
    except IntegrityError:
        raise Taken from None
    record(session, by, Act.COMPANY_CORRECTED, f"company:{ref}", now, before)
    return True


def send_again(session: Session, by: Account, message_id: int, now: datetime) -> bool:
    """Give a dead letter another series of attempts."""
    if session.get(Message, message_id) is None:
        raise NotYours
    if not claims.send_again(session, message_id, now):
        return False
    record(session, by, Act.MESSAGE_SENT_AGAIN, f"message:{message_id}", now)
    return True


def send_all_again(session: Session, by: Account, channel: str, kind: str, now: datetime) -> bool:
    """The same for all dead letters of a kind."""
    count = claims.send_all_again(session, channel, kind, now)
    if not count:
        return False
    told = f"{count} message{'s' if count > 1 else ''}"
    record(session, by, Act.MESSAGES_SENT_AGAIN, f"messages:{channel}/{kind}", now, told)
    return True


def drop(session: Session, by: Account, message_id: int, now: datetime) -> bool:
    """Give a dead letter up for good."""
    message = session.get(Message, message_id)
    if message is None:
        raise NotYours
    if not claims.drop(session, message_id):
        return False
    record(session, by, Act.MESSAGE_DROPPED, f"message:{message_id}", now, message.key)
    return True


def close_offer(session: Session, by: Account, ref: str, reason: str, now: datetime) -> bool:
    """Close an open offer and tell its author why."""
    offer = _locked(session, Offer, ref)
    if offer.state != State.PUBLISHED:
        return False
    offers.stop(session, offer, now)
    line = record(session, by, Act.OFFER_CLOSED, f"offer:{ref}", now, reason)
    author = session.get_one(Account, offer.author_id)
    order = Order(
        f"offer-closed:{line.id}",
        Channel.MAIL,
        "offer-closed",
        id_of(line),
        {"offer": offer.id},
        mail_domain(author.email),
    )
    enqueue(session, [order], now)
    return True


def _recruiter(session: Session, ref: str) -> Account:
    account = _locked(session, Account, ref)
    if account.role != Role.RECRUITER:
        raise NotYours
    return account


def _locked(session: Session, table: type[Row], ref: str) -> Row:
    """A row by its reference; nobody else changes it until the transaction ends."""
    column = col(table.ref)  # type: ignore[attr-defined]
    row = session.exec(select(table).where(column == ref).with_for_update()).one_or_none()
    if row is None:
        raise NotYours
    return row
