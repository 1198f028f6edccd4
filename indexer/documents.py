"""What flows from a source to the engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Document(NamedTuple):
    """One document of an index: `id` within the index, `body` as its mapping says (plain JSON values).

    version: of the row that it was made from, when rows change while an index is filled (indexer/live.py); the engine
    then keeps what it has when that is as new. None: the document replaces whatever has its id.
    """

    id: str
    body: Mapping[str, Any]
    version: int | None = None


@dataclass(frozen=True)
class Rejected:
    """A line that cannot be used. `line` counts from 1; `raw` is what stood there, cut to 500 characters."""

    file: str
    line: int
    reason: str
    raw: str


Item = Document | Rejected

# A source reads files (or the built-in data when there is none) and yields as it goes: memory stays flat.
Source = Callable[[Iterable[Path]], Iterator[Item]]
