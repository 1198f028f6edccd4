"""The life of an application. Pure.

    pending ──lift──▶ to_contact ⇄ contacted        refuse: from each, to refused; restore: back to where it can be

Lifting is the only way out of `pending` but refusing, and is never undone.
"""

from dataclasses import dataclass
from enum import StrEnum

from web.applications.tables import Stage


class Move(StrEnum):
    """What a recruiter may do with an application."""

    # "Je le contacte maintenant" and "plus tard", on the page that recalls the commitment.
    LIFT_NOW = "lift_now"
    LIFT_LATER = "lift_later"
    CONTACTED = "contacted"
    TO_CONTACT = "to_contact"
    REFUSE = "refuse"
    RESTORE = "restore"


class IllegalMove(Exception):
    """The application does not stand where this move begins."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides which moves are possible. erased: the person is gone, or has withdrawn it: nothing can be lifted."""

    stage: Stage
    lifted: bool
    erased: bool = False


_FROM: dict[Move, frozenset[Stage]] = {
    Move.LIFT_NOW: frozenset({Stage.PENDING}),
    Move.LIFT_LATER: frozenset({Stage.PENDING}),
    Move.CONTACTED: frozenset({Stage.TO_CONTACT}),
    Move.TO_CONTACT: frozenset({Stage.CONTACTED}),
    Move.REFUSE: frozenset({Stage.PENDING, Stage.TO_CONTACT, Stage.CONTACTED}),
    Move.RESTORE: frozenset({Stage.REFUSED}),
}
_TO = {
    Move.LIFT_NOW: Stage.CONTACTED,
    Move.LIFT_LATER: Stage.TO_CONTACT,
    Move.CONTACTED: Stage.CONTACTED,
    Move.TO_CONTACT: Stage.TO_CONTACT,
    Move.REFUSE: Stage.REFUSED,
}
LIFTS = frozenset({Move.LIFT_NOW, Move.LIFT_LATER})


def moves(standing: Standing) -> tuple[Move, ...]:
    """The moves that are possible, in the order in which they are offered."""
    return tuple(move for move in Move if _possible(standing, move))


def after(standing: Standing, move: Move) -> Standing:
    """Where a move leads. Raises IllegalMove."""
    if not _possible(standing, move):
        raise IllegalMove(move)
    if move is Move.RESTORE:
        return Standing(Stage.TO_CONTACT if standing.lifted else Stage.PENDING, standing.lifted, standing.erased)
    return Standing(_TO[move], standing.lifted or move in LIFTS, standing.erased)


def _possible(standing: Standing, move: Move) -> bool:
    if move in LIFTS and (standing.lifted or standing.erased):
        return False
    return standing.stage in _FROM[move]
