"""What staff did."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from web.db.types import UtcDateTime


class StaffAct(SQLModel, table=True):
    """One act of a member of staff: who, when, what, on which row. Never changed nor removed."""

    __tablename__ = "staff_act"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    act: str
    subject: str
    at: datetime = Field(sa_type=UtcDateTime, index=True)
