"""What is to be sent or done after a transaction, written in that transaction."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from web.db.types import Json, UtcDateTime


class Channel(StrEnum):
    """Where a message goes: one module of `web.outbox.channels` each."""

    MAIL = "mail"
    PUSH = "push"
    # A row whose document in the engine must follow (candidates, standing offers).
    INDEX = "index"
    # An offer whose people must be found and invited.
    INVITE = "invite"


class Status(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    # Claimed by a worker until `leased_until`.
    LEASED = "leased"
    # Handed to the other side, whose answer we do not have yet. Found so after a crash, it may arrive twice.
    SENDING = "sending"
    DONE = "done"
    # Given up: staff see it and can send it again.
    DEAD = "dead"
    # Given up by staff, for good; its key stays taken, so that it is not written again.
    DROPPED = "dropped"


class Message(SQLModel, table=True):
    """One thing to send or do. It names rows and holds no text about people: what is said is made when it is sent.

    key: of what makes it unique ("invitation:12:mail"): a second one with the same key is not written. kind: which
    mail or which job. subject_id: the row that it is about. data: small things more. domain: of the mail address or
    push service, for the rate limits. due_at: not before. attempts: so far. doubled: times it was found in SENDING
    after a crash and sent again. lease: which worker holds it.
    """

    __tablename__ = "message"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    channel: str
    kind: str
    subject_id: int
    data: dict[str, Any] | None = Field(default=None, sa_type=Json)
    domain: str = ""
    status: str = Status.WAITING
    due_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    doubled: int = 0
    lease: str = ""
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index(None, "status", "channel", "due_at"),
        # How far the mails and pushes about a row are.
        Index(None, "channel", "kind", "subject_id"),
    )


class Pace(SQLModel, table=True):
    """How fast messages go to one domain (pace.py). free_at: when the domain is free again."""

    __tablename__ = "pace"

    channel: str = Field(primary_key=True)
    domain: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=UtcDateTime)
