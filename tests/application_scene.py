"""One application with everything on its page: a marked person, notes with versions, a history."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from search_api.matching.criteria import Accepts, Place, Rule, Salary, Skills
from tests import applications, offers, sheets
from tests.cast import Cast
from web.applications import service
from web.applications.rules import Move
from web.applications.tables import Application
from web.candidates.tables import Candidate
from web.db import Database
from web.notes import service as notes
from web.offers.tables import Offer

# What the engine would have said of the offer: it is not there.
RULE = Rule(
    skills=Skills((sheets.core()[0],), sheets.core(), sheets.labels().skills),
    place=Place(50.6, 3.0, 30.0),
    wishes=(Accepts("licences", "licences", ("B",)), Accepts("contract", "contracts", ("cdi",)), Salary(24_000)),
)
QUESTION = "Que retenez-vous de votre dernière expérience ?"
LONG = "Une phrase assez longue pour tenir sur plusieurs lignes d'un téléphone, et-un-mot-" + "sans-fin-" * 12


@dataclass(frozen=True)
class Scene:
    """offer, refs: of its applications, oldest first: pending; lifted, with notes; of somebody who is gone."""

    offer: str
    pending: str
    lifted: str
    gone: str
    note: str

    @property
    def pages(self) -> list[str]:
        """Paths of all pages that show them."""
        return [*(f"/candidatures/{ref}" for ref in (self.pending, self.lifted, self.gone)), f"/notes/{self.note}"]


def offer(session: Session, people: Cast, now: datetime) -> Offer:
    """A published offer that cannot do without one skill."""
    terms = replace(offers.TERMS, question=QUESTION).to_json()
    search = {**offers.SEARCH, "required": [sheets.core()[0]], "excluded": [sheets.core()[-1]]}
    return applications.offer(session, people.owner, now, terms=terms, search=search)


def candidate(session: Session, number: int, **profile: Any) -> Candidate:
    """The marked person; number: tells one from another in what must be unique."""
    one = sheets.candidate(**profile)
    one.ref, one.email = f"{one.ref}-{number}", f"{number}.{one.email}"
    session.add(one)
    session.flush()
    return one


def fill(database: Database, people: Cast, now: datetime) -> Scene:
    """Write the rows, and do some acts."""
    with database.writing() as session:
        of = offer(session, people, now)
        who = [candidate(session, 0), candidate(session, 1), candidate(session, 2, experiences=[], traits=[])]
        sent = [
            applications.application(session, of, one, now - timedelta(days=9 - at), answer=sheets.ANSWER)
            for at, one in enumerate(who)
        ]
        pending, lifted, gone = (one.ref for one in sent)
        service.move(session, people.owner, lifted, Move.LIFT_LATER, 0, now - timedelta(days=2))
        note = _notes(session, people, lifted, now - timedelta(days=2))
        notes.add(session, people.owner, gone, "Réponse très juste sur le travail d'équipe.", now - timedelta(days=3))
        service.favour(session, people.owner, gone, True, 0, now - timedelta(days=2))
        _erase(session, sent[2], now)
    return Scene(of.ref, pending, lifted, gone, note)


def _notes(session: Session, people: Cast, ref: str, at: datetime) -> str:
    first = notes.add(session, people.owner, ref, "Réponse précise.", at)
    notes.edit(session, people.teammate, first.ref, f"Réponse précise. {LONG}", 0, at + timedelta(minutes=5))
    notes.edit(session, people.owner, first.ref, "Réponse précise,\net elle est enceinte.", 1, at + timedelta(hours=1))
    taken = notes.add(session, people.owner, ref, "À oublier.", at)
    notes.remove(session, people.owner, taken.ref, 0, at + timedelta(minutes=9))
    notes.add(session, people.teammate, ref, "À appeler jeudi, après 17 h.", at + timedelta(hours=2))
    return first.ref


def _erase(session: Session, application: Application, now: datetime) -> None:
    application.candidate_id, application.answer, application.erased_at = None, "", now
    session.add(application)


def by_ref(table: Any, ref: str) -> Any:
    """The question for the row with this reference."""
    return select(table).where(table.ref == ref)
