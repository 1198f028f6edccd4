"""What happens to candidates in SQL, and what the index is told of it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from mappings.candidates import Candidate as Indexed
from tests.cast import NOW, candidate, cast
from web.candidates import documents, service
from web.candidates.service import Gone, Person
from web.candidates.tables import Candidate, Device
from web.clock import utc_now
from web.db import Database
from web.db.writes import id_of
from web.invitations.rules import WEEKLY_CAP
from web.invitations.tables import Invitation
from web.offers.tables import Offer
from web.outbox.tables import Channel, Message

PROFILE = {
    "skills": ["dice"],
    "home": {"citycode": "59350", "departement": "59", "lat": 50.6333, "lon": 3.0588},
    "mobility_km": 20,
}


def messages(session: Session) -> list[tuple[str, int, dict[str, Any] | None]]:
    rows = session.exec(select(Message).order_by(Message.id)).all()  # type: ignore[arg-type]
    assert {(row.channel, row.kind) for row in rows} <= {(Channel.INDEX, documents.KIND)}
    return [(row.key, row.subject_id, row.data) for row in rows]


def document(session: Session, row: int) -> Indexed:
    return documents.indexed(session.execute(documents.statement(NOW, [row])).one())


def test_every_change_raises_the_revision_and_tells_the_index_once(database: Database) -> None:
    with database.writing() as session:
        one = service.create(session, Person("Alex", "Petit", " Alex@Mail.example"), PROFILE, NOW)
        row, ref = id_of(one), one.ref
        assert one.email == "alex@mail.example"
    acts = (service.pause, service.resume, service.withdraw_consent, service.consent, service.unsubscribe)
    for number, act in enumerate((*acts, service.resubscribe), 2):
        with database.writing() as session:
            act(session, row, NOW)
        with database.reading() as session:
            changed = session.get(Candidate, row)
            assert changed
            assert changed.revision == number
    with database.writing() as session:
        service.change(session, row, PROFILE | {"mobility_km": 50}, NOW)
        service.touch(session, [row], NOW)
    with database.reading() as session:
        assert messages(session) == [(f"candidate:{ref}:{number}", row, None) for number in range(1, 10)]
        assert document(session, row).mobility_km == 50


def test_standing_follows_the_row(database: Database) -> None:
    with database.writing() as session:
        row = id_of(candidate(session, 1))
        assert document(session, row).reachable
        for act, back in (
            (service.pause, service.resume),
            (service.withdraw_consent, service.consent),
            (service.unsubscribe, service.resubscribe),
        ):
            act(session, row, NOW)
            assert not document(session, row).reachable
            back(session, row, NOW)
            assert document(session, row).reachable


def test_who_wants_no_mail_is_still_reached_on_a_device(database: Database) -> None:
    with database.writing() as session:
        row = id_of(candidate(session, 1))
        service.unsubscribe(session, row, NOW)
        session.add(Device(candidate_id=row, endpoint="https://push.example/1", p256dh="", auth="", created_at=NOW))
        session.flush()
        assert document(session, row).reachable


def test_the_week_s_invitations_are_counted_and_forgotten_after_seven_days(database: Database) -> None:
    owner = cast(database).owner
    with database.writing() as session:
        row = id_of(candidate(session, 1))
        for number in range(WEEKLY_CAP):
            assert document(session, row).reachable
            _invite(session, row, id_of(owner), owner.company_id or 0, NOW - timedelta(days=6, hours=number))
        assert not document(session, row).reachable
        later = documents.statement(NOW + timedelta(days=1), [row])
        assert documents.indexed(session.execute(later).one()).reachable


def _invite(session: Session, row: int, author: int, company: int, at: Any) -> None:
    offer = Offer(
        company_id=company,
        author_id=author,
        occupation="cook",
        occupation_label="Cuisinier",
        citycode="59350",
        place_label="Lille",
        search={},
        answers={},
        created_at=at,
        updated_at=at,
    )
    session.add(offer)
    session.flush()
    session.add(Invitation(offer_id=id_of(offer), candidate_id=row, created_at=at))
    session.flush()


def test_erasing_removes_the_row_and_leaves_the_index_what_to_remove(database: Database) -> None:
    with database.writing() as session:
        row = id_of(candidate(session, 7))
        service.pause(session, row, NOW)
    with database.writing() as session:
        service.erase(session, row, NOW)
        service.erase(session, row, NOW)
    with database.reading() as session:
        assert session.exec(select(Candidate)).all() == []
        assert messages(session)[-1] == (
            "candidate:candidate0000007:erased",
            row,
            {"ref": "candidate0000007", "revision": 3},
        )
    with database.writing() as session, pytest.raises(Gone):
        service.pause(session, row, NOW)


def test_somebody_new_in_the_row_of_somebody_erased_is_told_as_well(database: Database) -> None:
    # SQLite gives the number of the last row again.
    for number in (1, 2):
        with database.writing() as session:
            one = service.create(session, Person("Alex", "Petit", f"{number}@mail.example"), PROFILE, NOW)
        with database.reading() as session:
            assert f"candidate:{one.ref}:1" in [key for key, _, _ in messages(session)]
        with database.writing() as session:
            service.erase(session, id_of(one), NOW)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"name": "Alex"}, "unknown field `name`"), ({"mobility_km": 31}, "mobility_km"), ({"skills": [1]}, "skills")],
)
def test_a_profile_that_is_not_valid_changes_nothing(database: Database, wrong: dict[str, Any], message: str) -> None:
    with database.writing() as session:
        row = id_of(candidate(session, 1))
    with pytest.raises(ValueError, match=message), database.writing() as session:
        service.change(session, row, PROFILE | wrong, NOW)
    with database.reading() as session:
        assert messages(session) == []


def test_two_people_cannot_share_a_mail_address(database: Database) -> None:
    with database.writing() as session:
        service.create(session, Person("Alex", "Petit", "alex@mail.example"), PROFILE, NOW)
    with pytest.raises(IntegrityError), database.writing() as session:
        service.create(session, Person("Sacha", "Grand", "ALEX@mail.example"), PROFILE, NOW)


def test_the_document_holds_nothing_of_the_person(database: Database) -> None:
    with database.writing() as session:
        person = Person("Marqueprénom", "Marquenom", "marquemail@mail.example", "06 39 98 00 42")
        service.create(session, person, PROFILE, NOW)
    (item,) = documents.read(database, utc_now)
    text = str(item).lower()
    assert not [mark for mark in ("marque", "mail.example", "39 98") if mark in text]


def test_the_truth_counts_rows_and_the_changes_that_may_be_on_their_way(database: Database) -> None:
    with database.writing() as session:
        for number in range(3):
            candidate(session, number, NOW - timedelta(days=1))
        row = id_of(candidate(session, 9))
        service.pause(session, row, NOW - timedelta(days=1))
    told = documents.truth(database, NOW)
    assert (told.rows, told.changes) == (4, 1)
    with database.writing() as session:
        for message in session.exec(select(Message)).all():
            message.status = "done"
            session.add(message)
    assert documents.truth(database, NOW).changes == 0
    assert documents.truth(database, NOW - timedelta(days=2)).changes == 1
