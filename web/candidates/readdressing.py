"""Another mail address: the link that goes to it shows that it is theirs; until then the old one holds.

The old one is told, for whoever took somebody's space over would begin by this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from web.candidates import signing_up, space
from web.candidates.tables import Candidate, FormerAddress, SignUp
from web.db.writes import id_of
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel

LINK = "candidate-address"
"""Kind of the mail, and purpose of its token."""

LINK_LIFE = signing_up.LINK_LIFE

NOTICE = "candidate-address-left"
"""Kind of the mail to the old address."""

# So that somebody back from a holiday, who protests, can still be told apart from somebody else.
FORMER_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """Who wants which address."""

    candidate_id: int
    email: str


def subject(row: SignUp, candidate: Candidate) -> str:
    """What the token of a link holds."""
    return f"{row.ref}.{candidate.ref}"


def ask(session: Session, candidate_id: int, addresses: Sequence[str], now: datetime) -> None:
    """Have a link sent to the first of these addresses (spellings of one). Whoever has a space by it already gets the
    link to that space: only the reader of the mailbox learns so."""
    if session.exec(select(Candidate.id).where(col(Candidate.email).in_(addresses))).first() is not None:
        space.ask(session, addresses, now)
        return
    row = SignUp(email=addresses[0], created_at=now)
    session.add(row)
    session.flush()
    # By the candidate an erasure finds the message, and by the message the row.
    told, domain = {"candidate": candidate_id}, mail_domain(row.email)
    enqueue(session, [Order(f"{LINK}:{row.ref}", Channel.MAIL, LINK, id_of(row), data=told, domain=domain)], now)


def behind(session: Session, token_subject: str) -> Asked | None:
    """What a link is about; None when it was used, or the person is gone."""
    row_ref, _, candidate_ref = token_subject.partition(".")
    email = session.exec(select(SignUp.email).where(SignUp.ref == row_ref)).one_or_none()
    candidate_id = session.exec(select(Candidate.id).where(Candidate.ref == candidate_ref)).one_or_none()
    return Asked(candidate_id, email) if email and candidate_id else None


def change(session: Session, token_subject: str, now: datetime) -> bool:
    """Use a link; False when it was used before, or the address has a space of its own meanwhile."""
    asked = behind(session, token_subject)
    if asked is None:
        return False
    used = delete(SignUp).where(col(SignUp.email) == asked.email)
    if not session.exec(used).rowcount:
        return False
    if session.exec(select(Candidate.id).where(Candidate.email == asked.email)).first() is not None:
        return False
    candidate = session.exec(select(Candidate).where(Candidate.id == asked.candidate_id).with_for_update()).one()
    _tell_old(session, candidate, now)
    # They lie in the old mailbox.
    space.revoke_links(session, id_of(candidate))
    candidate.email, candidate.updated_at = asked.email, now
    return True


def forget_former(session: Session, now: datetime) -> None:
    """Remove the addresses that were left long ago."""
    session.exec(delete(FormerAddress).where(col(FormerAddress.left_at) < now - FORMER_KEPT))


def _tell_old(session: Session, candidate: Candidate, now: datetime) -> None:
    row = FormerAddress(candidate_id=id_of(candidate), email=candidate.email, left_at=now)
    session.add(row)
    session.flush()
    told, domain = {"candidate": row.candidate_id}, mail_domain(row.email)
    enqueue(session, [Order(f"{NOTICE}:{row.ref}", Channel.MAIL, NOTICE, id_of(row), told, domain)], now)
