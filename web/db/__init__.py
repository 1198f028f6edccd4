"""The SQL database: the truth about people, companies, offers and what is to be sent."""

from sqlmodel import Session, SQLModel

from web.db.database import Database
from web.db.types import Json, UtcDateTime

# Set before any table is declared: a constraint without a name could not be dropped by a migration.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

__all__ = ["Database", "Json", "Session", "UtcDateTime"]
