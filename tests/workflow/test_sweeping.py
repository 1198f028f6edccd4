"""What opens nothing any more goes by the clock, and not before."""

from datetime import timedelta

from sqlmodel import SQLModel, select

from tests.cast import NOW, candidate, cast
from web import sweeping
from web.accounts import sessions
from web.accounts.tables import SignedIn
from web.candidates import space
from web.candidates.tables import CandidateLink, CandidateSession
from web.db import Database
from web.db.writes import id_of


def left(database: Database) -> set[type[SQLModel]]:
    kinds: tuple[type[SQLModel], ...] = (SignedIn, CandidateLink, CandidateSession)
    with database.reading() as session:
        return {kind for kind in kinds if session.exec(select(kind)).first() is not None}


def test_links_and_sessions_go_once_they_open_nothing(database: Database) -> None:
    owner = cast(database).owner
    with database.writing() as session:
        sessions.begin(session, id_of(owner), NOW)
        person = candidate(session, 1)
        space.open_for(session, id_of(person), NOW)
        space.ask(session, [person.email], NOW)
    moments = {
        space.LINK_LIFE: {SignedIn, CandidateLink, CandidateSession},
        timedelta(hours=2): {SignedIn, CandidateSession},
        sessions.LIFE - timedelta(seconds=1): {SignedIn, CandidateSession},
        sessions.LIFE: {CandidateSession},
        space.LIFE - timedelta(seconds=1): {CandidateSession},
        space.LIFE: set(),
    }
    for after, kinds in moments.items():
        sweeping.turn(database, NOW + after)
        assert left(database) == kinds, after
