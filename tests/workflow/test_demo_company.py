"""The lived-in company could have come about: by the rule of matching, by the moves of applications, in their order."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlmodel import SQLModel, func, select

from tests import cast
from tests.sql import KINDS, empty_file
from web.accounts import rules as account_rules
from web.accounts.passwords import Passwords
from web.accounts.tables import Account, Role, SignedIn
from web.anonymity import Telling, telling
from web.applications import rules
from web.applications.rules import Move, Standing
from web.applications.tables import Application, ApplicationEvent, Happening, Note, NoteVersion, Stage
from web.bench.postgres_server import Server
from web.candidates.documents import indexed, statement
from web.candidates.tables import Candidate
from web.clock import PARIS
from web.companies.rules import siret
from web.db import Database, migrate
from web.demo import applicants, company, doors, people, stories, times
from web.invitations.rules import WEEK, WEEKLY_CAP
from web.invitations.tables import Invitation, Sending
from web.offers.answer_rate import answer_rate
from web.offers.open_question import is_closed
from web.offers.tables import Offer, State
from web.offers.tallies import counts
from web.offers.terms import Terms, question_of
from web.outbox.tables import Channel, Message, Status
from web.reminders.rules import is_working_day
from web.settings import MailSettings, SiteSettings

# A Monday before anybody has come in: the worst moment for "nothing in the future, and in office hours".
NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
STRANGERS = 2_500

_ACT = {
    "now": Move.LIFT_NOW,
    "later": Move.LIFT_LATER,
    "contacted": Move.CONTACTED,
    "to_contact": Move.TO_CONTACT,
    "refuse": Move.REFUSE,
    "restore": Move.RESTORE,
}


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with the company in it, which every test here reads and none changes."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("demo") / "vivier.db"
        path.write_bytes(empty_file())
        url = f"sqlite:///{path}"
    else:
        server: Server = request.getfixturevalue("postgres")
        with psycopg.connect(server.conninfo(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE demo_company")
        url = server.url("demo_company")
    with closing(Database(url)) as database:
        migrate.upgrade(database)
        people.fill(database, STRANGERS, NOW)
        assert company.fill(database, NOW) == 60
        yield database


def rows(database: Database, table: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.exec(select(table).order_by(*table.__table__.primary_key)))


def told(database: Database) -> list[tuple[Application, Candidate, stories.ApplicationStory]]:
    """Every application with its person and its story."""
    known = {one.id: one for one in rows(database, Candidate)}
    found = {one.name: one for story in stories.load() for one in story.applications}
    people_of = [(one, known[one.candidate_id]) for one in rows(database, Application)]
    return [(one, person, found[f"{person.first_name} {person.last_name}"]) for one, person in people_of]


def test_everybody_whom_an_offer_targets_was_invited_and_nobody_else(filled: Database) -> None:
    where = applicants.world()
    with filled.reading() as session:
        # Long after: nobody is at the weekly cap any more.
        found = [(row.id, indexed(row)) for row in session.execute(statement(NOW + timedelta(days=30)))]
    for offer in rows(filled, Offer):
        rule = applicants.rule_of(question_of(offer.search, Terms.from_json(offer.terms or {})), where)
        targeted = {key for key, candidate in found if rule.targets(candidate)}
        invited = {one.candidate_id for one in rows(filled, Invitation) if one.offer_id == offer.id}
        applied = {one.candidate_id for one in rows(filled, Application) if one.offer_id == offer.id}
        assert invited == targeted
        assert applied < invited
        assert len(invited) > 2 * len(applied), "most people do not apply"


def test_there_is_something_of_everything(filled: Database) -> None:
    offers = rows(filled, Offer)
    assert [one.state for one in offers] == [State.CLOSED, State.PUBLISHED, State.PUBLISHED]
    with filled.reading() as session:
        done, advanced, recent = counts(session, [one.id for one in offers]).values()
    assert recent.pending > recent.all * 0.7
    assert min(recent.to_contact, recent.contacted, recent.refused, recent.favourites) > 0
    assert advanced.pending < advanced.all * 0.3
    assert min(advanced.pending, advanced.to_contact, advanced.contacted, advanced.refused, advanced.favourites) > 1
    assert done.pending + done.to_contact < 4
    declined = [one for one in rows(filled, Invitation) if one.declined_at]
    assert {bool(one.reason) for one in declined} == {True, False}
    assert {one.available_on is None for one in rows(filled, Application)} == {True, False}
    assert len(rows(filled, Note)) > 20
    assert len({one.author_id for one in rows(filled, Note)}) == 2
    assert len(rows(filled, NoteVersion)) == 1


def test_the_counters_equal_the_rows(filled: Database) -> None:
    applications = rows(filled, Application)
    assert len(applications) == 60
    for offer in rows(filled, Offer):
        mine = [one for one in applications if one.offer_id == offer.id]
        with filled.reading() as session:
            tally = counts(session, [offer.id])[offer.id]
            sending = session.exec(select(Sending).where(Sending.offer_id == offer.id)).one()
            invited = session.exec(
                select(func.count()).select_from(Invitation).where(Invitation.offer_id == offer.id)
            ).one()
        stages = Counter(one.stage for one in mine)
        assert (tally.pending, tally.to_contact, tally.contacted, tally.refused) == tuple(stages[one] for one in Stage)
        assert tally.favourites == sum(one.favourite for one in mine)
        assert sending.invited == sending.targeted == invited
        assert sending.done_at is not None


def test_each_application_stands_where_its_moves_lead(filled: Database) -> None:
    events = rows(filled, ApplicationEvent)
    for application, _, story in told(filled):
        standing, expected, stars = Standing(Stage.PENDING, lifted=False), [], 0
        for act in story.did:
            if act == "star":
                stars += 1
                expected.append(Happening.FAVOURED)
                continue
            standing = rules.after(standing, _ACT[act])
            if _ACT[act] in rules.LIFTS:
                expected.append(Happening.LIFTED)
            expected.append(Happening.RESTORED if act == "restore" else Happening(standing.stage))
        mine = [one for one in events if one.application_id == application.id]
        assert [one.what for one in mine] == expected
        assert (application.stage, application.favourite) == (standing.stage, bool(stars))
        assert (application.lifted_at is not None) == standing.lifted
        lifted = [(one.at, one.account_id) for one in mine if one.what == Happening.LIFTED]
        assert lifted == ([(application.lifted_at, application.lifted_by)] if standing.lifted else [])
        assert application.revision == len(story.did)


def test_nothing_lies_in_the_future(filled: Database) -> None:
    looked = 0
    for table in SQLModel.metadata.sorted_tables:
        instants = [column for column in table.columns if type(column.type).__name__ == "UtcDateTime"]
        for column in instants:
            with filled.reading() as session:
                late = session.execute(select(func.count()).where(column > NOW)).scalar_one()
            looked += 1
            assert late == 0, f"{table.name}.{column.name}"
    assert looked > 40


def test_one_thing_follows_the_other(filled: Database) -> None:
    offers = {one.id: one for one in rows(filled, Offer)}
    invitations = rows(filled, Invitation)
    candidates = {one.id: one for one in rows(filled, Candidate)}
    events, notes = rows(filled, ApplicationEvent), rows(filled, Note)
    for one in invitations:
        path = [candidates[one.candidate_id].created_at, offers[one.offer_id].published_at, one.created_at]
        assert path == sorted(path)
        answered = [one.created_at, *(at for at in (one.opened_at, one.declined_at) if at)]
        assert answered == sorted(answered)
        assert not one.declined_at or one.opened_at
    for application in rows(filled, Application):
        invitation = next(one for one in invitations if one.id == application.invitation_id)
        assert invitation.opened_at is not None
        assert invitation.declined_at is None
        mine = [one.at for one in events if one.application_id == application.id]
        written = [one.written_at for one in notes if one.application_id == application.id]
        path = [invitation.created_at, invitation.opened_at, application.sent_at, *mine, *written]
        assert path == sorted(path)
        assert application.updated_at == (mine[-1] if mine else application.sent_at)
        closed = offers[application.offer_id].closed_at
        assert closed is None or application.sent_at < closed
    assert all(one.until >= first.written_at for one in rows(filled, NoteVersion) for first in notes[:1])


def test_people_sleep_at_night_and_recruiters_at_weekends(filled: Database) -> None:
    sent = [one.sent_at.astimezone(PARIS) for one in rows(filled, Application)]
    assert all(6 <= at.hour <= 22 for at in sent)
    acts = [one.at.astimezone(PARIS) for one in rows(filled, ApplicationEvent)]
    acts += [one.written_at.astimezone(PARIS) for one in rows(filled, Note)]
    in_time = [is_working_day(at.date()) and 8 <= at.hour < 18 for at in acts]
    # The last days leave little time: what does not fit is put where there is some.
    assert sum(in_time) >= len(in_time) - 6


def test_sixty_people_answer_in_sixty_ways(filled: Database) -> None:
    answers = [one.answer for one in rows(filled, Application)]
    words = [set(re.findall(r"\w{4,}", answer.lower())) for answer in answers]
    assert len(set(answers)) == 60
    assert not [pair for pair in combinations(words, 2) if len(pair[0] & pair[1]) > 0.4 * len(pair[0] | pair[1]) > 0]
    lengths = sorted(map(len, answers))
    assert lengths[5] < 110
    assert lengths[-5] > 550
    assert max(answer.count("\n\n") for answer in answers) == 2


def test_two_answers_tell_who_wrote_them(filled: Database) -> None:
    found = [telling(one.answer, candidate) for one, candidate, _ in told(filled)]
    assert sorted(kinds for kinds in found if kinds) == [(Telling.NAME,), (Telling.PHONE,)]


def test_what_people_did_before_is_what_they_tell(filled: Database) -> None:
    for application, candidate, story in told(filled):
        held = [f"{one['occupation']} {one['months']}" for one in candidate.profile["experiences"]]
        assert held == list(story.jobs)
        assert (application.notice_weeks is not None) == story.available.endswith("weeks")
        assert 0 < application.match <= 1000


def test_nobody_was_invited_more_often_than_a_week_allows(filled: Database) -> None:
    had: dict[int, list[datetime]] = {}
    for one in rows(filled, Invitation):
        had.setdefault(one.candidate_id, []).append(one.created_at)
    for instants in had.values():
        assert all(sum(at <= one < at + WEEK for one in instants) <= WEEKLY_CAP for at in instants)


def test_the_offers_are_such_as_we_advise(filled: Database) -> None:
    for offer in rows(filled, Offer):
        terms = Terms.from_json(offer.terms or {})
        assert not is_closed(terms.question)
        assert siret(terms.siret) == company.SIRET
        assert terms.start > offer.published_at.date()
    with filled.reading() as session:
        rate = answer_rate(session, rows(filled, Offer)[0].company_id, NOW)
    assert rate is not None
    assert rate.tenths >= 5


def test_the_candidate_of_the_readme_has_an_invitation_to_answer(filled: Database) -> None:
    (her,) = [one for one in rows(filled, Candidate) if one.email == doors.CANDIDATE]
    hers = [one for one in rows(filled, Invitation) if one.candidate_id == her.id]
    applied = [one.invitation_id for one in rows(filled, Application) if one.candidate_id == her.id]
    assert len(hers) == 2
    (waiting,) = [one for one in hers if one.id not in applied]
    assert (waiting.opened_at, waiting.declined_at) == (None, None)
    mails = [one for one in rows(filled, Message) if one.channel == Channel.MAIL]
    assert [one.subject_id for one in mails if one.status != Status.DONE] == [waiting.id]
    assert len(mails) == len(rows(filled, Invitation))
    assert {one.channel for one in rows(filled, Message) if one.status == Status.WAITING} == {
        Channel.MAIL,
        Channel.INDEX,
    }


def test_the_known_password_opens_the_three_accounts(filled: Database) -> None:
    accounts = {one.email: one for one in rows(filled, Account)}
    assert set(accounts) == {doors.RECRUITER, doors.COLLEAGUE, doors.STAFF}
    assert accounts[doors.STAFF].role == Role.STAFF
    assert all(one.email_confirmed_at for one in accounts.values())
    assert accounts[doors.RECRUITER].member_since
    assert accounts[doors.COLLEAGUE].member_since
    assert account_rules.password(doors.PASSWORD, *accounts) == doors.PASSWORD
    with filled.reading() as session:
        assert doors.are_there(session)


def test_a_second_company_is_not_written(filled: Database) -> None:
    assert not company.is_empty(filled)
    assert company.fill(filled, NOW) == 0


def test_the_same_seed_tells_the_same_story(filled: Database, tmp_path: Path) -> None:
    def what(of: Database) -> Any:
        return [(one.sent_at, one.stage, one.match, candidate.ref, candidate.profile) for one, candidate, _ in told(of)]

    (tmp_path / "again.db").write_bytes(empty_file())
    with closing(Database(f"sqlite:///{tmp_path / 'again.db'}")) as again:
        people.fill(again, STRANGERS, NOW)
        company.fill(again, NOW)
        assert what(again) == what(filled)


def test_where_somebody_has_an_account_nothing_is_invented(database: Database) -> None:
    assert company.is_empty(database)
    with database.writing() as session:
        cast.account(session, "owner@ateliers.example", None)
    assert not company.is_empty(database)
    assert company.fill(database, NOW) == 0
    assert rows(database, Offer) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, True),
        ({"host": "localhost"}, True),
        ({"host": "::1"}, True),
        ({"host": "0.0.0.0"}, False),  # noqa: S104 (that is the point)
        ({"host": "vivier.internal"}, False),
        ({"public_url": "https://vivier.example"}, False),
        ({"https": True}, False),
        ({"database_url": "sqlite:///x.db"}, False),
        ({"mail": MailSettings(smtp_url="smtp://127.0.0.1")}, False),
    ],
)
def test_known_passwords_exist_only_where_nobody_else_comes(given: dict[str, Any], expected: bool) -> None:
    assert doors.may_exist(replace(SiteSettings(kept_in=Path("home")), **given)) is expected


def test_elsewhere_the_known_passwords_are_locked(database: Database) -> None:
    hashed = Passwords().hash_now(doors.PASSWORD)
    with database.writing() as session:
        demo = cast.account(session, doors.RECRUITER, None)
        demo.password_hash = hashed
        own = cast.account(session, doors.STAFF, None)
        other = cast.account(session, "claire@ailleurs.example", None)
        other.password_hash = hashed
        for number, one in enumerate((demo, own)):
            session.add(
                SignedIn(digest=bytes([number]) * 32, account_id=one.id or 0, created_at=NOW, expires_at=NOW + WEEK)
            )
    with database.writing() as session:
        assert doors.lock(session) == 1
        assert doors.lock(session) == 0
    with database.reading() as session:
        known = {one.email: one.password_hash for one in session.exec(select(Account))}
        assert session.exec(select(SignedIn.account_id)).all() == [own.id], "who changed their password stays"
    assert known[doors.RECRUITER].startswith("!")
    assert known[doors.STAFF] == cast.hashed(cast.PASSWORD)
    assert known["claire@ailleurs.example"] == hashed


def test_instants_fit_between_what_came_before_and_now() -> None:
    rng = random.Random(7)
    for _ in range(2_000):
        after = NOW - timedelta(minutes=rng.randrange(1, 60 * 24 * 20))
        latest = after + timedelta(minutes=rng.randrange(2, 60 * 24 * 20))
        worked = times.at_work(rng, after, latest, timedelta(days=rng.random() * 4))
        wrote = times.awake(rng, after + timedelta(hours=rng.random() * 99), after, latest)
        assert after <= worked <= latest
        assert after <= wrote <= latest
        assert is_working_day(times.published(rng, after, rng.randrange(200)).astimezone(PARIS).date())


def test_stories_are_told_oldest_first() -> None:
    told_days = [story.published_days_ago for story in stories.load()]
    assert all(first > second for first, second in pairwise(told_days))
