"""Rows of candidates as documents of the index `candidates`: the anonymous part only."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from indexer.check import Truth
from indexer.documents import Document, Item, Rejected
from mappings.candidates import Candidate as Indexed
from web.candidates import rules
from web.candidates.tables import Candidate, Device
from web.clock import Clock
from web.db import Database
from web.invitations.rules import WEEK, WEEKLY_CAP
from web.invitations.tables import Invitation
from web.outbox.tables import Channel, Message, Status

KIND = "candidate"
"""Kind of the message that has a document follow its row."""

# Rows held in memory at a time; PostgreSQL keeps the rest behind a cursor.
_ROWS = 1_000
# The clocks of the machines that write rows may be apart by as much.
_CLOCKS_APART = timedelta(minutes=1)


def indexed(row: Any) -> Indexed:
    """The document of one row of `statement`. Raises msgspec.ValidationError for a profile that is not valid."""
    of = rules.standing(
        consented_at=row.consented_at, paused_at=row.paused_at, reached=bool(row.reached), capped=bool(row.capped)
    )
    return rules.document(row.ref, row.profile, of)


def statement(now: datetime, ids: Collection[int] | None = None) -> Select[*tuple[Any, ...]]:
    """The rows of candidates as they stand at `now`, all of them or those of `ids`.

    Columns: id, ref, revision, profile, consented_at, paused_at, reached, capped.
    """
    invited = (
        select(func.count())
        .select_from(Invitation)
        .where(col(Invitation.candidate_id) == Candidate.id, col(Invitation.created_at) > now - WEEK)
        .correlate(Candidate)
        .scalar_subquery()
    )
    has_device = select(col(Device.id)).where(col(Device.candidate_id) == Candidate.id).correlate(Candidate).exists()
    found = select(
        col(Candidate.id),
        col(Candidate.ref),
        col(Candidate.revision),
        col(Candidate.profile),
        col(Candidate.consented_at),
        col(Candidate.paused_at),
        or_(col(Candidate.unsubscribed_at).is_(None), has_device).label("reached"),
        (invited >= WEEKLY_CAP).label("capped"),
    )
    return found if ids is None else found.where(col(Candidate.id).in_(ids))


def read(database: Database, clock: Clock) -> Iterator[Item]:
    """Every candidate as a document with its revision, as the database is at this moment; memory stays flat."""
    with database.walking() as session:
        rows = session.execute(statement(clock()).execution_options(yield_per=_ROWS))
        yield from map(_item, rows)


def truth(database: Database, began: datetime) -> Truth:
    """How many candidates there are, and how many changes since `began` the index may not know yet."""
    with database.reading() as session:
        rows = session.scalar(select(func.count()).select_from(Candidate)) or 0
        return Truth(rows, changes(session, KIND, began))


def changes(session: Session, kind: str, began: datetime) -> int:
    """Messages to the index that were written since `began`, or that are still to be dealt with."""
    since = col(Message.created_at) > began - _CLOCKS_APART
    counted = select(func.count()).where(
        col(Message.channel) == Channel.INDEX,
        col(Message.kind) == kind,
        or_(since, col(Message.status) != Status.DONE),
    )
    return session.scalar(counted) or 0


def _item(row: Any) -> Item:
    try:
        candidate = indexed(row)
    except msgspec.ValidationError as error:
        # The reference names nobody; the profile is left out of the file of bad lines.
        return Rejected(f"candidate {row.ref}", 0, str(error), "")
    return Document(candidate.id, candidate.body(), row.revision)
