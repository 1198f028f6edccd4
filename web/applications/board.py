"""The applications of an offer as a list: which, in which order, one part at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from web.applications.tables import Application, Stage
from web.candidates.tables import Candidate
from web.offers.tables import Offer

PART = 50


class Filter(StrEnum):
    """Which applications. OPEN: all but the refused."""

    OPEN = "toutes"
    PENDING = "en-attente"
    TO_CONTACT = "a-contacter"
    CONTACTED = "contactees"
    FAVOURITES = "favorites"
    REFUSED = "refusees"


class Order(StrEnum):
    """In which order. BLIND: by their random references, answers only, so that nothing else sways the reader."""

    OLDEST = "anciennes"
    BEST = "correspondance"
    BLIND = "hasard"


STAGES = {
    Filter.PENDING: Stage.PENDING,
    Filter.TO_CONTACT: Stage.TO_CONTACT,
    Filter.CONTACTED: Stage.CONTACTED,
    Filter.REFUSED: Stage.REFUSED,
}


@dataclass(frozen=True)
class Asked:
    """Which part of the list a page shows. after: reference of the last application of the part before."""

    filter: Filter = Filter.OPEN
    order: Order = Order.OLDEST
    after: str = ""

    def url(self, ref: str) -> str:
        """The page of this list, of the offer `ref`."""
        standard = Asked()
        pairs = [("liste", self.filter), ("ordre", self.order), ("apres", self.after)]
        said = [
            pair for pair, usual in zip(pairs, (standard.filter, standard.order, ""), strict=True) if pair[1] != usual
        ]
        return f"/offres/{ref}/candidatures" + (f"?{urlencode(said)}" if said else "")

    def but(self, **other: Any) -> "Asked":
        """From its beginning, with another filter or order."""
        return replace(self, after="", **other)


def parse(params: Mapping[str, str]) -> Asked:
    """What the address asks for; what it does not know is as if it were not there."""
    which, order = params.get("liste", ""), params.get("ordre", "")
    return Asked(
        Filter(which) if which in set(Filter) else Filter.OPEN,
        Order(order) if order in set(Order) else Order.OLDEST,
        params.get("apres", "")[:40],
    )


Found = Sequence[tuple[Application, Candidate | None]]


def part(session: Session, offer: Offer, asked: Asked) -> tuple[Found, bool]:
    """One part of the list, each application with its candidate (for web.anonymity only), and whether more follow.

    By keyset: the hundredth part costs what the first does.
    """
    wanted = (
        select(Application, Candidate)
        .outerjoin(Candidate, col(Candidate.id) == Application.candidate_id)
        .where(Application.offer_id == offer.id)
        .limit(PART + 1)
    )
    if asked.filter is Filter.FAVOURITES:
        wanted = wanted.where(col(Application.favourite))
    elif asked.filter is Filter.OPEN:
        wanted = wanted.where(Application.stage != Stage.REFUSED)
    else:
        wanted = wanted.where(Application.stage == STAGES[asked.filter])
    found = session.exec(_ordered(wanted, asked.order, _last(session, offer, asked.after))).all()
    return found[:PART], len(found) > PART


def _ordered(wanted: Any, order: Order, last: Application | None) -> Any:
    """The question in this order, from after `last`."""
    sent_at, match, number = col(Application.sent_at), col(Application.match), col(Application.id)
    if order is Order.OLDEST:
        wanted = wanted.order_by(sent_at, number)
        return wanted.where(tuple_(sent_at, number) > (last.sent_at, last.id)) if last else wanted
    if order is Order.BEST:
        wanted = wanted.order_by(match.desc(), number.desc())
        return wanted.where(tuple_(match, number) < (last.match, last.id)) if last else wanted
    wanted = wanted.order_by(col(Application.ref))
    return wanted.where(Application.ref > last.ref) if last else wanted


def version(session: Session, offer: Offer) -> str:
    """Changes with every application that comes or is moved: what a page on a screen compares."""
    latest = session.exec(select(func.max(Application.updated_at)).where(Application.offer_id == offer.id)).one()
    return f"{latest.timestamp():.6f}" if isinstance(latest, datetime) else "0"


def _last(session: Session, offer: Offer, ref: str) -> Application | None:
    if not ref:
        return None
    return session.exec(
        select(Application).where(Application.ref == ref, Application.offer_id == offer.id)
    ).one_or_none()
