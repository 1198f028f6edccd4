"""Colleagues: people of one company (SIREN). The first is a member at once; members, or staff, accept the others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from web.access import NotYours
from web.accounts.tables import Account, Role
from web.companies.tables import Company
from web.db.writes import id_of
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel


def join(session: Session, account: Account, now: datetime) -> None:
    """Let somebody whose mail has just been confirmed into their company, or ask its members to."""
    if account.company_id is None or account.member_since:
        return
    # Locked, so that of two first people one is first.
    session.exec(select(Company).where(Company.id == account.company_id).with_for_update()).one()
    there = members(session, account.company_id)
    if not there:
        account.member_since = now
        session.add(account)
    enqueue(session, [_ask(account, member) for member in there], now)


def members(session: Session, company_id: int) -> Sequence[Account]:
    """The members of a company who may sign in, first come first."""
    return session.exec(
        select(Account)
        .where(
            Account.company_id == company_id,
            col(Account.member_since).is_not(None),
            col(Account.blocked_at).is_(None),
        )
        .order_by(col(Account.member_since), col(Account.id))
    ).all()


def waiting(session: Session, account: Account) -> Sequence[Account]:
    """Who asks to join the company of `account`; nobody, when that is no member either."""
    if account.member_since is None:
        return ()
    theirs = col(Account.company_id) == account.company_id
    return session.exec(
        select(Account).where(theirs, *asking()).order_by(col(Account.created_at), col(Account.id))
    ).all()


def accept(session: Session, account: Account, ref: str, now: datetime) -> None:
    """Let a colleague in, as `account`, a member. Raises NotYours."""
    let_in(session, _asking(session, account, ref), now)


def refuse(session: Session, account: Account, ref: str, now: datetime) -> None:
    """Do not let a colleague in, as `account`, a member; they keep the offers that they wrote. Raises NotYours."""
    person = _asking(session, account, ref)
    session.exec(
        update(Account).where(col(Account.id) == person.id, col(Account.member_since).is_(None)).values(refused_at=now)
    )


def let_in(session: Session, person: Account, now: datetime) -> None:
    """Make somebody a member of their company, as staff or for a member who may."""
    done = session.exec(
        update(Account)
        .where(col(Account.id) == person.id, col(Account.member_since).is_(None))
        .values(member_since=now, refused_at=None)
    )
    if done.rowcount:
        order = Order(f"member:{person.id}", Channel.MAIL, "member", id_of(person), domain=mail_domain(person.email))
        enqueue(session, [order], now)


def _asking(session: Session, account: Account, ref: str) -> Account:
    """Somebody who asks to join the company of `account`, a member: found and proven in one go."""
    theirs = col(Account.company_id) == account.company_id
    found = session.exec(select(Account).where(Account.ref == ref, theirs, *asking())).one_or_none()
    if found is None or account.member_since is None:
        raise NotYours
    return found


def asking() -> tuple[ColumnElement[bool], ...]:
    """Who waits for a member of their company, or for us, to let them in."""
    return (
        col(Account.role) == Role.RECRUITER.value,
        col(Account.company_id).is_not(None),
        col(Account.member_since).is_(None),
        col(Account.refused_at).is_(None),
        col(Account.blocked_at).is_(None),
        col(Account.email_confirmed_at).is_not(None),
    )


def _ask(account: Account, member: Account) -> Order:
    return Order(
        f"colleague:{account.id}:{member.id}",
        Channel.MAIL,
        "colleague",
        id_of(account),
        {"member": member.id},
        mail_domain(member.email),
    )
