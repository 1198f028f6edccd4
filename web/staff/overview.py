"""What waits for somebody of the team, as figures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from web.accounts import codes, colleagues
from web.accounts.tables import Account, ContactRequest, InvitationCode
from web.invitations.tables import Sending
from web.landing.wording import number
from web.outbox.tables import Channel, Message, Status
from web.staff.screens import Tile
from web.staff.wording import age

SOON = timedelta(days=7)
# A worker that is there takes what is due within seconds; mails of one domain may wait for their turn.
LATE = timedelta(minutes=10)


def tiles(session: Session, now: datetime) -> Sequence[Tile]:
    """The figures of the overview."""
    requests = _count(session, ContactRequest.id, col(ContactRequest.answered_at).is_(None))
    dead = _count(session, Message.id, col(Message.status) == Status.DEAD.value)
    ending = _count(session, InvitationCode.id, codes.usable(now), col(InvitationCode.expires_at) <= now + SOON)
    people = _count(session, Account.id, *colleagues.asking())
    sendings = _sendings(session)
    late = delay(session, now)
    return [
        Tile(number(requests), "Demandes sans réponse", "", "/equipe/demandes?statut=ouvertes", requests > 0),
        Tile(
            number(people),
            "Personnes en attente d'une entreprise",
            "",
            "/equipe/entreprises?statut=attente",
            people > 0,
        ),
        Tile(number(dead), "Messages en échec", "", "/equipe/messages", dead > 0),
        Tile(number(ending), "Codes bientôt finis", "dans les 7 jours", "/equipe/codes?statut=finissent", False),
        Tile(number(sendings), "Envois en cours", "offres dont on cherche les personnes", "/equipe/offres", False),
        Tile(
            age(late) if late else "À jour",
            "Retard des envois",
            "âge du plus ancien message à envoyer",
            "/equipe/messages",
            late is not None and late > LATE,
        ),
    ]


def delay(session: Session, now: datetime) -> timedelta | None:
    """Age of the oldest message that is due, or that a worker which is gone had taken; None when there is none."""
    live = {
        Status.WAITING.value: col(Message.due_at) <= now,
        Status.LEASED.value: col(Message.leased_until) <= now,
        Status.SENDING.value: col(Message.leased_until) <= now,
    }
    oldest = [
        # A channel at a time: (status, channel, due_at) is an index, whose first row it is.
        session.exec(
            select(func.min(Message.due_at)).where(Message.status == status, Message.channel == channel, late)
        ).one()
        for status, late in live.items()
        for channel in Channel
    ]
    found = [instant for instant in oldest if instant is not None]
    return now - min(found) if found else None


def _sendings(session: Session) -> int:
    """Publications whose people are being looked for; one that a dead letter stopped is not."""
    job = and_(
        Message.channel == Channel.INVITE,
        Message.subject_id == Sending.id,
        or_(*(Message.status == status.value for status in (Status.WAITING, Status.LEASED, Status.SENDING))),
    )
    return _count(session, Sending.id, col(Sending.done_at).is_(None), select(Message.id).where(job).exists())


def _count(session: Session, column: Any, *conditions: ColumnElement[bool]) -> int:
    return session.exec(select(func.count(column)).where(*conditions)).one()
