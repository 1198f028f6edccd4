"""Every pair of standing and move, against a list written by hand."""

import itertools

import pytest

from web.applications.rules import IllegalMove, Move, Standing, after, moves
from web.applications.tables import Stage

P, T, C, R = Stage.PENDING, Stage.TO_CONTACT, Stage.CONTACTED, Stage.REFUSED
# (stage, lifted) -> move -> stage then; lifting is never undone.
LEGAL = {
    (P, False): {Move.LIFT_NOW: C, Move.LIFT_LATER: T, Move.REFUSE: R},
    (T, True): {Move.CONTACTED: C, Move.REFUSE: R},
    (C, True): {Move.TO_CONTACT: T, Move.REFUSE: R},
    (R, False): {Move.RESTORE: P},
    (R, True): {Move.RESTORE: T},
}


@pytest.mark.parametrize(("place", "move"), list(itertools.product(LEGAL, Move)), ids=str)
def test_every_move_from_everywhere(place: tuple[Stage, bool], move: Move) -> None:
    standing = Standing(*place)
    if move not in LEGAL[place]:
        with pytest.raises(IllegalMove):
            after(standing, move)
        return
    then = after(standing, move)
    assert then.stage == LEGAL[place][move]
    assert then.lifted == (standing.lifted or move in {Move.LIFT_NOW, Move.LIFT_LATER})


@pytest.mark.parametrize("place", LEGAL, ids=str)
def test_the_moves_that_are_offered_are_those_that_are_possible(place: tuple[Stage, bool]) -> None:
    assert set(moves(Standing(*place))) == set(LEGAL[place])


def test_nobody_is_left_to_contact_once_a_person_is_erased() -> None:
    assert set(moves(Standing(P, lifted=False, erased=True))) == {Move.REFUSE}
