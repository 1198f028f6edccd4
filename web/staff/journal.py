"""The log of what staff do: one line an act, in the transaction of the act."""

from datetime import datetime

from sqlmodel import Session

from web.accounts.tables import Account
from web.db.writes import id_of
from web.staff.tables import Act, StaffAct


def record(session: Session, by: Account, act: Act, subject: str, now: datetime, note: str = "") -> StaffAct:
    """Write down what `by` did. subject: kind and reference of a row ("offer:<ref>")."""
    line = StaffAct(account_id=id_of(by), act=act.value, subject=subject, note=note, at=now)
    session.add(line)
    session.flush()
    return line
