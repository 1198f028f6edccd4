"""Invitation codes: issued by staff, used up one by one."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select, update

from web.accounts import rules
from web.accounts.tables import InvitationCode


class CodeRefused(Exception):
    """No such code, or it has expired, was revoked, or is used up: which, nobody is told."""


def issue(
    session: Session, uses: int, life: timedelta, now: datetime, issued_by: int | None = None, note: str = ""
) -> InvitationCode:
    """A new code. issued_by: the member of staff; None: the command line. note: why, for staff."""
    code = InvitationCode(
        code="".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH)),
        uses=uses,
        uses_left=uses,
        expires_at=now + life,
        issued_by=issued_by,
        note=note,
        created_at=now,
    )
    session.add(code)
    session.flush()
    return code


def usable(now: datetime) -> ColumnElement[bool]:
    """Codes with which somebody may still sign up."""
    return and_(
        col(InvitationCode.uses_left) > 0,
        col(InvitationCode.expires_at) > now,
        col(InvitationCode.revoked_at).is_(None),
    )


def take(session: Session, text: str, now: datetime) -> int:
    """Take one use of the code typed and return its id. Raises CodeRefused.

    One conditional UPDATE: of two people who race for the last use, the database lets one win.
    """
    code = rules.code(text)
    taken = session.exec(
        update(InvitationCode)
        .where(col(InvitationCode.code) == code, usable(now))
        .values(uses_left=InvitationCode.uses_left - 1)
    )
    if taken.rowcount != 1:
        raise CodeRefused
    return session.exec(select(InvitationCode.id).where(InvitationCode.code == code)).one() or 0


def revoke(session: Session, code: InvitationCode, now: datetime) -> None:
    """Nobody signs up with it any more."""
    code.revoked_at = code.revoked_at or now
    session.add(code)
