"""How many applications of each offer stand at each stage: the ONE place where they are counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from web.applications.tables import Application, Stage


@dataclass(frozen=True)
class Tally:
    """Applications of one offer by stage; favourites are counted beside their stage."""

    pending: int = 0
    to_contact: int = 0
    contacted: int = 0
    favourites: int = 0
    refused: int = 0

    @property
    def all(self) -> int:
        """Every application: each is in one stage."""
        return self.pending + self.to_contact + self.contacted + self.refused


_FIELDS = {
    Stage.PENDING: "pending",
    Stage.TO_CONTACT: "to_contact",
    Stage.CONTACTED: "contacted",
    Stage.REFUSED: "refused",
}


# In the order of the index, so that nothing is sorted or added up. Made once: every act asks it.
_PART = (Application.offer_id, Application.stage, Application.favourite)
_PARTS = (
    select(*_PART, func.count())
    .where(col(Application.offer_id).in_(bindparam("offers", expanding=True)))
    .group_by(*map(col, _PART))
)


def counts(session: Session, offer_ids: Sequence[int]) -> dict[int, Tally]:
    """The tally of each offer, all in one question, which an index answers alone."""
    tallies = {offer_id: Tally() for offer_id in offer_ids}
    if not tallies:
        return tallies
    rows = session.exec(_PARTS, params={"offers": list(tallies)})
    for offer_id, stage, favourite, count in rows:
        known = tallies[offer_id]
        field = _FIELDS[Stage(stage)]
        more = {field: getattr(known, field) + count, "favourites": known.favourites + (count if favourite else 0)}
        tallies[offer_id] = replace(known, **more)
    return tallies


def count(session: Session, offer_id: int) -> Tally:
    """The tally of one offer."""
    return counts(session, [offer_id])[offer_id]
