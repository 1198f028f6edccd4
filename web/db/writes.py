"""Writing many rows at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_new(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], unique: Sequence[str]
) -> None:
    """Insert rows of plain values, leaving out those whose `unique` columns are there already.

    Column defaults of the class do not apply: each row names every column but the primary key.
    """
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.connection().execute(dialect.insert(table).on_conflict_do_nothing(index_elements=list(unique)), list(rows))


def id_of(row: Any) -> int:
    """The key of a row that the database has seen (added and flushed, or read)."""
    key: int | None = row.id
    if key is None:
        raise ValueError(f"a {type(row).__name__} that was not flushed has no id")
    return key
