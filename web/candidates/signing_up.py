"""Registering: the mail address first, and the rest once the link in the mail was followed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, select

from web.candidates import service, space
from web.candidates.service import Person
from web.candidates.tables import Candidate, SignUp
from web.db.writes import id_of
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel, Message

LINK = "candidate-sign-up"
"""Kind of the mail, and purpose of its token."""

# From when the mail is sent: long enough to be read in the evening.
LINK_LIFE = timedelta(hours=24)


def ask(session: Session, addresses: Sequence[str], now: datetime) -> None:
    """Have a link sent to the first of these addresses (spellings of one): to registering, or to the space of whoever
    has one already. Nobody but the reader of the mailbox learns which."""
    if session.exec(select(Candidate.id).where(col(Candidate.email).in_(addresses))).first() is not None:
        space.ask(session, addresses, now)
        return
    row = SignUp(email=addresses[0], created_at=now)
    session.add(row)
    session.flush()
    order = Order(f"{LINK}:{row.ref}", Channel.MAIL, LINK, id_of(row), domain=mail_domain(row.email))
    enqueue(session, [order], now)


def forget_unused(session: Session, now: datetime) -> None:
    """Remove what nobody came for."""
    session.exec(delete(SignUp).where(col(SignUp.created_at) < now - 2 * LINK_LIFE))


def behind(session: Session, ref: str) -> str | None:
    """The mail address that a link belongs to; None when it was used."""
    return session.exec(select(SignUp.email).where(SignUp.ref == ref)).one_or_none()


def register(
    session: Session, ref: str, details: service.Details, profile: Mapping[str, Any], now: datetime
) -> str | None:
    """Use a link: write the person, who agrees to be proposed offers; the token of their space, for the cookie. None
    when the link was used before (two at once: one registers), or the address has a space meanwhile.

    Raises ValueError for a profile that is not valid.
    """
    used = delete(SignUp).where(col(SignUp.ref) == ref).returning(col(SignUp.email))
    email = session.execute(used).scalar_one_or_none()
    if email is None or session.exec(select(Candidate.id).where(Candidate.email == email)).first() is not None:
        return None
    # Other links that were asked for would find the address taken.
    session.exec(delete(SignUp).where(col(SignUp.email) == email))
    session.exec(delete(Message).where(col(Message.key) == f"{LINK}:{ref}"))
    person = Person(details.first_name, details.last_name, email, details.phone)
    return space.open_for(session, id_of(service.create(session, person, profile, now)), now)
