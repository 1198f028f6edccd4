"""Accounts: each function is the body of one transaction. Hashing is done before it: that takes a while."""

import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from web.accounts import codes, colleagues, links, sessions
from web.accounts.forms import Details, SignUp
from web.accounts.tables import Account, CodeUse, Role
from web.companies.service import company_of
from web.db.writes import id_of
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel
from web.refs import new_ref


def by_mail(session: Session, email: str) -> Account | None:
    """The account with this address."""
    return session.exec(select(Account).where(Account.email == email)).one_or_none()


def sign_up(session: Session, wanted: SignUp, password_hash: str, company_name: str, search: str, now: datetime) -> str:
    """Make an account and send the link that confirms its mail; returns what that link will hold (links.subject).

    Where the address has an account, a mail says so instead and what is returned leads nowhere; the caller cannot
    tell. One that was never confirmed is nobody's yet: what is typed now replaces it. company_name: legal name, empty
    when not known. search: query string of the search made before. Raises CodeRefused.
    """
    code_id = codes.take(session, wanted.code, now)
    account = by_mail(session, wanted.email)
    if account is None:
        try:
            with session.begin_nested():
                account = Account(email=wanted.email, first_name="", last_name="", password_hash="", created_at=now)
                session.add(account)
        except IntegrityError:
            # Somebody was quicker with the same address.
            account = session.exec(select(Account).where(Account.email == wanted.email).with_for_update()).one()
    if account.email_confirmed_at or account.role != Role.RECRUITER:
        _mail(session, account, "already", now, search)
        # As long as the other: it will travel in a cookie.
        return f"{new_ref()}.{secrets.token_hex(8)}"
    account.first_name, account.last_name, account.phone = wanted.first_name, wanted.last_name, wanted.phone
    account.password_hash = password_hash
    account.company_id = company_of(session, wanted.siret, now, company_name).id
    session.add(account)
    session.flush()
    session.merge(CodeUse(account_id=id_of(account), code_id=code_id, used_at=now))
    _mail(session, account, "confirm", now, search)
    return links.subject(account)


def add_staff(
    session: Session, email: str, first_name: str, last_name: str, password_hash: str, now: datetime
) -> Account:
    """A member of staff, made or found. Raises ValueError when the address is a recruiter's."""
    account = by_mail(session, email)
    if account is None:
        account = Account(
            role=Role.STAFF,
            email=email,
            first_name=first_name,
            last_name=last_name,
            password_hash=password_hash,
            created_at=now,
        )
        session.add(account)
        session.flush()
    if account.role != Role.STAFF:
        raise ValueError(f"{email} has a recruiter's account")
    return account


def remind(session: Session, email: str, search: str, now: datetime) -> None:
    """Send the confirming link again, to an account that waits for it."""
    account = by_mail(session, email)
    if account and not account.email_confirmed_at and not account.blocked_at:
        _mail(session, account, "confirm", now, search)


def confirm(session: Session, subject: str, now: datetime, old: str | None) -> tuple[Account, str] | None:
    """Confirm the mail by its link and sign in; None when the link no longer opens. old: the session before."""
    account = links.account_of(session, subject)
    if account is None:
        return None
    _confirmed(session, account, now)
    return account, _begin(session, account, now, old)


def sign_in(
    session: Session, account_id: int, checked: str, renewed: str | None, now: datetime, old: str | None
) -> str | None:
    """Open a session for an account whose password was checked against the hash `checked`; returns its token.

    None when that is no longer its hash, or it may not sign in. renewed: a hash with today's parameters, to keep. old:
    the session that this browser had, which ends.
    """
    account = session.get(Account, account_id, with_for_update=True)
    if account is None or account.password_hash != checked or account.blocked_at or not account.email_confirmed_at:
        return None
    account.password_hash = renewed or checked
    session.add(account)
    return _begin(session, account, now, old)


def ask_reset(session: Session, email: str, now: datetime) -> None:
    """Send the link that sets a new password, where there is an account."""
    account = by_mail(session, email)
    if account and not account.blocked_at:
        _mail(session, account, "reset", now)


def reset(
    session: Session, subject: str, password_hash: str, now: datetime, old: str | None
) -> tuple[Account, str] | None:
    """Set a new password by its link, sign out everywhere else, sign in; None when the link no longer opens."""
    account = links.account_of(session, subject)
    if account is None:
        return None
    _set_password(session, account, password_hash, now)
    # Whoever has the link has the mailbox.
    _confirmed(session, account, now)
    return account, _begin(session, account, now, old)


def change_password(session: Session, account_id: int, checked: str, password_hash: str, now: datetime) -> str | None:
    """Change a password that was checked against the hash `checked`; every session ends, and a new one begins."""
    account = session.get(Account, account_id, with_for_update=True)
    if account is None or account.password_hash != checked:
        return None
    _set_password(session, account, password_hash, now)
    return _begin(session, account, now, None)


def change_details(session: Session, account_id: int, details: Details) -> None:
    """Change what people may change of themselves."""
    account = session.get_one(Account, account_id)
    account.first_name, account.last_name, account.phone = details.first_name, details.last_name, details.phone
    session.add(account)


def _begin(session: Session, account: Account, now: datetime, old: str | None) -> str:
    if old:
        sessions.end(session, old)
    return sessions.begin(session, id_of(account), now)


def _confirmed(session: Session, account: Account, now: datetime) -> None:
    if account.email_confirmed_at is None:
        account.email_confirmed_at = now
        session.add(account)
        colleagues.join(session, account, now)


def _set_password(session: Session, account: Account, password_hash: str, now: datetime) -> None:
    account.password_hash = password_hash
    session.add(account)
    sessions.end_all(session, id_of(account))
    if account.email_confirmed_at:
        _mail(session, account, "password", now)


def _mail(session: Session, account: Account, kind: str, now: datetime, search: str = "") -> None:
    # A second click within the same second sends nothing more.
    key = f"{kind}:{account.id}:{int(now.timestamp())}"
    data = {"search": search} if search else None
    enqueue(session, [Order(key, Channel.MAIL, kind, id_of(account), data, mail_domain(account.email))], now)
