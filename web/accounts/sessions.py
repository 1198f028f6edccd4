"""Sessions: a random token in a cookie, its SHA-256 in SQL, so that a copy of the database signs nobody in."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, func, select

from web.accounts.tables import Account, SignedIn
from web.refs import digest, new_token

COOKIE = "session"
LIFE = timedelta(days=30)


def begin(session: Session, account_id: int, now: datetime) -> str:
    """Open a session and return its token, for the cookie."""
    token = new_token()
    session.add(SignedIn(digest=digest(token), account_id=account_id, created_at=now, expires_at=now + LIFE))
    return token


def forget_expired(session: Session, now: datetime) -> None:
    """Remove the sessions that sign nobody in any more."""
    session.exec(delete(SignedIn).where(col(SignedIn.expires_at) <= now))


# Asked by every page: made once, it costs half.
_OF_TOKEN = (
    select(Account)
    .join(SignedIn, col(SignedIn.account_id) == Account.id)
    .where(
        col(SignedIn.digest) == bindparam("digest"),
        col(SignedIn.expires_at) > bindparam("now"),
        col(Account.blocked_at).is_(None),
    )
)


def find(session: Session, token: str, now: datetime) -> Account | None:
    """Whose session it is; None when there is none, when it has expired, or when the account is blocked."""
    return session.exec(_OF_TOKEN, params={"digest": digest(token), "now": now}).one_or_none()


def count(session: Session, account_id: int, now: datetime) -> int:
    """In how many browsers somebody is signed in."""
    return session.exec(select(func.count()).where(SignedIn.account_id == account_id, SignedIn.expires_at > now)).one()


def end(session: Session, token: str) -> None:
    """Sign this browser out."""
    session.exec(delete(SignedIn).where(col(SignedIn.digest) == digest(token)))


def end_all(session: Session, account_id: int) -> None:
    """Sign a person out everywhere."""
    session.exec(delete(SignedIn).where(col(SignedIn.account_id) == account_id))
