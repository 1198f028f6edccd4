"""Companies that recruit with us."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from web.db.types import UtcDateTime
from web.refs import new_ref


class Company(SQLModel, table=True):
    """A company (SIREN) and what it says of itself; its accepted members share its offers.

    siret: of the establishment last named, 14 digits. name: shown to candidates, the legal name or a brand.
    presentation, website: last used in an offer, offered again for the next.
    """

    __tablename__ = "company"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, unique=True)
    siren: str = Field(unique=True, max_length=9)
    siret: str = Field(max_length=14)
    name: str = ""
    presentation: str = ""
    website: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
