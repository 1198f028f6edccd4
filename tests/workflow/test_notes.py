"""Notes on applications: who may, what is kept, two colleagues at once, and what an erasure leaves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests import applications as rows
from tests import cast
from web.access import NotYours
from web.accounts.tables import Account
from web.applications.tables import Note, NoteVersion
from web.candidates import service as candidates
from web.candidates.tables import Candidate
from web.db import Database
from web.db.writes import id_of
from web.notes import service

NOW = cast.NOW + timedelta(days=1)


@pytest.fixture
def people(database: Database) -> cast.Cast:
    return cast.cast(database)


@pytest.fixture
def ref(database: Database, people: cast.Cast) -> str:
    with database.writing() as session:
        return rows.several(session, rows.offer(session, people.owner), 1)[0].ref


def noted(database: Database, account: Account, ref: str, text: str = "Réponse précise.") -> str:
    with database.writing() as session:
        return service.add(session, account, ref, text, NOW).ref


def edited(database: Database, account: Account, ref: str, text: str, revision: int, **later: float) -> None:
    with database.writing() as session:
        service.edit(session, account, ref, text, revision, NOW + timedelta(**later))


def read(database: Database, ref: str) -> service.Written:
    with database.reading() as session:
        return service.written(session, session.exec(select(Note).where(Note.ref == ref)).all())[0]


def test_a_note_is_read_with_its_author_and_its_time(database: Database, people: cast.Cast, ref: str) -> None:
    one = read(database, noted(database, people.owner, ref))
    assert (one.note.text, one.note.written_at, one.note.edited_at) == ("Réponse précise.", NOW, None)
    assert one.people[one.note.author_id] == "Olive Perrin"
    assert one.versions == []


def test_what_a_note_said_before_is_kept_with_who_had_written_it(
    database: Database, people: cast.Cast, ref: str
) -> None:
    note = noted(database, people.owner, ref, "Un.")
    edited(database, people.teammate, note, "Deux.", 0, minutes=1)
    edited(database, people.owner, note, "Trois.", 1, minutes=2)
    one = read(database, note)
    assert (one.note.text, one.note.edited_by, one.note.revision) == ("Trois.", people.owner.id, 2)
    assert one.note.author_id == people.owner.id
    assert [(before.text, before.edited_by, before.until) for before in one.versions] == [
        ("Deux.", people.teammate.id, NOW + timedelta(minutes=2)),
        ("Un.", None, NOW + timedelta(minutes=1)),
    ]
    assert set(one.people.values()) == {"Olive Perrin", "Théo Marchand"}


def test_the_same_text_again_is_no_edit(database: Database, people: cast.Cast, ref: str) -> None:
    note = noted(database, people.owner, ref)
    edited(database, people.teammate, note, "Réponse précise.", 0)
    assert read(database, note).note.revision == 0


def test_the_second_editor_does_not_silently_win(database: Database, people: cast.Cast, ref: str) -> None:
    note = noted(database, people.owner, ref)
    edited(database, people.teammate, note, "De Théo.", 0)
    with pytest.raises(service.Edited):
        edited(database, people.owner, note, "D'Olive.", 0)
    one = read(database, note)
    assert one.note.text == "De Théo."
    assert len(one.versions) == 1


def test_of_two_editors_at_the_same_instant_one_is_told(database: Database, people: cast.Cast, ref: str) -> None:
    note = noted(database, people.owner, ref)

    def attempt(account: Account) -> Any:
        try:
            edited(database, account, note, f"De {account.first_name}.", 0)
        except service.Edited as error:
            return error
        return None

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(attempt, (people.owner, people.teammate)))
    assert sorted(one is None for one in told) == [False, True]
    assert len(read(database, note).versions) == 1


def test_a_note_that_is_taken_back_leaves_its_trace_and_no_text(
    database: Database, people: cast.Cast, ref: str
) -> None:
    note = noted(database, people.owner, ref, "Un.")
    edited(database, people.teammate, note, "Deux.", 0)
    with database.writing() as session:
        service.remove(session, people.owner, note, 1, NOW)
    one = read(database, note)
    assert (one.note.text, one.note.removed_at, one.note.author_id) == ("", NOW, people.owner.id)
    with database.reading() as session:
        assert session.exec(select(NoteVersion)).all() == []
    with pytest.raises(service.Removed):
        edited(database, people.teammate, note, "Trois.", 1)


def test_one_does_not_take_back_what_one_has_not_read(database: Database, people: cast.Cast, ref: str) -> None:
    note = noted(database, people.owner, ref)
    edited(database, people.teammate, note, "De Théo.", 0)
    with pytest.raises(service.Edited), database.writing() as session:
        service.remove(session, people.owner, note, 0, NOW)


def test_only_its_author_takes_a_note_back(database: Database, people: cast.Cast, ref: str) -> None:
    note = noted(database, people.owner, ref)
    with pytest.raises(NotYours), database.writing() as session:
        service.remove(session, people.teammate, note, 0, NOW)


@pytest.mark.parametrize("who", ["stranger", "newcomer", "staff"])
def test_others_neither_write_nor_change_a_note(database: Database, people: cast.Cast, ref: str, who: str) -> None:
    account = getattr(people, who)
    note = noted(database, people.owner, ref)
    with pytest.raises(NotYours):
        noted(database, account, ref)
    with pytest.raises(NotYours):
        edited(database, account, note, "Deux.", 0)
    with pytest.raises(NotYours), database.writing() as session:
        service.remove(session, account, note, 0, NOW)


def test_a_note_that_does_not_exist_is_nobodys(database: Database, people: cast.Cast) -> None:
    with pytest.raises(NotYours):
        edited(database, people.owner, "nobody-has-this", "Deux.", 0)


def test_the_erasure_of_a_person_leaves_the_notes_without_their_name(
    database: Database, people: cast.Cast, ref: str
) -> None:
    note = noted(database, people.owner, ref, "Appelé monsieur Bellanger, candidate0@people.example.")
    edited(database, people.teammate, note, "Alex rappelle jeudi.", 0)
    with database.writing() as session:
        someone = session.exec(select(Candidate)).one()
        someone.last_name = "Bellanger"
        session.flush()
        candidates.erase(session, id_of(someone), NOW)
    one = read(database, note)
    texts = [one.note.text, *(before.text for before in one.versions)]
    assert texts == ["[masqué] rappelle jeudi.", "Appelé monsieur [masqué], [masqué]."]


def test_each_of_many_notes_comes_with_its_own_earlier_text(database: Database, people: cast.Cast, ref: str) -> None:
    for number in range(5):
        edited(database, people.teammate, noted(database, people.owner, ref, f"{number}."), f"{number} !", 0)

    def all_of_them(session: Session) -> list[service.Written]:
        return service.written(session, session.exec(select(Note).order_by(col(Note.id))).all())

    with database.reading() as session:
        found = all_of_them(session)
    assert [(one.note.text, one.versions[0].text) for one in found] == [(f"{at} !", f"{at}.") for at in range(5)]
