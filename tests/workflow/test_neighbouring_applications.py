"""The applications before and after one are those that stand beside it in the list, whatever the list."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import Session, col, select

from tests import applications as rows
from tests import cast
from web.applications import board, service
from web.applications.board import Asked, Filter, Order
from web.applications.neighbours import neighbours
from web.applications.rules import Move
from web.applications.tables import Application
from web.db import Database
from web.offers.tables import Offer

NOW = cast.NOW + timedelta(days=1)


def several(session: Session) -> Offer:
    """An offer with applications of every kind, some of which came at the same instant or match as well."""
    people = cast.company(session), cast.company(session, cast.OTHER_SIRET, "Ailleurs")
    owner, stranger = (cast.account(session, f"{at}@ateliers.example", of) for at, of in enumerate(people))
    offer, other = rows.offer(session, owner), rows.offer(session, stranger)
    for number in range(9):
        who = cast.candidate(session, number)
        at = cast.NOW + timedelta(minutes=number // 2)
        one = rows.application(session, offer, who, at, match=100 * (number // 3))
        rows.application(session, other, who, at, match=100 * (number // 3))
        if number % 3 == 0:
            service.favour(session, owner, one.ref, True, 0, NOW)
        if number % 4 == 0:
            service.move(session, owner, one.ref, Move.REFUSE, one.revision, NOW)
        if number % 4 == 1:
            service.move(session, owner, one.ref, Move.LIFT_LATER, one.revision, NOW)
    return offer


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("which", list(Filter))
def test_neighbours_are_those_of_the_list(database: Database, which: Filter, order: Order) -> None:
    asked = Asked(which, order)
    with database.writing() as session:
        offer = several(session)
        listed = [one for one, _ in board.part(session, offer, asked)[0]]
        found = [neighbours(session, offer, one, asked) for one in listed]
    refs = ["", *(one.ref for one in listed), ""]
    assert [(before, after) for before, after in found] == [
        (before, after) for (before, _), (_, after) in pairwise(pairwise(refs))
    ]


def test_one_that_has_just_left_the_list_still_has_its_place(database: Database) -> None:
    asked = Asked(Filter.PENDING)
    with database.writing() as session:
        offer = several(session)
        all_of_them = session.exec(
            select(Application).where(Application.offer_id == offer.id).order_by(col(Application.sent_at), "id")
        ).all()
        pending = [one.ref for one, _ in board.part(session, offer, asked)[0]]
        for at, one in enumerate(all_of_them):
            before = [other.ref for other in all_of_them[:at] if other.ref in pending]
            after = [other.ref for other in all_of_them[at + 1 :] if other.ref in pending]
            assert neighbours(session, offer, one, asked) == (
                before[-1] if before else "",
                after[0] if after else "",
            )
