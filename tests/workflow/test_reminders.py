"""Recruiters are reminded of who waits: the right ones, once a morning, and never after they said stop."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, col, select

from tests import applications as rows
from tests import cast
from tests.visits import Stage
from web.accounts.tables import Account
from web.applications.tables import Application
from web.applications.tables import Stage as At
from web.candidates.tables import Candidate
from web.clock import day_of
from web.db import Database
from web.offers.tables import Offer, State
from web.outbox.mails import Mail
from web.outbox.tables import Message
from web.reminders import service
from web.reminders.daily import Daily

# A Monday, nine in the morning in UTC, ten in Paris.
NOW = cast.NOW
LONG = NOW - timedelta(days=5)
SHORT = NOW - timedelta(days=2)


@pytest.fixture
def people(database: Database) -> cast.Cast:
    return cast.cast(database, NOW - timedelta(days=90))


def applied(session: Session, offer: Offer, *sent: datetime, **more: Any) -> None:
    """Applications of people of their own."""
    first = len(session.exec(select(Candidate.id)).all())
    for number, at in enumerate(sent, first):
        rows.application(session, offer, cast.candidate(session, number, at), at, **more)


def written(database: Database, now: datetime = NOW) -> list[str]:
    """Who is reminded now."""
    with database.writing() as session:
        service.write(session, day_of(now), now)
    with database.reading() as session:
        wanted = select(Account.email).join(Message, col(Message.subject_id) == Account.id)
        return list(session.exec(wanted.where(Message.created_at == now).order_by(Account.email)))


def test_the_author_of_an_offer_is_reminded_of_who_has_waited_for_days(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        applied(session, rows.offer(session, people.owner, LONG), LONG)
        applied(session, rows.offer(session, people.stranger, SHORT), SHORT)
    assert written(database) == [people.owner.email]


@pytest.mark.parametrize(
    ("stage", "reminded"), [(At.PENDING, True), (At.TO_CONTACT, True), (At.CONTACTED, False), (At.REFUSED, False)]
)
@pytest.mark.parametrize("state", [State.PUBLISHED, State.CLOSED])
def test_only_what_asks_for_an_act_is_reminded_of(
    database: Database, people: cast.Cast, stage: At, reminded: bool, state: State
) -> None:
    lifted = {"lifted_at": LONG} if stage in {At.TO_CONTACT, At.CONTACTED} else {}
    with database.writing() as session:
        applied(session, rows.offer(session, people.owner, LONG, state=state), LONG, stage=stage, **lifted)
    assert written(database) == ([people.owner.email] if reminded else [])


def test_a_promised_call_waits_since_the_promise(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        offer = rows.offer(session, people.owner, LONG)
        applied(session, offer, LONG, stage=At.TO_CONTACT, lifted_at=SHORT)
    assert written(database) == []


def test_who_has_erased_themselves_waits_no_more(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        offer = rows.offer(session, people.owner, LONG)
        one = rows.application(session, offer, cast.candidate(session, 1), LONG)
        one.candidate_id = one.invitation_id = None
    assert written(database) == []


@pytest.mark.parametrize("gone", ["blocked", "elsewhere", "unconfirmed"])
def test_when_the_author_is_gone_the_members_are_reminded(database: Database, people: cast.Cast, gone: str) -> None:
    with database.writing() as session:
        author = session.get_one(Account, people.owner.id)
        applied(session, rows.offer(session, author, LONG), LONG)
        if gone == "blocked":
            author.blocked_at = NOW
        elif gone == "elsewhere":
            author.company_id = people.other_company.id
        else:
            author.email_confirmed_at = None
    assert written(database) == [people.teammate.email], "the newcomer is no member yet"


def test_an_author_who_is_no_member_yet_is_reminded_of_their_own(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        applied(session, rows.offer(session, people.newcomer, LONG), LONG)
    assert written(database) == [people.newcomer.email]


def test_an_author_who_wants_none_is_not_replaced(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        applied(session, rows.offer(session, people.owner, LONG), LONG)
        service.turn(session, people.owner.ref, wanted=False)
    assert written(database) == []


def test_once_a_day_and_again_the_next(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        applied(session, rows.offer(session, people.owner, LONG), LONG)
    assert written(database) == [people.owner.email]
    assert written(database, NOW + timedelta(minutes=1)) == []
    assert written(database, NOW + timedelta(days=1)) == [people.owner.email]
    with database.reading() as session:
        keys = session.exec(select(Message.key).order_by(Message.key)).all()
        owner = session.get_one(Account, people.owner.id)
        assert owner.reminded_at == NOW + timedelta(days=1)
    assert keys == [f"reminder:{people.owner.id}:2026-03-0{day}" for day in (2, 3)]


def test_even_when_the_note_of_the_last_one_is_lost(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        applied(session, rows.offer(session, people.owner, LONG), LONG)
    written(database)
    with database.writing() as session:
        session.get_one(Account, people.owner.id).reminded_at = None
    assert written(database, NOW + timedelta(minutes=1)) == []


def test_two_workers_at_once_write_each_once(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        applied(session, rows.offer(session, people.owner, LONG), LONG)
        applied(session, rows.offer(session, people.stranger, LONG), LONG)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda daily: daily.turn(), [Daily(database, lambda: NOW) for _ in range(2)]))
    with database.reading() as session:
        assert len(session.exec(select(Message)).all()) == 2


class _Killed(BaseException):
    """The process is gone; whatever it had not committed with it."""


def test_a_worker_that_is_killed_half_way_has_ordered_all_or_nothing(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        applied(session, rows.offer(session, people.owner, LONG), LONG)
        applied(session, rows.offer(session, people.stranger, LONG), LONG)
    with suppress(_Killed), database.writing() as session:
        assert service.write(session, day_of(NOW), NOW) == 2
        raise _Killed
    assert Daily(database, lambda: NOW).turn() == 2
    with database.reading() as session:
        assert len(session.exec(select(Message)).all()) == 2


def test_a_worker_looks_in_the_morning_only_and_once(database: Database, people: cast.Cast) -> None:
    with database.writing() as session:
        applied(session, rows.offer(session, people.owner, LONG), LONG)
    clock = [NOW - timedelta(hours=4)]
    daily = Daily(database, lambda: clock[0])
    assert daily.turn() == 0
    clock[0] = NOW
    assert daily.turn() == 1
    assert daily.turn() == 0
    # Killed and started again the same morning.
    assert Daily(database, lambda: NOW + timedelta(minutes=5)).turn() == 0
    clock[0] = NOW + timedelta(days=1)
    assert daily.turn() == 1
    # Saturday.
    clock[0] = NOW + timedelta(days=5)
    assert daily.turn() == 0


@pytest.fixture
def stage(database_url: str) -> Stage:
    return Stage(database_url)


def waits(stage: Stage) -> tuple[str, str]:
    """Two offers of the owner's with people who wait; their references. The reminders of today are ordered."""
    with stage.database.writing() as session:
        first = rows.offer(session, stage.cast.owner, LONG)
        second = rows.offer(
            session, stage.cast.owner, LONG, occupation_label="Boulanger / Boulangère", place_label="Roubaix (59)"
        )
        applied(session, first, LONG, LONG, SHORT, answer="MARQUE-reponse")
        applied(session, first, LONG, stage=At.TO_CONTACT, lifted_at=LONG)
        applied(session, second, LONG - timedelta(days=9))
        applied(session, second, SHORT, stage=At.TO_CONTACT, lifted_at=SHORT)
        service.write(session, day_of(stage.now), stage.now)
    return first.ref, second.ref


