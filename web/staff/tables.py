"""What staff did."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Field, SQLModel

from web.db.types import UtcDateTime


class Act(StrEnum):
    """What staff can do."""

    CODE_ISSUED = "code_issued"
    CODE_REVOKED = "code_revoked"
    REQUEST_ANSWERED = "request_answered"
    MEMBER_ACCEPTED = "member_accepted"
    MEMBER_REFUSED = "member_refused"
    ACCOUNT_BLOCKED = "account_blocked"
    ACCOUNT_UNBLOCKED = "account_unblocked"
    COMPANY_CORRECTED = "company_corrected"
    MESSAGE_SENT_AGAIN = "message_sent_again"
    MESSAGES_SENT_AGAIN = "messages_sent_again"
    MESSAGE_DROPPED = "message_dropped"
    OFFER_CLOSED = "offer_closed"


class StaffAct(SQLModel, table=True):
    """One act of a member of staff: who, when, what, on which row. Never changed nor removed.

    subject: which row, as "offer:<ref>"; it names nobody. note: what staff wrote (a reason), or what was there before.
    """

    __tablename__ = "staff_act"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    act: str
    subject: str
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class Indelible(Exception):
    """Something tried to change or remove what staff did."""


@event.listens_for(StaffAct, "before_update")
@event.listens_for(StaffAct, "before_delete")
def _refuse_row(*_: Any) -> None:
    raise Indelible


@event.listens_for(AnySession, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.bind_mapper and state.bind_mapper.class_ is StaffAct:
        raise Indelible
