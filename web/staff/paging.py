"""Long lists: a page at a time, by keyset, and searched by words.

A list is in order of rank (what needs somebody first), then newest first. The address of the next page says where the
last one ended; so a page costs the same wherever it is, and a row that comes or goes meanwhile shifts nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlmodel import Session

from search_api.http import BadInput

PAGE = 50
MOST_WORDS = 8


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: rank and id of its last row."""

    rank: int
    id: int

    def __str__(self) -> str:
        return f"{self.rank}-{self.id}"


def cursor(text: str) -> Cursor | None:
    """The cursor that an address carries, None for the first page. Raises BadInput."""
    if not text:
        return None
    found = re.fullmatch(r"([0-9])-([0-9]{1,9})", text, re.ASCII)
    if found is None:
        raise BadInput("apres", "where a page of this list ended")
    return Cursor(int(found[1]), int(found[2]))


def page_of(
    session: Session,
    wanted: Any,
    key: Any,
    after: Cursor | None,
    rank: ColumnElement[int] | None = None,
) -> tuple[Sequence[Any], str]:
    """One page of rows, and the cursor of the next one, empty when this is the last. key: the id of what is listed."""
    asked = wanted.add_columns(key.label("page_key"))
    if rank is not None:
        asked = asked.add_columns(rank.label("page_rank")).order_by(rank)
    if after is not None:
        later = key < after.id
        asked = asked.where(later if rank is None else or_(rank > after.rank, and_(rank == after.rank, later)))
    rows = session.execute(asked.order_by(key.desc()).limit(PAGE + 1)).all()
    if len(rows) <= PAGE:
        return rows, ""
    last = rows[PAGE - 1]
    return rows[:PAGE], str(Cursor(0 if rank is None else last.page_rank, last.page_key))


def matching(text: str, *columns: Any) -> ColumnElement[bool]:
    """Every word stands in one of the columns, whatever its case.

    SQLite knows the case of ASCII letters only; so a word with others is looked for as it was typed as well.
    """
    return and_(true(), *(or_(*_holding(word, columns)) for word in text.split()[:MOST_WORDS]))


def _holding(word: str, columns: Sequence[Any]) -> list[ColumnElement[bool]]:
    found = [func.lower(column).contains(word.lower(), autoescape=True) for column in columns]
    return found if word.isascii() else [*found, *(column.contains(word, autoescape=True) for column in columns)]
