"""Demo people look like people and can be nobody."""

import re
from datetime import UTC, datetime

from sqlmodel import select

from web.candidates.documents import indexed, statement
from web.candidates.tables import Candidate
from web.db import Database
from web.demo import people

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_demo_people_are_written_once_and_have_addresses_that_cannot_exist(database: Database) -> None:
    assert people.fill(database, 300, NOW) == 300
    assert people.fill(database, 300, NOW) == 0
    with database.reading() as session:
        found = session.exec(select(Candidate)).all()
        documents = [indexed(row) for row in session.execute(statement(NOW))]
    assert len({one.email for one in found}) == len({one.ref for one in found}) == len(documents) == 300
    assert all(re.fullmatch(r"[a-z-]+\.[a-z-]+\.\d+@[a-z]+\.example", one.email) for one in found)
    assert all(re.fullmatch(r"06 39 98 \d\d \d\d", one.phone) for one in found)
    assert all(one.first_name[0].isupper() and one.last_name[0].isupper() for one in found)
    assert 0.8 < sum(one.reachable for one in documents) / 300 < 0.98


def test_the_same_seed_invents_the_same_people(database: Database) -> None:
    people.fill(database, 5, NOW, seed=3)
    with database.reading() as session:
        first = [(one.ref, one.email) for one in session.exec(select(Candidate))]
    with database.writing() as session:
        for one in session.exec(select(Candidate)).all():
            session.delete(one)
    people.fill(database, 5, NOW, seed=3)
    with database.reading() as session:
        assert [(one.ref, one.email) for one in session.exec(select(Candidate))] == first
