"""Signed links in mails: each names an account and the password that it had, and opens nothing once that changed."""

import hmac
from datetime import timedelta
from hashlib import sha256

from sqlmodel import Session, select

from web.accounts.tables import Account

CONFIRM, CONFIRM_LIFE = "confirm", timedelta(days=3)
RESET, RESET_LIFE = "reset", timedelta(hours=1)


def subject(account: Account) -> str:
    """What the token of a link holds."""
    return f"{account.ref}.{_fingerprint(account)}"


def account_of(session: Session, subject: str) -> Account | None:
    """The account of a link, locked until the transaction ends; None when its password has changed since."""
    ref, _, fingerprint = subject.partition(".")
    account = session.exec(select(Account).where(Account.ref == ref).with_for_update()).one_or_none()
    if account is None or account.blocked_at or not hmac.compare_digest(fingerprint, _fingerprint(account)):
        return None
    return account


def _fingerprint(account: Account) -> str:
    return sha256(account.password_hash.encode()).hexdigest()[:16]
