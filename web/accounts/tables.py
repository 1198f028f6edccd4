"""Recruiters and staff: who they are, how they sign in, and how they came."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from web.db.types import Digest, UtcDateTime
from web.refs import new_ref


class Role(StrEnum):
    """What an account may do. Staff see the back office, and no offer of anyone as if it were theirs."""

    RECRUITER = "recruiter"
    STAFF = "staff"


class Account(SQLModel, table=True):
    """A person of the recruiters' side, or of staff.

    email: lower case. password_hash: Argon2id, in PHC format. member_since: when an existing member or staff accepted
    this person among the company's members; None: sees only the offers that they wrote. refused_at: when a member said
    no; staff may still accept. email_confirmed_at: the link in the first mail was followed; nobody signs in before.
    blocked_at: may no longer sign in. wants_reminders: of applications that wait for them; reminded_at: the last one.
    """

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    role: str = Role.RECRUITER
    email: str = Field(unique=True)
    first_name: str
    last_name: str
    phone: str = ""
    password_hash: str
    company_id: int | None = Field(default=None, foreign_key="company.id", index=True)
    member_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    email_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    wants_reminders: bool = True
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


class SignedIn(SQLModel, table=True):
    """A session: one browser in which somebody is signed in. digest: SHA-256 of the cookie's token."""

    __tablename__ = "signed_in"

    id: int | None = Field(default=None, primary_key=True)
    digest: bytes = Field(sa_type=Digest, unique=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class InvitationCode(SQLModel, table=True):
    """Lets people sign up. uses_left never goes under 0: two people who race for the last use, one wins.

    code: as typed, upper case, without blanks or hyphens. note: for staff, why it was issued.
    """

    __tablename__ = "invitation_code"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    uses: int
    uses_left: int
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    issued_by: int | None = Field(default=None, foreign_key="account.id")
    note: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class CodeUse(SQLModel, table=True):
    """Who signed up with which code."""

    __tablename__ = "code_use"

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    code_id: int = Field(foreign_key="invitation_code.id", index=True)
    used_at: datetime = Field(sa_type=UtcDateTime)


class ContactRequest(SQLModel, table=True):
    """What somebody without a code wrote to us. search: URL of the search that they had made, to go on with.

    answer, code_id: what staff replied, and the code issued in the reply.
    """

    __tablename__ = "contact_request"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    name: str
    email: str
    phone: str = ""
    company: str = ""
    message: str
    search: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
    answer: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    code_id: int | None = Field(default=None, foreign_key="invitation_code.id")
