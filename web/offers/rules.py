"""What may become of an offer, and whose save of a step counts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from web.offers.steps import Step
from web.offers.tables import State

Typed = Mapping[str, Sequence[str]]


class Move(StrEnum):
    """What can be done to an offer as a whole."""

    PUBLISH = "publish"
    CLOSE = "close"
    REOPEN = "reopen"
    DELETE = "delete"


# (state, move) -> the state after it, None: the offer is gone. What is not here is refused.
MOVES: Mapping[tuple[str, Move], State | None] = {
    (State.DRAFT, Move.PUBLISH): State.PUBLISHED,
    (State.DRAFT, Move.DELETE): None,
    (State.PUBLISHED, Move.CLOSE): State.CLOSED,
    (State.CLOSED, Move.REOPEN): State.PUBLISHED,
}


class Refused(Exception):
    """This cannot be done to an offer in this state."""


def after(state: str, move: Move) -> State | None:
    """The state after a move. Raises Refused."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise Refused(f"{move} from {state}") from None


def allows(state: str, move: Move) -> bool:
    """May it be done now?"""
    return (state, move) in MOVES


@dataclass(frozen=True)
class Save:
    """One save of a step by a page. page: random, of the page that was shown; order: grows with each save of that page;
    revision: of the offer when the page was shown (or when what another page saved was seen and confirmed)."""

    page: str
    order: int
    revision: int


def save_of(values: Typed) -> Save:
    """Who saves, by the fields of the form. `confirm`: the revision of the other version, seen and overruled."""
    page, *numbers = ((values.get(name) or [""])[0] for name in ("page", "order", "revision", "confirm"))
    order, revision, confirmed = (int(one[:15]) if one.isascii() and one.isdigit() else 0 for one in numbers)
    return Save(page[:20], order, max(revision, confirmed))


@dataclass(frozen=True)
class Difference:
    """An answer that reads otherwise in the version saved meanwhile. here, there: as typed, empty for nothing."""

    name: str
    label: str
    here: tuple[str, ...]
    there: tuple[str, ...]


class Conflict(Exception):
    """Another page saved this step meanwhile, with other answers."""

    def __init__(self, differences: Sequence[Difference], revision: int) -> None:
        super().__init__(", ".join(one.name for one in differences))
        self.differences = tuple(differences)
        self.revision = revision


def is_late(last: Mapping[str, Any] | None, save: Save) -> bool:
    """Is this an earlier save of the same page that arrives after a later one?"""
    return last is not None and last["page"] == save.page and last["order"] > save.order


def overwrites_unseen(last: Mapping[str, Any] | None, save: Save) -> bool:
    """Would this save overwrite what another page saved and this one has not seen?"""
    return last is not None and last["page"] != save.page and last["revision"] > save.revision


def differences(step: Step[Any], here: Typed, there: Typed) -> list[Difference]:
    """The answers of a step that differ, once each name."""
    found: dict[str, Difference] = {}
    for name, label in step.fields.items():
        ours, theirs = tuple(here.get(name, ())), tuple(there.get(name, ()))
        if ours != theirs and name not in step.unseen:
            found[label] = Difference(name, label, ours, theirs)
    return list(found.values())
