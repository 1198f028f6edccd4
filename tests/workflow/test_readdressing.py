"""Another mail address, on both databases: the mailbox decides, and an erasure forgets what was not confirmed."""

from collections.abc import Iterator
from html import unescape

import pytest
from sqlmodel import select

from tests import cast
from tests.visits import NO_ENGINE
from tests.workflow.test_profile import Life
from web import sweeping
from web.candidates import readdressing, service, space
from web.candidates.tables import FormerAddress, SignUp
from web.outbox.tables import Message

IDENTITY = "/candidat/profil/identite"
NEW = "new@people.example"


@pytest.fixture
def life(database_url: str) -> Iterator[Life]:
    with Life(database_url, NO_ENGINE) as life:
        yield life


def ask(life: Life, email: str = NEW) -> None:
    answer = life.open().post("/candidat/adresse", {"mail": email}, IDENTITY)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{IDENTITY}?fait=mail")


def test_the_address_changes_once_the_link_was_opened(life: Life) -> None:
    old = life.row.email
    ask(life, " New@People.Example ")
    (mail,) = life.mails(readdressing.LINK)
    assert mail.address == NEW
    path, browser = life.link(readdressing.LINK), life.browser()
    for _ in range(2):
        assert NEW in browser.get(path).text
    assert life.row.email == old
    answer = browser.post(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/candidat/profil?fait=mail#identite")
    assert life.row.email == NEW
    assert browser.get(path).status_code == 410
    assert life.mails(readdressing.LINK) == []
    assert "Votre nouvelle adresse mail" in life.open().get("/candidat/profil?fait=mail").text


def test_the_old_address_is_told_of_the_change_and_not_of_the_new_address(life: Life) -> None:
    old = life.row.email
    ask(life)
    path = life.link(readdressing.LINK)
    assert life.mails(readdressing.NOTICE) == []
    life.later(hours=15)
    life.browser().post(path)
    (mail,) = life.mails(readdressing.NOTICE)
    assert (mail.address, mail.answer_to, mail.unsubscribe) == (old, life.settings.mail.staff, "")
    for told in (mail.body.text, unescape(mail.body.html)):
        told = told.replace("\N{NO-BREAK SPACE}", " ")
        assert "a changé le 3 mars 2026 à 1 h 00" in told
        assert f"Bonjour {life.row.first_name}" in told
        assert life.settings.mail.staff in told
        assert "new@" not in told


def test_a_link_that_lies_in_the_old_mailbox_opens_nothing_any_more(life: Life) -> None:
    life.browser().post("/candidat", {"mail": life.row.email})
    left = life.link(space.LINK)
    ask(life)
    life.browser().post(life.link(readdressing.LINK))
    assert life.browser().get(left).status_code == 410


def test_of_two_changes_each_old_address_is_told(life: Life) -> None:
    first = life.row.email
    for email in (NEW, "newer@people.example"):
        ask(life, email)
        life.browser().post(life.link(readdressing.LINK))
    assert [mail.address for mail in life.mails(readdressing.NOTICE)] == [first, NEW]


def test_an_old_address_is_forgotten_after_a_while(life: Life) -> None:
    for email in (NEW, "newer@people.example"):
        ask(life, email)
        life.browser().post(life.link(readdressing.LINK))
        sweeping.turn(life.database, life.later(days=29))
    with life.database.reading() as session:
        assert [one.email for one in session.exec(select(FormerAddress))] == [NEW]


def test_an_address_that_is_somebody_s_is_not_taken_and_nobody_learns_it(life: Life) -> None:
    with life.database.writing() as session:
        other = cast.candidate(session, 2, life.now)
    ask(life, other.email)
    assert life.mails(readdressing.LINK) == []
    assert [mail.address for mail in life.mails(space.LINK)] == [other.email]


def test_an_address_that_was_taken_meanwhile_is_left_alone(life: Life) -> None:
    ask(life)
    path = life.link(readdressing.LINK)
    with life.database.writing() as session:
        cast.candidate(session, 2, life.now).email = NEW
    browser = life.browser()
    assert browser.post(path).status_code == 410
    assert life.row.email != NEW
    assert life.mails(readdressing.NOTICE) == []


def test_a_link_lives_for_a_day_and_is_not_for_registering(life: Life) -> None:
    ask(life)
    path = life.link(readdressing.LINK)
    token = path.rpartition("/")[2]
    assert life.browser().get(f"/candidat/inscription/{token}").status_code == 410
    life.later(hours=25)
    assert life.browser().get(path).status_code == 410
    assert life.mails(readdressing.LINK) == []


def test_an_address_that_is_none_is_said(life: Life) -> None:
    answer = life.open().post("/candidat/adresse", {"mail": "nobody"}, IDENTITY)
    assert answer.status_code == 400
    assert "Une adresse mail, comme" in answer.text


def test_an_erasure_forgets_the_address_that_was_not_confirmed(life: Life) -> None:
    ask(life)
    path = life.link(readdressing.LINK)
    with life.database.writing() as session:
        service.erase(session, life.person, life.now)
    with life.database.reading() as session:
        assert session.exec(select(SignUp)).all() == []
        assert [one.kind for one in session.exec(select(Message))] == ["candidate"]
    assert life.browser().get(path).status_code == 410