def test_the_mail_counts_by_offer_and_leads_to_its_lists(stage: Stage) -> None:
    with stage:
        first, second = waits(stage)
        (mail,) = stage.mails("reminder")
        assert mail.address == stage.cast.owner.email
        assert mail.body.subject == "5 personnes attendent de vos nouvelles"
        told = mail.body.text
        assert told.index("Roubaix (59)") < told.index("Lille (59)"), "the longest wait comes first"
        assert "3 candidatures attendent votre réponse (la plus ancienne depuis 5 jours)" in told
        assert "1 personne attend que vous preniez contact (depuis 5 jours)" in told
        assert "1 candidature attend votre réponse (depuis 14 jours)" in told
        links = re.findall(r"http://\S+/offres/\S+", told)
        assert [(urlsplit(one).path, parse_qs(urlsplit(one).query)) for one in links] == [
            (f"/offres/{second}/candidatures", {"liste": ["en-attente"]}),
            (f"/offres/{first}/candidatures", {"liste": ["en-attente"]}),
            (f"/offres/{first}/candidatures", {"liste": ["a-contacter"]}),
        ]
        assert all(one in mail.body.html for one in links)


def test_the_mail_names_nobody(stage: Stage) -> None:
    with stage:
        waits(stage)
        (mail,) = stage.mails("reminder")
        with stage.database.reading() as session:
            marks = [one.ref for one in session.exec(select(Application))]
            for one in session.exec(select(Candidate)):
                marks += [one.ref, one.email, one.last_name]
        both = mail.body.text + mail.body.html + mail.body.subject
        assert not [mark for mark in [*marks, "MARQUE"] if mark in both]


