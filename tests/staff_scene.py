"""Something on every page of staff, for the tests that look at them."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from tests import applications, offers
from tests.cast import Cast, account, candidate, code
from web.accounts.tables import CodeUse, ContactRequest
from web.db import Database
from web.db.writes import id_of
from web.invitations.tables import Sending
from web.notes import service as notes
from web.offers.tables import State
from web.offers.terms import Terms
from web.outbox.tables import Channel, Message, Status
from web.staff import service
from web.staff.forms import Answer, Issue

LONG = "Une phrase assez longue pour tenir sur plusieurs lignes d'un téléphone, et-un-mot-" + "sans-fin-" * 12


def terms(now: datetime) -> Terms:
    """Of an offer whose texts are long."""
    return replace(offers.TERMS, start=now.date(), presentation=LONG)


def fill(database: Database, people: Cast, now: datetime) -> list[str]:
    """Write the rows, and do some acts; the paths of all pages of staff."""
    with database.writing() as session:
        paths = _requests(session, people, now) + _offers(session, people, now)
        _codes(session, people, now)
        for number in range(3):
            letter = Message(key=f"reset:{number}", channel=Channel.MAIL, kind="reset", subject_id=number, error=LONG)
            letter.status, letter.due_at, letter.created_at, letter.attempts = Status.DEAD, now, now, 14
            letter.doubled = number
            session.add(letter)
        account(session, "bloque@ateliers.example", people.company, now, blocked_at=now)
        account(session, "refuse@ateliers.example", people.company, now, member=False, refused_at=now)
        account(session, "attend@ateliers.example", people.company, now, member=False, confirmed=False)
        service.block(session, people.staff, people.stranger.ref, now)
    lists = ("", "/codes", "/demandes", "/entreprises", "/messages", "/offres", "/journal")
    company = f"/equipe/entreprises/{people.company.ref}"
    return [*(f"/equipe{path}" for path in lists), *paths, company, "/equipe/codes?fait=emis", "/equipe/offres?q=zzz"]


def _requests(session: Session, people: Cast, now: datetime) -> list[str]:
    found = []
    for number in range(60):
        one = ContactRequest(name=f"Zoé Roux {number}", email="zoe@ailleurs.example", message=LONG, created_at=now)
        one.phone, one.company, one.search = "0320123456", "Ailleurs", "metier=aide-soignant&lieu=59350&rayon=30"
        session.add(one)
        found.append(one)
    session.flush()
    service.answer_request(session, people.staff, found[0].ref, Answer(LONG, Issue(1, timedelta(days=3))), now)
    return [f"/equipe/demandes/{one.ref}" for one in found[:2]]


def _offers(session: Session, people: Cast, now: datetime) -> list[str]:
    offers = [
        applications.offer(session, people.owner, now, terms=terms(now).to_json()),
        applications.offer(session, people.owner, now, terms=terms(now).to_json()),
        applications.offer(session, people.owner, now, state=State.DRAFT, published_at=None),
    ]
    session.add(Sending(offer_id=id_of(offers[0]), targeted=1234, invited=1200, started_at=now))
    service.close_offer(session, people.staff, offers[1].ref, LONG, now)
    one = applications.application(session, offers[0], candidate(session, 1, now), now)
    note = notes.add(session, people.owner, one.ref, LONG, now)
    notes.edit(session, people.teammate, note.ref, f"{LONG} !", 0, now)
    return [*(f"/equipe/offres/{one.ref}" for one in offers), f"/equipe/offres/{offers[0].ref}/notes"]


def _codes(session: Session, people: Cast, now: datetime) -> None:
    issued = service.issue_code(session, people.staff, Issue(7, timedelta(days=30), LONG), now)
    for one in (people.owner, people.teammate, people.newcomer):
        session.add(CodeUse(account_id=id_of(one), code_id=id_of(issued), used_at=now))
        issued.uses_left -= 1
    spent = code(session, "ZZZZZYYYYY", now=now - timedelta(days=40))
    service.revoke_code(session, people.staff, id_of(spent), now)
