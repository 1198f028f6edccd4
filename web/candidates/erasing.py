"""What goes with a person who is erased, besides what their row takes along (invitations, drafts, devices, links,
sessions: the foreign keys see to those).

What is left of their applications, web.applications.loosening says. Messages to the person are removed, sent or not:
their `domain` and `error` may tell an address. What limits count of them stays: under a keyed hash, and a day at
most (web.limits).
"""

from datetime import datetime

from sqlalchemy import and_, delete, or_, select
from sqlmodel import Session, col

from web.applications.loosening import loosen
from web.candidates import addressed
from web.candidates.documents import KIND
from web.candidates.tables import Candidate, SignUp
from web.outbox.queue import mail_domain
from web.outbox.tables import Channel, Message, Pace


def forget(session: Session, candidate_id: int, email: str, now: datetime) -> list[str]:
    """Remove the traces of a person, whom the caller holds; their own row is the caller's to remove.

    Returns what `loosen` does.
    """
    loosened = loosen(session, session.get_one(Candidate, candidate_id), now)
    _remove_addresses(session, candidate_id)
    # Of this address, of those they had, and of those they asked for.
    told = session.execute(select(col(Message.domain)).where(addressed.to(candidate_id))).scalars()
    domains = {mail_domain(email), *told}
    _remove_messages(session, candidate_id, email)
    session.execute(delete(SignUp).where(col(SignUp.email) == email))
    # How fast mails went to a domain is of no use once it is free again, and a domain may be somebody's name.
    at_rest = (col(Pace.channel) == Channel.MAIL, col(Pace.domain).in_(domains), col(Pace.free_at) <= now)
    session.execute(delete(Pace).where(*at_rest))
    return loosened


def _remove_addresses(session: Session, candidate_id: int) -> None:
    """New mail addresses that were asked for and not confirmed."""
    asked = select(col(Message.key)).where(
        col(Message.kind) == "candidate-address", col(Message.data) == {"candidate": candidate_id}
    )
    refs = [key.removeprefix("candidate-address:") for key in session.execute(asked).scalars()]
    session.execute(delete(SignUp).where(col(SignUp.ref).in_(refs)))


def _remove_messages(session: Session, candidate_id: int, email: str) -> None:
    asked = session.execute(select(col(SignUp.ref)).where(col(SignUp.email) == email)).scalars()
    signing_up = [f"candidate-sign-up:{ref}" for ref in asked]
    about_them = or_(
        addressed.to(candidate_id),
        and_(col(Message.channel) == Channel.MAIL.value, col(Message.key).in_(signing_up)),
        and_(
            col(Message.channel) == Channel.INDEX.value,
            col(Message.kind) == KIND,
            col(Message.subject_id) == candidate_id,
        ),
    )
    session.execute(delete(Message).where(about_them))
