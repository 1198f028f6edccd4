"""What happens to candidates, each a transaction body. Whatever the index must know raises the revision and leaves a
message to it in the same transaction (web/outbox/channels/index.py)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from web.candidates import erasing, rules
from web.candidates.documents import KIND
from web.candidates.tables import Candidate
from web.outbox.queue import Order, enqueue
from web.outbox.tables import Channel


@dataclass(frozen=True)
class Person:
    """Who somebody is. email: as typed; phone: may be empty. Never leaves SQL."""

    first_name: str
    last_name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Details:
    """What people may change of themselves without a proof. phone: may be empty."""

    first_name: str
    last_name: str
    phone: str = ""


Profile = dict[str, Any]

_NAMED = (col(Candidate.id), col(Candidate.ref), col(Candidate.revision))


class Gone(Exception):
    """The candidate was erased meanwhile."""


def create(session: Session, person: Person, profile: Mapping[str, Any], now: datetime) -> Candidate:
    """A new candidate who agrees to be proposed offers. Raises ValueError for a profile that is not valid, and
    sqlalchemy's IntegrityError when the mail address is taken."""
    candidate = Candidate(
        email=person.email.strip().lower(),
        first_name=person.first_name.strip(),
        last_name=person.last_name.strip(),
        phone=person.phone,
        profile=rules.valid(profile),
        consented_at=now,
        created_at=now,
        updated_at=now,
    )
    session.add(candidate)
    session.flush()
    _tell(session, [candidate], now)
    return candidate


def change(session: Session, candidate_id: int, profile: Mapping[str, Any], now: datetime) -> None:
    """Replace the profile. Raises ValueError when it is not valid, Gone."""
    _set(session, candidate_id, now, profile=rules.valid(profile))


def edit(session: Session, candidate_id: int, change: Callable[[Profile], Profile], now: datetime) -> None:
    """Change a part of the profile: `change` makes the new one of the present one, which nobody else changes meanwhile.
    So two windows, or two forms at once, lose nothing of each other. Raises ValueError when it is not valid, Gone."""
    held = select(col(Candidate.profile)).where(col(Candidate.id) == candidate_id).with_for_update()
    present = session.execute(held).scalar_one_or_none()
    if present is None:
        raise Gone
    _set(session, candidate_id, now, profile=rules.valid(change(present)))


def rename(session: Session, candidate_id: int, details: Details, now: datetime) -> None:
    """Another name or phone. The index knows neither. Raises Gone."""
    changed = update(Candidate).where(col(Candidate.id) == candidate_id)
    values = {"first_name": details.first_name, "last_name": details.last_name, "phone": details.phone}
    if not session.execute(changed.values(**values, updated_at=now).returning(col(Candidate.id))).one_or_none():
        raise Gone


def pause(session: Session, candidate_id: int, now: datetime) -> None:
    """Propose nothing for now. Raises Gone."""
    _set(session, candidate_id, now, paused_at=now)


def resume(session: Session, candidate_id: int, now: datetime) -> None:
    """Propose offers again. Raises Gone."""
    _set(session, candidate_id, now, paused_at=None)


def consent(session: Session, candidate_id: int, now: datetime) -> None:
    """Agree to be proposed offers. Raises Gone."""
    _set(session, candidate_id, now, consented_at=now)


def withdraw_consent(session: Session, candidate_id: int, now: datetime) -> None:
    """Agree no longer. Raises Gone."""
    _set(session, candidate_id, now, consented_at=None)


def unsubscribe(session: Session, candidate_id: int, now: datetime) -> None:
    """No mail any more; who has no device either is invited no more. Raises Gone."""
    _set(session, candidate_id, now, unsubscribed_at=now)


def resubscribe(session: Session, candidate_id: int, now: datetime) -> None:
    """Mails again. Raises Gone."""
    _set(session, candidate_id, now, unsubscribed_at=None)


def touch(session: Session, candidate_ids: Collection[int], now: datetime) -> None:
    """Have the index look again at people whose rows are as they were, but whose standing is not: invited as often as a
    week allows, a device more or less."""
    changed = update(Candidate).where(col(Candidate.id).in_(candidate_ids)).values(revision=col(Candidate.revision) + 1)
    _tell(session, session.execute(changed.returning(*_NAMED)).all(), now)


def erase(session: Session, candidate_id: int, now: datetime) -> list[str]:
    """Remove the person and all that is about them (erasing.py). Nothing to do when they are gone already.

    Returns the references of their applications, for the files that hold them (web.applications.loosening).

    The message to the index carries the random reference, which from then on stands for nobody.
    """
    found = session.execute(
        select(col(Candidate.ref), col(Candidate.revision), col(Candidate.email))
        .where(col(Candidate.id) == candidate_id)
        .with_for_update()
    ).one_or_none()
    if found is None:
        return []
    loosened = erasing.forget(session, candidate_id, found.email, now)
    session.execute(delete(Candidate).where(col(Candidate.id) == candidate_id))
    gone = {"ref": found.ref, "revision": found.revision + 1}
    enqueue(session, [Order(f"candidate:{found.ref}:erased", Channel.INDEX, KIND, candidate_id, gone)], now)
    return loosened


def _set(session: Session, candidate_id: int, now: datetime, **values: Any) -> None:
    changed = (
        update(Candidate)
        .where(col(Candidate.id) == candidate_id)
        .values(revision=col(Candidate.revision) + 1, updated_at=now, **values)
    )
    row = session.execute(changed.returning(*_NAMED)).one_or_none()
    if row is None:
        raise Gone
    _tell(session, [row], now)


def _tell(session: Session, changed: Iterable[Any], now: datetime) -> None:
    """One message a change: its key holds the revision, so that none is taken for another. Not the row's number, which
    SQLite may give to the next person after an erasure."""
    orders = [Order(f"candidate:{row.ref}:{row.revision}", Channel.INDEX, KIND, row.id) for row in changed]
    enqueue(session, orders, now)
