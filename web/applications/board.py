"""The applications of an offer as a list: which, in which order, one part at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnExpressionArgument, Integer, bindparam, func, tuple_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from web.applications.tables import Application, Stage
from web.candidates.tables import Candidate
from web.offers.tables import Offer

PART = 25
# So much is told at once to a page that has not asked for long.
MOST_CHANGES = 200
# A change is stamped before it is committed: so much may lie between.
_LATE = timedelta(seconds=5)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


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
    """Which part of the list a page shows. after: reference of the last application of the part before. done: of the
    one that was just moved out of this list, shown above it."""

    filter: Filter = Filter.OPEN
    order: Order = Order.OLDEST
    after: str = ""
    done: str = ""

    def url(self, ref: str, version: str = "") -> str:
        """The page of this list, of the offer `ref`. version: of what one has, to ask for what changed since."""
        said = {"liste": self.filter, "ordre": self.order, "apres": self.after, "fait": self.done, "version": version}
        pairs = [pair for pair in said.items() if pair[1] not in {"", Filter.OPEN, Order.OLDEST}]
        return f"/offres/{ref}/candidatures" + (f"?{urlencode(pairs)}" if pairs else "")

    def but(self, **other: Any) -> "Asked":
        """From its beginning, with another filter or order."""
        return replace(self, **{"after": "", "done": "", **other})


def parse(params: Mapping[str, str]) -> Asked:
    """What the address asks for; what it does not know is as if it were not there."""
    which, order = params.get("liste", ""), params.get("ordre", "")
    return Asked(
        Filter(which) if which in set(Filter) else Filter.OPEN,
        Order(order) if order in set(Order) else Order.OLDEST,
        params.get("apres", "")[:40],
        params.get("fait", "")[:40],
    )


def belongs(which: Filter, stage: str, favourite: bool) -> bool:
    """Is an application in this list?"""
    if which is Filter.FAVOURITES:
        return favourite
    return stage != Stage.REFUSED if which is Filter.OPEN else stage == STAGES[which]


def within(which: Filter) -> ColumnExpressionArgument[bool]:
    """The same, asked of the rows."""
    if which is Filter.FAVOURITES:
        return col(Application.favourite)
    stage = col(Application.stage)
    return stage != Stage.REFUSED if which is Filter.OPEN else stage == STAGES[which]


KEYS: Mapping[Order, tuple[Any, ...]] = {
    Order.OLDEST: (col(Application.sent_at), col(Application.id)),
    Order.BEST: (col(Application.match), col(Application.id)),
    Order.BLIND: (col(Application.ref),),
}
"""The columns that a list in each order goes by, down or up; no two applications have the same in all of them."""

DOWNWARDS = frozenset({Order.BEST})


# Lists do not show it, and it is most of the row.
_WITHOUT_PROFILE = defer(Candidate.profile, raiseload=True)  # type: ignore[arg-type]
_PERSON = select(Candidate).where(col(Candidate.id) == bindparam("person")).options(_WITHOUT_PROFILE)
# Questions are made once: making one costs more than asking it.
_OF_OFFER = col(Application.offer_id) == bindparam("offer")

Found = Sequence[tuple[Application, Candidate | None]]


def part(session: Session, offer: Offer, asked: Asked) -> tuple[Found, bool]:
    """One part of the list, each application with its candidate (for web.anonymity only), and whether more follow.

    By keyset: the hundredth part costs what the first does.
    """
    last = _last(session, offer, asked.after)
    values: dict[str, Any] = {"offer": offer.id, "limit": PART + 1}
    if last:
        values |= {one.key: getattr(last, one.key) for one in KEYS[asked.order]}
    found = session.exec(_part_of(asked.filter, asked.order, follows=last is not None), params=values).all()
    return found[:PART], len(found) > PART


@cache
def _part_of(which: Filter, order: Order, *, follows: bool) -> Any:
    """The question for a part; follows: after the application whose values are given."""
    columns, down = KEYS[order], order in DOWNWARDS
    wanted = _with_people().where(_OF_OFFER, within(which)).limit(bindparam("limit", type_=Integer))
    wanted = wanted.order_by(*(one.desc() if down else one for one in columns))
    key, last = tuple_(*columns), tuple_(*(bindparam(one.key, type_=one.type) for one in columns))
    return wanted.where(key < last if down else key > last) if follows else wanted


@dataclass(frozen=True)
class Version:
    """What a page on a screen compares: it differs once an application came or was changed.

    latest: when the last change was stamped. recent: of the changes of the seconds before, how many and the sum of
    their revisions, for a change that was stamped before another may be committed after it.
    """

    latest: datetime
    recent: tuple[int, int] = (0, 0)

    def text(self) -> str:
        """For a URL."""
        return f"{round(self.latest.timestamp() * 1_000_000)}.{self.recent[0]}.{self.recent[1]}"


# Made once: every page on a screen asks them every two seconds.
_LATEST = select(func.max(Application.updated_at)).where(_OF_OFFER)
_RECENT = select(func.count(), func.sum(Application.revision)).where(
    _OF_OFFER, col(Application.updated_at) >= bindparam("since")
)


def version(session: Session, offer_id: int) -> Version:
    """The version of an offer's applications: two looks at an index, however many there are."""
    latest = session.exec(_LATEST, params={"offer": offer_id}).one()
    if latest is None:
        return Version(_NEVER)
    count, moves = session.exec(_RECENT, params={"offer": offer_id, "since": latest - _LATE}).one()
    return Version(latest, (count, moves))


def read_version(text: str) -> Version:
    """A version as a page gives it back; what makes no sense is older than everything."""
    try:
        latest, count, moves = (int(part) for part in text.split("."))
        return Version(_NEVER + timedelta(microseconds=latest), (count, moves))
    except (ValueError, OverflowError):
        return Version(_NEVER)


def changed(session: Session, offer_id: int, since: datetime) -> Found:
    """What came or changed since, the latest first; those of the seconds before too, which may have been late."""
    found: Found = session.exec(
        _with_people()
        .where(Application.offer_id == offer_id, Application.updated_at >= max(_NEVER, since - _LATE))
        .order_by(col(Application.updated_at).desc(), col(Application.id))
        .limit(MOST_CHANGES)
    ).all()
    return found


def one(session: Session, offer_id: int, ref: str) -> Found:
    """The application of this offer with this reference, or none."""
    found: Found = session.exec(_with_people().where(Application.offer_id == offer_id, Application.ref == ref)).all()
    return found


def person(session: Session, application: Application) -> Candidate | None:
    """Who sent an application, for web.anonymity only, without the profile; None once erased."""
    if application.candidate_id is None:
        return None
    found: Candidate | None = session.exec(_PERSON, params={"person": application.candidate_id}).one_or_none()
    return found


def _with_people() -> Any:
    return (
        select(Application, Candidate)
        .outerjoin(Candidate, col(Candidate.id) == Application.candidate_id)
        .options(_WITHOUT_PROFILE)
    )


def _last(session: Session, offer: Offer, ref: str) -> Application | None:
    if not ref:
        return None
    return session.exec(
        select(Application).where(Application.ref == ref, Application.offer_id == offer.id)
    ).one_or_none()
