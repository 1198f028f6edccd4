"""The space of a candidate: the link that opens it once, and the session behind it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from web.candidates.tables import Candidate, CandidateLink, CandidateSession
from web.db.writes import id_of
from web.outbox.queue import Order, enqueue, mail_domain
from web.outbox.tables import Channel
from web.refs import digest, new_token

LINK = "candidate-link"
"""Kind of the mail, and purpose of its token."""

# From when the mail is sent.
LINK_LIFE = timedelta(minutes=30)
# An installed app that asks for a new link every week would be left alone.
LIFE = timedelta(days=60)
COOKIE = "espace"


def ask(session: Session, addresses: Sequence[str], now: datetime) -> None:
    """Have a link sent to the candidate with one of these addresses (spellings of one); nothing when there is none."""
    found = session.exec(select(Candidate).where(col(Candidate.email).in_(addresses))).first()
    if found is None:
        return
    link = CandidateLink(candidate_id=id_of(found), created_at=now)
    session.add(link)
    session.flush()
    # The key holds the reference: SQLite may give a row's number to another.
    key, domain, told = f"{LINK}:{link.ref}", mail_domain(found.email), {"candidate": id_of(found)}
    order = Order(key, Channel.MAIL, LINK, id_of(link), data=told, domain=domain)
    enqueue(session, [order], now)


def forget_expired(session: Session, now: datetime) -> None:
    """Remove the links and the sessions that open nothing any more."""
    session.exec(delete(CandidateLink).where(col(CandidateLink.created_at) < now - 2 * LINK_LIFE))
    session.exec(delete(CandidateSession).where(col(CandidateSession.expires_at) <= now))


def behind(session: Session, link_ref: str) -> Candidate | None:
    """Whose space a link opens; None when it was used."""
    return session.exec(
        select(Candidate)
        .join(CandidateLink, col(CandidateLink.candidate_id) == Candidate.id)
        .where(CandidateLink.ref == link_ref)
    ).one_or_none()


def enter(session: Session, link_ref: str, now: datetime) -> str | None:
    """Use a link: the token of a new session, for the cookie; None when it was used before (two at once: one enters).

    Other links that the person asked for are of no use any more either.
    """
    used = delete(CandidateLink).where(col(CandidateLink.ref) == link_ref).returning(col(CandidateLink.candidate_id))
    candidate_id = session.execute(used).scalar_one_or_none()
    if candidate_id is None:
        return None
    revoke_links(session, int(candidate_id))
    return open_for(session, int(candidate_id), now)


def open_for(session: Session, candidate_id: int, now: datetime) -> str:
    """Open the space of somebody who has shown who they are: the token of a new session, for the cookie."""
    token = new_token()
    row = CandidateSession(digest=digest(token), candidate_id=candidate_id, created_at=now, expires_at=now + LIFE)
    session.add(row)
    return token


def whose(session: Session, token: str, now: datetime) -> Candidate | None:
    """Whose session it is; None when there is none, or it has expired."""
    return session.exec(
        select(Candidate)
        .join(CandidateSession, col(CandidateSession.candidate_id) == Candidate.id)
        .where(CandidateSession.digest == digest(token), CandidateSession.expires_at > now)
    ).one_or_none()


def leave(session: Session, token: str) -> None:
    """Close the space in this browser."""
    session.exec(delete(CandidateSession).where(col(CandidateSession.digest) == digest(token)))


def revoke_links(session: Session, candidate_id: int) -> None:
    """Let no link that was sent open the space."""
    session.exec(delete(CandidateLink).where(col(CandidateLink.candidate_id) == candidate_id))


def leave_everywhere(session: Session, candidate_id: int) -> None:
    """Close the space in every browser, and let no link that was sent open it."""
    session.exec(delete(CandidateSession).where(col(CandidateSession.candidate_id) == candidate_id))
    revoke_links(session, candidate_id)
