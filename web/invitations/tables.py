"""Who was invited to which offer, and how far the inviting is."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from web.db.types import Json, UtcDateTime
from web.refs import new_ref


class Sending(SQLModel, table=True):
    """One publication (or reopening) of an offer being turned into invitations.

    point: the engine's point in time being scanned. cursor: the last profile that was dealt with, so that a crash
    goes on from there. targeted: people seen in the scan; invited: invitations written; done_at: the scan is over.
    skills: code -> label of those that the offer looks for, so that a mail can say why it came.
    """

    __tablename__ = "sending"

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", ondelete="CASCADE", index=True)
    point: str = ""
    cursor: str = ""
    targeted: int = 0
    invited: int = 0
    skills: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    started_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(SQLModel, table=True):
    """One offer proposed to one candidate: once, whatever happens (a constraint, not a hope).

    opened_at: the link was followed. declined_at, reason: the candidate said no. revoked_at: the link no longer works.
    withdrawn_on: the application that came of it was withdrawn, and none was sent since; the day only, for the instant
    would lead to what is left of the application. settled: the company had answered it, so that none may be sent.
    """

    __tablename__ = "invitation"
    # The index answers the weekly cap: how many has this person had since?
    __table_args__ = (UniqueConstraint("offer_id", "candidate_id"), Index(None, "candidate_id", "created_at"))

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    offer_id: int = Field(foreign_key="offer.id", ondelete="CASCADE")
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE")
    created_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    declined_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = ""
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_on: date | None = None
    settled: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