def test_nothing_is_sent_any_more_once_all_are_answered_or_the_day_is_over(stage: Stage) -> None:
    with stage:
        waits(stage)
        stage.later(hours=20)
        assert stage.mails("reminder") == [], "the next morning has a reminder of its own"
        stage.later(hours=-20)
        assert len(stage.mails("reminder")) == 1
        with stage.database.writing() as session:
            for one in session.exec(select(Application)):
                one.stage = At.REFUSED
        assert stage.mails("reminder") == []


def stop_path(stage: Stage, mail: Mail) -> str:
    assert mail.unsubscribe.startswith(stage.settings.site_url)
    return mail.unsubscribe.removeprefix(stage.settings.site_url)


def wants(stage: Stage) -> bool:
    with stage.database.reading() as session:
        return session.get_one(Account, stage.cast.owner.id).wants_reminders


def test_one_click_in_the_mail_program_stops_them(stage: Stage) -> None:
    with stage:
        waits(stage)
        path = stop_path(stage, stage.mails("reminder")[0])
        browser = stage.browser()
        assert "Ne plus recevoir" in browser.get(path).text
        assert wants(stage), "a program that follows links decides nothing"
        answer = browser.send(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not wants(stage)
        assert stage.mails("reminder") == [], "not the one that is on its way either"
        assert browser.send(path).status_code == 200, "twice does no harm"


def test_a_link_that_we_did_not_seal_stops_nothing(stage: Stage) -> None:
    with stage:
        other = stage.app.state.tokens.make("unsubscribe", stage.cast.owner.ref, stage.now)
        for token in (other, "rien"):
            assert stage.browser().send(f"/rappels/{token}").status_code == 404
        assert wants(stage)


def test_the_box_of_the_account_turns_them_off_and_on(stage: Stage) -> None:
    with stage:
        browser = stage.signed_in(stage.cast.owner.email)
        assert 'name="rappels" value="oui" checked' in browser.get("/compte").text
        assert browser.post("/compte/rappels", {}, "/compte").headers["location"] == "/compte?fait=sans-rappel"
        assert not wants(stage)
        shown = browser.get("/compte?fait=sans-rappel").text
        assert 'name="rappels" value="oui">' in shown
        assert "plus de rappels" in shown
        browser.post("/compte/rappels", {"rappels": "oui"}, "/compte")
        assert wants(stage)


def test_staff_have_no_reminders_to_choose(stage: Stage) -> None:
    with stage:
        browser = stage.signed_in(stage.cast.staff.email)
        assert "rappels" not in browser.get("/compte").text
        assert browser.post("/compte/rappels", {"rappels": "oui"}, "/compte").status_code == 404
