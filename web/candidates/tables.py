"""Candidates: the person (here only) and the profile (here, and indexed without the person)."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from web.db.types import Digest, Json, UtcDateTime
from web.refs import new_ref


class Candidate(SQLModel, table=True):
    """A candidate. Name, mail and phone live here and never reach the engine.

    ref: random; the id of the profile in the engine. email: lower case. profile: in the format of
    data/candidate.schema.json without `id` and `standing`. consented_at: agreed to be proposed offers. paused_at: wants
    none for now. unsubscribed_at: wants no mail (one-click unsubscribe). revision: counts the changes; the engine
    takes a document only when its revision is newer than its own.
    """

    __tablename__ = "candidate"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    email: str = Field(unique=True)
    first_name: str
    last_name: str
    phone: str = ""
    profile: dict[str, Any] = Field(sa_type=Json)
    consented_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unsubscribed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Device(SQLModel, table=True):
    """A browser that a candidate let us push to (RFC 8030).

    ref: random, for pages. endpoint: URL at the push service, which is as good as a key: it stands in no page and no
    log. p256dh, auth: its keys, base64url. name: what the person calls it, at first its browser and system.
    """

    __tablename__ = "device"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    endpoint: str = Field(unique=True)
    p256dh: str
    auth: str
    name: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class CandidateLink(SQLModel, table=True):
    """A link to the candidate's space that was asked for. It opens the space once: the row goes with its use."""

    __tablename__ = "candidate_link"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)


class SignUp(SQLModel, table=True):
    """Somebody who wants to register and has not shown yet that the mail address is theirs. The row goes with its use,
    or after a while. ref: what the link in the mail names. email: lower case."""

    __tablename__ = "candidate_sign_up"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    email: str = Field(index=True)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)


class FormerAddress(SQLModel, table=True):
    """A mail address that a candidate had until left_at: it is told of the change, and whoever reads it may protest.
    The row goes after a while. ref: names the notice."""

    __tablename__ = "former_address"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    email: str
    left_at: datetime = Field(sa_type=UtcDateTime, index=True)


class CandidateSession(SQLModel, table=True):
    """One browser in which a candidate's space is open. digest: SHA-256 of the cookie's token."""

    __tablename__ = "candidate_session"

    id: int | None = Field(default=None, primary_key=True)
    digest: bytes = Field(sa_type=Digest, unique=True)
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
