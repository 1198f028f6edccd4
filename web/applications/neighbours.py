"""The applications before and after one, in the list that one came from."""

from typing import Any

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from web.applications.board import STAGES, Asked, Filter, Order
from web.applications.tables import Application, Stage
from web.offers.tables import Offer


def neighbours(session: Session, offer: Offer, one: Application, asked: Asked) -> tuple[str, str]:
    """References of the application before and of the one after, empty at the ends.

    By keyset, on the index of the list: an application that has just left the list still has its place.
    """
    columns, place = _key(one, asked.order)
    key = tuple_(*columns)
    wanted = _list(offer, asked.filter)
    downwards = asked.order is Order.BEST
    below = session.exec(wanted.where(key < place).order_by(*(one.desc() for one in columns)).limit(1)).first()
    above = session.exec(wanted.where(key > place).order_by(*columns).limit(1)).first()
    before, after = (above, below) if downwards else (below, above)
    return before or "", after or ""


def _key(one: Application, order: Order) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The columns that a list is ordered by, and the application's own values."""
    names = {Order.OLDEST: ("sent_at", "id"), Order.BEST: ("match", "id"), Order.BLIND: ("ref",)}[order]
    return tuple(col(getattr(Application, name)) for name in names), tuple(getattr(one, name) for name in names)


def _list(offer: Offer, which: Filter) -> Any:
    wanted = select(Application.ref).where(Application.offer_id == offer.id)
    if which is Filter.FAVOURITES:
        return wanted.where(col(Application.favourite))
    if which is Filter.OPEN:
        return wanted.where(Application.stage != Stage.REFUSED)
    return wanted.where(Application.stage == STAGES[which])
