"""The mail that reminds: made from rows when it is sent (web.outbox.mails). It says how many, never who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from web.accounts.tables import Account
from web.applications.board import Asked, Filter
from web.clock import day_of
from web.outbox.mails import Mail, MailContext
from web.outbox.tables import Message
from web.reminders import rules, service
from web.reminders.service import OfferWaiting, Waiting

STOP = "reminders"
"""What the sealed link of the mail is for."""


@dataclass(frozen=True)
class Line:
    """One list of an offer. told: "3 candidatures attendent votre réponse"; since: "depuis 6 jours"; link: to it."""

    told: str
    since: str
    link: str


@dataclass(frozen=True)
class Part:
    """One offer. near: "Lille (59)"."""

    occupation: str
    near: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Reminder:
    """What the mail says. subject_told: of the subject; account: where reminders are chosen; stop: ends them."""

    template: ClassVar[str] = "reminder"
    first_name: str
    told: str
    parts: Sequence[Part]
    account: str
    stop: str


def reminder(context: MailContext, message: Message) -> Mail | None:
    """`reminder`: none once everybody is answered, reminders were turned off, or the day is over."""
    account = context.session.get(Account, message.subject_id)
    today = day_of(context.now).isoformat()
    if account is None or account.blocked_at or not account.wants_reminders or (message.data or {}).get("day") != today:
        return None
    waiting = service.of_account(context.session, account, context.now)
    if not waiting:
        return None
    stop = context.link("/rappels", STOP, account.ref)
    letter = Reminder(
        first_name=account.first_name,
        told=_told(waiting),
        parts=[_part(context, one) for one in waiting],
        account=context.url("/compte"),
        stop=stop,
    )
    return Mail(account.email, context.render(letter), stop)


def _told(waiting: Sequence[OfferWaiting]) -> str:
    """The subject."""
    count = sum(wait.count for one in waiting for wait in (one.pending, one.to_contact) if wait)
    return "Une personne attend de vos nouvelles" if count == 1 else f"{count} personnes attendent de vos nouvelles"


def _part(context: MailContext, one: OfferWaiting) -> Part:
    lines = []
    if one.pending:
        many = "candidatures attendent" if one.pending.count > 1 else "candidature attend"
        told = f"{one.pending.count} {many} votre réponse"
        lines.append(_line(context, one.offer.ref, told, one.pending, Filter.PENDING))
    if one.to_contact:
        many = "personnes attendent" if one.to_contact.count > 1 else "personne attend"
        told = f"{one.to_contact.count} {many} que vous preniez contact"
        lines.append(_line(context, one.offer.ref, told, one.to_contact, Filter.TO_CONTACT))
    return Part(one.offer.occupation_label, one.offer.place_label, lines)


def _line(context: MailContext, ref: str, told: str, wait: Waiting, which: Filter) -> Line:
    return Line(told, _since(wait, context.now), context.url(Asked(which).url(ref)))


def _since(wait: Waiting, now: datetime) -> str:
    days = rules.days_waited(wait.since, now)
    return f"depuis {days} jours" if wait.count == 1 else f"la plus ancienne depuis {days} jours"
