"""Applications: a candidate's yes to an invitation, and what the recruiters' side made of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from web.db.types import Json, UtcDateTime
from web.refs import new_ref


class Stage(StrEnum):
    """Where an application stands; each is in one stage, and so the four counts add up to all of them."""

    PENDING = "pending"
    TO_CONTACT = "to_contact"
    CONTACTED = "contacted"
    REFUSED = "refused"


class Availability(StrEnum):
    """When somebody could begin."""

    NOW = "now"
    FROM_DATE = "from_date"
    AFTER_NOTICE = "after_notice"


class Application(SQLModel, table=True):
    """An application. ref: random, the only name that it has on the recruiters' side.

    candidate_id, invitation_id: None once the person has withdrawn it or erased themselves, at erased_at; the row
    stays, for the counts (loosening.py). answer: to the offer's question; empty then.
    available_on: with FROM_DATE; notice_weeks: with AFTER_NOTICE.
    favourite: the star, beside any stage. lifted_at, lifted_by: anonymity was lifted, by whom; never undone.
    match: how well the profile fits, 0 to 1000, when it was sent (match.py); to order a list by, shown nowhere.
    revision: counts the changes of stage and star, so that a second recruiter sees what the first one did.
    """

    __tablename__ = "application"
    __table_args__ = (
        # The board: an offer's applications, by stage, oldest first.
        Index(None, "offer_id", "stage", "sent_at"),
        Index(None, "offer_id", "sent_at", "id"),
        Index(None, "offer_id", "match", "id"),
        Index(None, "offer_id", "ref"),
        # Counting them without a look at any row.
        Index(None, "offer_id", "stage", "favourite"),
        # What has changed since a page was shown?
        Index(None, "offer_id", "updated_at"),
        Index(None, "candidate_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    offer_id: int = Field(foreign_key="offer.id", ondelete="CASCADE")
    candidate_id: int | None = Field(default=None, foreign_key="candidate.id", ondelete="SET NULL")
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", ondelete="SET NULL", unique=True)
    availability: str
    available_on: date | None = None
    notice_weeks: int | None = None
    answer: str
    match: int = 0
    stage: str = Stage.PENDING
    favourite: bool = False
    sent_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lifted_by: int | None = Field(default=None, foreign_key="account.id")
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 0


class ApplicationDraft(SQLModel, table=True):
    """What a candidate has typed and not sent yet, as typed: the fields of the form."""

    __tablename__ = "application_draft"

    invitation_id: int = Field(foreign_key="invitation.id", ondelete="CASCADE", primary_key=True)
    answers: dict[str, Any] = Field(sa_type=Json)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Happening(StrEnum):
    """What the recruiters' side did to an application."""

    FAVOURED = "favoured"
    UNFAVOURED = "unfavoured"
    LIFTED = "lifted"
    TO_CONTACT = "to_contact"
    CONTACTED = "contacted"
    REFUSED = "refused"
    RESTORED = "restored"
    DOWNLOADED = "downloaded"


class ApplicationEvent(SQLModel, table=True):
    """One act on an application: who, when, what. Never changed nor removed while the offer exists."""

    __tablename__ = "application_event"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", ondelete="CASCADE", index=True)
    account_id: int = Field(foreign_key="account.id")
    what: str
    at: datetime = Field(sa_type=UtcDateTime)


class Note(SQLModel, table=True):
    """What a recruiter noted on an application, for colleagues and staff. removed_at: taken back by its author.

    edited_at, edited_by: when the present text was written and by whom; None: it is the author's first one.
    revision: counts the edits, so that a second editor sees what the first one wrote.
    """

    __tablename__ = "note"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    application_id: int = Field(foreign_key="application.id", ondelete="CASCADE", index=True)
    author_id: int = Field(foreign_key="account.id")
    text: str
    written_at: datetime = Field(sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    edited_by: int | None = Field(default=None, foreign_key="account.id")
    revision: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NoteVersion(SQLModel, table=True):
    """What a note said before it was edited. edited_by: who had written that; None: the note's author."""

    __tablename__ = "note_version"

    id: int | None = Field(default=None, primary_key=True)
    note_id: int = Field(foreign_key="note.id", ondelete="CASCADE", index=True)
    text: str
    edited_by: int | None = Field(default=None, foreign_key="account.id")
    until: datetime = Field(sa_type=UtcDateTime)
