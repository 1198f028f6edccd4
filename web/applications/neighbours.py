"""The applications before and after one, in the list that one came from."""

from sqlalchemy import tuple_
from sqlmodel import Session, select

from web.applications.board import DOWNWARDS, KEYS, Asked, within
from web.applications.tables import Application
from web.offers.tables import Offer


def neighbours(session: Session, offer: Offer, one: Application, asked: Asked) -> tuple[str, str]:
    """References of the application before and of the one after, empty at the ends.

    By keyset, on the index of the list: an application that has just left the list still has its place.
    """
    columns = KEYS[asked.order]
    key, place = tuple_(*columns), tuple(getattr(one, column.key) for column in columns)
    wanted = select(Application.ref).where(Application.offer_id == offer.id, within(asked.filter))
    below = session.exec(wanted.where(key < place).order_by(*(one.desc() for one in columns)).limit(1)).first()
    above = session.exec(wanted.where(key > place).order_by(*columns).limit(1)).first()
    before, after = (above, below) if asked.order in DOWNWARDS else (below, above)
    return before or "", after or ""
