"""What limits count."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from web.db.types import Digest


class Bucket(SQLModel, table=True):
    """How much of a limit one key has used; a bucket that is full again says nothing and is swept away.

    digest: keyed hash of limit and key, so that nobody reads an address out of the database. full_at: when it is full
    again, in microseconds since 1970: SQL adds to it.
    """

    __tablename__ = "bucket"

    digest: bytes = Field(sa_type=Digest, primary_key=True)
    full_at: int = Field(sa_type=BigInteger, index=True)

    # One tree less to write to.
    __table_args__ = {"sqlite_with_rowid": False}
