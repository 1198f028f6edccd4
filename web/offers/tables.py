"""Offers: a search that became an offer."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from web.db.types import Json, UtcDateTime
from web.refs import new_ref


class State(StrEnum):
    """Where an offer stands. A closed one may open again; nothing becomes a draft again (duplicate it)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Offer(SQLModel, table=True):
    """An offer, from the first step of the wizard on.

    search: what was searched: {"occupation", "citycode", "radius_km", "required": [skill codes], "excluded"}.
    answers: what was typed, by step, as it was typed (also what is not valid yet): {"contract": {"contract": ["cdi"]}}.
    saves: by step, which page saved it last and at which revision (rules.py:Save).
    terms: what candidates and the matching rule see, frozen at publication (terms.py); None in a draft.
    revision: counts the changes, so that a second tab cannot overwrite what it has not seen.
    standing: people who arrive or change while it is open are invited too.
    """

    __tablename__ = "offer"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    company_id: int = Field(foreign_key="company.id", index=True)
    author_id: int = Field(foreign_key="account.id", index=True)
    state: str = Field(default=State.DRAFT, index=True)
    occupation: str
    occupation_label: str
    citycode: str
    place_label: str
    search: dict[str, Any] = Field(sa_type=Json)
    answers: dict[str, Any] = Field(sa_type=Json)
    saves: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    terms: dict[str, Any] | None = Field(default=None, sa_type=Json)
    standing: bool = True
    revision: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
