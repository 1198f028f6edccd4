"""Colleagues: people of one company (SIREN). The first is a member at once; members, or staff, accept the others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from web.access import NotYours
from web.accounts import rules
from web.accounts.tables import Account
from web.companies.tables import Company
from web.outbox.queue import Order, enqueue
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
    return session.exec(
        select(Account).where(*_waiting(account)).order_by(col(Account.created_at), col(Account.id))
    ).all()


def accept(session: Session, account: Account, ref: str, now: datetime) -> None:
    """Let a colleague in, as `account`, a member. Raises NotYours."""
    asking = _asking(session, account, ref)
    let_in(session, asking, now)


def refuse(session: Session, account: Account, ref: str, now: datetime) -> None:
    """Do not let a colleague in, as `account`, a member; they keep the offers that they wrote. Raises NotYours."""
    asking = _asking(session, account, ref)
    session.exec(
        update(Account).where(col(Account.id) == asking.id, col(Account.member_since).is_(None)).values(refused_at=now)
    )


def let_in(session: Session, asking: Account, now: datetime) -> None:
    """Make somebody a member of their company, as staff or for a member who may."""
    done = session.exec(
        update(Account)
        .where(col(Account.id) == asking.id, col(Account.member_since).is_(None))
        .values(member_since=now, refused_at=None)
    )
    if done.rowcount:
        order = Order(
            f"member:{asking.id}", Channel.MAIL, "member", asking.id or 0, domain=rules.domain_of(asking.email)
        )
        enqueue(session, [order], now)


def _asking(session: Session, account: Account, ref: str) -> Account:
    """Somebody who asks to join the company of `account`, a member: found and proven in one go."""
    found = session.exec(select(Account).where(Account.ref == ref, *_waiting(account))).one_or_none()
    if found is None or account.member_since is None:
        raise NotYours
    return found


def _waiting(account: Account) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Account.company_id) == account.company_id,
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
        account.id or 0,
        {"member": member.id},
        rules.domain_of(member.email),
    )
