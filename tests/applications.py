"""Rows of a published offer and its applications, without the wizard."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from tests import cast
from tests.offers import TERMS
from web.accounts.tables import Account
from web.applications.tables import Application, Availability
from web.candidates.tables import Candidate
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State

QUESTION = "Que retenez-vous de votre dernière expérience ?"


def offer(session: Session, author: Account, now: datetime = cast.NOW, **more: Any) -> Offer:
    """A published offer of the author's company."""
    assert author.company_id is not None
    assert author.id is not None
    known: dict[str, Any] = {
        "company_id": author.company_id,
        "author_id": author.id,
        "state": State.PUBLISHED,
        "occupation": "aide-soignant",
        "occupation_label": "Aide-soignant / Aide-soignante",
        "citycode": "59350",
        "place_label": "Lille (59)",
        "search": {"occupation": "aide-soignant", "citycode": "59350", "radius_km": 30, "required": [], "excluded": []},
        "answers": {},
        "terms": replace(TERMS, question=QUESTION).to_json(),
        "created_at": now,
        "updated_at": now,
        "published_at": now,
    }
    one = Offer(**(known | more))
    session.add(one)
    session.flush()
    return one


def application(
    session: Session, of: Offer, candidate: Candidate, now: datetime = cast.NOW, **more: Any
) -> Application:
    """The application of somebody who was invited and said yes."""
    assert of.id is not None
    assert candidate.id is not None
    invited = Invitation(offer_id=of.id, candidate_id=candidate.id, created_at=now)
    session.add(invited)
    session.flush()
    known: dict[str, Any] = {
        "offer_id": of.id,
        "candidate_id": candidate.id,
        "invitation_id": invited.id,
        "availability": Availability.NOW,
        "answer": "Le calme dans l'urgence, et l'équipe.",
        "sent_at": now,
        "updated_at": now,
    }
    one = Application(**(known | more))
    session.add(one)
    session.flush()
    return one


def several(session: Session, of: Offer, count: int, now: datetime = cast.NOW) -> list[Application]:
    """As many applications of as many people, one a minute."""
    return [
        application(session, of, cast.candidate(session, number), now + timedelta(minutes=number))
        for number in range(count)
    ]
