"""Who is to be reminded of what; each function is (part of) the body of one transaction.

An offer's author is reminded, for it is the author whom candidates wait for, and a mail to everybody is a mail to
nobody. Once the author has left the company, is blocked, or has never confirmed their address, the company's members
are, all of them: the applicants must not fall between two chairs. An author who has turned reminders off has chosen,
and colleagues do not get them instead.

Closed offers count as open ones do: people who applied before the end wait just as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from web.accounts.tables import Account
from web.applications.tables import Application, Stage
from web.clock import PARIS
from web.offers.tables import Offer
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel
from web.reminders import rules

KIND = "reminder"
"""Kind of the mail; its subject is the account, `data["day"]` the day for which it was written."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """People who wait in one offer. count: at that stage; since: when the longest wait began, in time enough to be
    worth a reminder."""

    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class OfferWaiting:
    """An offer in which somebody has waited too long. None: nobody has at that stage."""

    offer: Offer
    pending: Waiting | None
    to_contact: Waiting | None


def write(session: Session, day: date, now: datetime) -> int:
    """Order the reminders of a working day; how many. Written twice, they go out once: the key holds the day."""
    midnight = datetime.combine(day, time(), PARIS)
    reminded = col(Account.reminded_at)
    found = session.execute(
        select(col(Account.id), col(Account.email))
        .where(
            col(Account.wants_reminders),
            or_(reminded.is_(None), reminded < midnight),
            exists().where(_receives(), _someone_waits(now)).correlate(Account),
        )
        .order_by(col(Account.id))
    ).all()
    orders = [
        Order(f"{KIND}:{who}:{day}", Channel.MAIL, KIND, who, {"day": day.isoformat()}, mail_domain(email))
        for who, email in found
    ]
    enqueue(session, orders, now)
    if found:
        known = update(Account).where(col(Account.id).in_([who for who, _ in found]))
        session.execute(known.values(reminded_at=now).execution_options(synchronize_session=False))
    return len(found)


def of_account(session: Session, account: Account, now: datetime) -> Sequence[OfferWaiting]:
    """What this account is to be reminded of, the longest wait first."""
    offers = session.scalars(
        select(Offer).join(Account, _receives()).where(col(Account.id) == account.id, _someone_waits(now))
    ).all()
    waits = _waits(session, [one.id or 0 for one in offers], now)
    found = [
        OfferWaiting(one, waits.get((one.id, Stage.PENDING)), waits.get((one.id, Stage.TO_CONTACT))) for one in offers
    ]
    return sorted(found, key=lambda one: min(wait.since for wait in (one.pending, one.to_contact) if wait))


def turn(session: Session, account_ref: str, wanted: bool) -> None:
    """Turn the reminders of an account on or off; nothing to do for one that is gone."""
    session.execute(update(Account).where(col(Account.ref) == account_ref).values(wants_reminders=wanted))


def _receives() -> ColumnElement[bool]:
    """Is this Account the one, or among those, to whom reminders about this Offer go?"""
    author = aliased(Account)
    has_author = exists().where(
        col(author.id) == col(Offer.author_id), col(author.company_id) == col(Offer.company_id), _comes_in(author)
    )
    return and_(
        col(Account.company_id) == col(Offer.company_id),
        _comes_in(Account),
        or_(
            col(Account.id) == col(Offer.author_id),
            and_(col(Account.member_since).is_not(None), ~has_author.correlate(Offer)),
        ),
    )


def _comes_in(account: Any) -> ColumnElement[bool]:
    """May this account sign in? account: the table, or an alias of it."""
    return and_(account.blocked_at.is_(None), account.email_confirmed_at.is_not(None))


# Since when an application waits at its stage: for an answer since it was sent; for the promised call since lifting.
_SINCE = {Stage.PENDING: col(Application.sent_at), Stage.TO_CONTACT: col(Application.lifted_at)}


def _someone_waits(now: datetime) -> ColumnElement[bool]:
    """Has anybody waited too long in this Offer? Two looks into the index by offer and stage."""
    return or_(
        *(
            exists().where(_at(stage), since < now - rules.WAITED, col(Application.offer_id) == col(Offer.id))
            for stage, since in _SINCE.items()
        )
    )


def _at(stage: Stage) -> ColumnElement[bool]:
    # Who has withdrawn, or erased themselves, waits no more.
    return and_(col(Application.stage) == stage.value, col(Application.candidate_id).is_not(None))


def _waits(session: Session, offer_ids: Sequence[int], now: datetime) -> dict[tuple[int | None, Stage], Waiting]:
    """By offer and stage: how many wait, where one of them has waited too long."""
    found: dict[tuple[int | None, Stage], Waiting] = {}
    for stage, since in _SINCE.items():
        rows = session.execute(
            select(col(Application.offer_id), func.count(), func.min(since))
            .where(col(Application.offer_id).in_(offer_ids), _at(stage))
            .group_by(col(Application.offer_id))
            .having(func.min(since) < now - rules.WAITED)
        )
        found |= {(offer_id, stage): Waiting(count, oldest) for offer_id, count, oldest in rows}
    return found
