"""The contact form: kept, mailed to staff, answered by staff."""

from datetime import datetime

from sqlmodel import Session

from web.accounts.forms import Contact
from web.accounts.tables import ContactRequest, InvitationCode
from web.db.writes import id_of
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel


def ask(session: Session, wanted: Contact, search: str, now: datetime, staff: str) -> None:
    """Keep a request and tell staff. search: query string of the search that goes with it; staff: mail address."""
    request = ContactRequest(
        name=wanted.name,
        email=wanted.email,
        phone=wanted.phone,
        company=wanted.company,
        message=wanted.message,
        search=search,
        created_at=now,
    )
    session.add(request)
    session.flush()
    _send(session, request, "contact", staff, now)


def answer(
    session: Session, request: ContactRequest, text: str, code: InvitationCode | None, by: int, now: datetime
) -> None:
    """Answer a request, once, with a code or without. by: id of the member of staff."""
    request.answer, request.answered_at, request.answered_by = text, now, by
    request.code_id = code.id if code else None
    session.add(request)
    _send(session, request, "contact-answer", request.email, now)


def _send(session: Session, request: ContactRequest, kind: str, address: str, now: datetime) -> None:
    order = Order(f"{kind}:{request.id}", Channel.MAIL, kind, id_of(request), domain=mail_domain(address))
    enqueue(session, [order], now)
