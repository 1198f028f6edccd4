"""Who comes in by which door, and on which machines these doors exist at all.

The passwords below stand in the README. They open something only on a developer's machine: one that nobody else can
reach, from which no mail leaves, with the SQLite file of its own home. Should that home be served to others one day,
`lock` makes the passwords useless before the first of them can knock.
"""

from contextlib import suppress

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete
from sqlmodel import Session, col, select

from web.accounts import passwords
from web.accounts.tables import Account, SignedIn
from web.settings import SiteSettings

RECRUITER = "claire@tilleuls.example"
COLLEAGUE = "karim@tilleuls.example"
STAFF = "lou@vivier.example"
CANDIDATE = "sonia.lemaire@courriel.example"
PASSWORD = "tilleuls en fleur au matin"  # noqa: S105 (it is meant to be known: see above)


def may_exist(settings: SiteSettings) -> bool:
    """Is this a machine on which known passwords do no harm?"""
    return settings.alone and not settings.database_url


def lock(session: Session) -> int:
    """Make the known passwords open nothing, and sign out whoever came in by them; how many there were."""
    known = session.exec(select(Account).where(col(Account.email).in_((RECRUITER, COLLEAGUE, STAFF)))).all()
    opened = [account for account in known if _opens(account.password_hash)]
    for account in opened:
        account.password_hash = passwords.unusable()
        session.add(account)
    session.execute(delete(SignedIn).where(col(SignedIn.account_id).in_([one.id for one in opened])))
    return len(opened)


def are_there(session: Session) -> bool:
    """Is the recruiter of the demo here, with the known password?"""
    wanted = select(Account.password_hash).where(Account.email == RECRUITER)
    return any(_opens(hashed) for hashed in session.exec(wanted))


def _opens(password_hash: str) -> bool:
    with suppress(Argon2Error, InvalidHashError):
        return PasswordHasher().verify(password_hash, PASSWORD)
    return False
