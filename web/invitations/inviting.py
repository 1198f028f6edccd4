"""People become invitations, and invitations become messages, in one transaction.

Whom the engine names is looked at again here: SQL is the truth about who agrees, who pauses, and who has had enough
for this week. Two offers that invite the same person at one moment wait for each other on the person's row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlmodel import Session, col

from web.candidates import service as candidates
from web.candidates.documents import KIND
from web.candidates.rules import standing
from web.candidates.tables import Candidate, Device
from web.db.writes import insert_new
from web.invitations import rules
from web.invitations.tables import Invitation, Sending
from web.offers.tables import Offer, State
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel
from web.refs import new_ref

MAIL = PUSH = "invitation"
"""Kind of the messages that an invitation becomes; `subject_id` is the invitation, `data["device"]` the device."""


class Overtaken(Exception):
    """Another worker has dealt with this part of the scan, or the offer is no longer open."""


@dataclass(frozen=True)
class Part:
    """A part of a scan. refs: of people targeted; after: the cursor before it; last: nobody follows.

    point: of the engine, for the next part. skills: code -> label of those that the offer looks for.
    """

    refs: Sequence[str]
    after: str
    point: str
    last: bool
    skills: Mapping[str, str]


def invite_part(session: Session, sending_id: int, part: Part, now: datetime) -> int:
    """Invite those of a part of a scan who may be invited; how many. Raises Overtaken, and nothing is changed."""
    moved = update(Sending).where(
        col(Sending.id) == sending_id, col(Sending.cursor) == part.after, col(Sending.done_at).is_(None)
    )
    values: dict[str, Any] = {"point": part.point, "skills": dict(part.skills)}
    if part.refs:
        values["cursor"] = part.refs[-1]
    if part.last:
        values |= {"point": "", "done_at": now}
    offer_id = session.execute(moved.values(values).returning(col(Sending.offer_id))).scalar_one_or_none()
    if offer_id is None or not _open(session, offer_id):
        raise Overtaken
    people = _hold(session, col(Candidate.ref).in_(part.refs))
    known = _invited(session, offer_id, [person.id for person in people])
    invited = _invite(session, offer_id, [person for person in people if person.id not in known], now)
    counted = {
        "targeted": col(Sending.targeted) + len(part.refs) - len(known),
        "invited": col(Sending.invited) + invited,
    }
    session.execute(update(Sending).where(col(Sending.id) == sending_id).values(counted))
    return invited


def stop(session: Session, sending_id: int, now: datetime) -> None:
    """End a scan whose offer was closed meanwhile; reopening begins another."""
    ended = update(Sending).where(col(Sending.id) == sending_id, col(Sending.done_at).is_(None))
    session.execute(ended.values(point="", done_at=now))


def invite_person(session: Session, offer_id: int, candidate_id: int, now: datetime) -> bool:
    """Invite one person; False when they were already, may not be now, or the offer is closed."""
    if not _open(session, offer_id):
        return False
    people = _hold(session, col(Candidate.id) == candidate_id)
    known = _invited(session, offer_id, [candidate_id])
    return bool(_invite(session, offer_id, [person for person in people if person.id not in known], now))


def _open(session: Session, offer_id: int) -> bool:
    """Is the offer open, and so until the end of this transaction?"""
    state = select(col(Offer.state)).where(col(Offer.id) == offer_id).with_for_update(read=True)
    return session.execute(state).scalar_one_or_none() == State.PUBLISHED


def _hold(session: Session, who: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """The people, whom nobody else invites before this transaction ends."""
    columns = (
        col(Candidate.id),
        col(Candidate.ref),
        col(Candidate.email),
        col(Candidate.consented_at),
        col(Candidate.paused_at),
        col(Candidate.unsubscribed_at),
    )
    # Always in this order: two transactions never wait for each other in a ring.
    return session.execute(
        select(*columns).where(who).order_by(col(Candidate.id)).with_for_update(key_share=True)
    ).all()


def _invited(session: Session, offer_id: int, people: Collection[int]) -> set[int]:
    """Those who have been invited to this offer before."""
    wanted = select(col(Invitation.candidate_id)).where(
        col(Invitation.offer_id) == offer_id, col(Invitation.candidate_id).in_(people)
    )
    return set(session.execute(wanted).scalars())


@dataclass(frozen=True)
class _Week:
    """What somebody had in the last week: how many invitations, and when the first of them came."""

    had: int
    oldest: datetime


def _weeks(session: Session, people: Collection[int], now: datetime) -> dict[int, _Week]:
    wanted = (
        select(col(Invitation.candidate_id), func.count(), func.min(col(Invitation.created_at)))
        .where(col(Invitation.candidate_id).in_(people), col(Invitation.created_at) > now - rules.WEEK)
        .group_by(col(Invitation.candidate_id))
    )
    return {who: _Week(had, oldest) for who, had, oldest in session.execute(wanted)}


def _devices(session: Session, people: Collection[int]) -> dict[int, list[Row[Any]]]:
    wanted = select(col(Device.id), col(Device.candidate_id), col(Device.endpoint)).where(
        col(Device.candidate_id).in_(people)
    )
    found: dict[int, list[Row[Any]]] = {}
    for device in session.execute(wanted.order_by(col(Device.id))):
        found.setdefault(device.candidate_id, []).append(device)
    return found


def _invite(session: Session, offer_id: int, people: Sequence[Row[Any]], now: datetime) -> int:
    """Invite those who may be: the rows, and their messages."""
    numbers = [person.id for person in people]
    weeks, devices = _weeks(session, numbers, now), _devices(session, numbers)
    fresh = _Week(0, now)
    willing = {
        person.id: person
        for person in people
        if standing(
            consented_at=person.consented_at,
            paused_at=person.paused_at,
            reached=person.unsubscribed_at is None or person.id in devices,
            capped=not rules.under_cap(weeks.get(person.id, fresh).had),
        ).reachable
    }
    written = _write(session, offer_id, list(willing), now)
    orders: list[Order] = []
    full: dict[int, _Week] = {}
    for invitation_id, candidate_id in written:
        person, week = willing[candidate_id], weeks.get(candidate_id, fresh)
        if person.unsubscribed_at is None:
            domain = mail_domain(person.email)
            orders.append(Order(f"invitation:{invitation_id}:mail", Channel.MAIL, MAIL, invitation_id, domain=domain))
        orders += [_push(invitation_id, device, now) for device in devices.get(candidate_id, ())]
        if not rules.under_cap(week.had + 1):
            full[candidate_id] = week
            due = rules.frees_at(week.oldest)
            orders.append(Order(f"invitation:{invitation_id}:freed", Channel.INDEX, KIND, candidate_id, due_at=due))
    enqueue(session, orders, now)
    if full:
        candidates.touch(session, list(full), now)
    return len(written)


def _write(session: Session, offer_id: int, people: Sequence[int], now: datetime) -> list[tuple[int, int]]:
    """Write one invitation for each; pairs of invitation and candidate for those that were written."""
    refs = {new_ref(): person for person in people}
    rows = [
        {
            "ref": ref,
            "offer_id": offer_id,
            "candidate_id": person,
            "created_at": now,
            "opened_at": None,
            "declined_at": None,
            "reason": "",
            "revoked_at": None,
            "withdrawn_on": None,
            "settled": False,
        }
        for ref, person in refs.items()
    ]
    insert_new(session, Invitation, rows, ("offer_id", "candidate_id"))
    wanted = select(col(Invitation.id), col(Invitation.candidate_id), col(Invitation.ref)).where(
        col(Invitation.offer_id) == offer_id, col(Invitation.candidate_id).in_(people)
    )
    # One that another transaction wrote first carries another reference.
    return [(key, person) for key, person, ref in session.execute(wanted) if ref in refs]


def _push(invitation_id: int, device: Row[Any], now: datetime) -> Order:
    return Order(
        f"invitation:{invitation_id}:push:{device.id}",
        Channel.PUSH,
        PUSH,
        invitation_id,
        data={"device": device.id},
        domain=rules.push_domain(device.endpoint),
        due_at=rules.push_due(now),
    )
