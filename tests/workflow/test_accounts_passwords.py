"""Passwords that were forgotten or are changed, on both databases: links that serve once, sessions that end."""

from collections.abc import Iterator

import pytest

from tests.cast import PASSWORD
from tests.visits import Browser, Stage
from web.accounts import links
from web.accounts.tables import Account

OWNER = "owner@ateliers.example"
NEW = "un cheval bleu au bord du lac"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    with Stage(database_url) as stage:
        yield stage


def forget(browser: Browser, email: str = OWNER) -> None:
    answer = browser.post("/mot-de-passe-oublie", {"mail": email})
    assert (answer.status_code, answer.headers["location"]) == (303, "/mot-de-passe-oublie/envoye")
    assert "set-cookie" not in answer.headers


def is_in(browser: Browser) -> bool:
    return browser.get("/compte").status_code == 200


def test_a_forgotten_password_is_replaced_once_by_a_link(stage: Stage) -> None:
    elsewhere, browser = stage.signed_in(OWNER), stage.browser()
    forget(browser)
    path = stage.link("reset")
    page = browser.get(path)
    assert "Olive Perrin" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert browser.post(path, {"mot_de_passe": "trop court"}).status_code == 400
    assert browser.post(path, {"mot_de_passe": NEW}).headers["location"] == "/offres"
    assert is_in(browser)
    assert not is_in(elsewhere)
    stage.signed_in(OWNER, NEW)
    # Once used it is dead, and whoever owns the mailbox is told.
    assert stage.browser().get(path).status_code == 410
    (told,) = stage.mails("password")
    assert (told.address, told.body.subject) == (OWNER, "Votre mot de passe a changé")


def test_the_answer_is_the_same_for_an_address_without_an_account(stage: Stage) -> None:
    for email in ("nobody@nowhere.example", OWNER):
        forget(stage.browser(), email)
    assert [mail.address for mail in stage.mails()] == [OWNER]


def test_the_link_is_good_for_an_hour_and_until_the_password_changes(stage: Stage) -> None:
    forget(stage.browser())
    path, made = stage.link("reset"), stage.now
    stage.later(hours=1)
    assert stage.browser().get(path).status_code == 200
    stage.now = made
    owner = stage.signed_in(OWNER)
    owner.post("/compte/mot-de-passe", {"actuel": PASSWORD, "mot_de_passe": NEW}, shown_on="/compte")
    assert stage.browser().get(path).status_code == 410
    stage.later(minutes=1)
    forget(stage.browser())
    path = stage.link("reset")
    stage.later(hours=1, seconds=1)
    assert stage.browser().get(path).status_code == 410


def test_a_link_for_one_thing_opens_nothing_else(stage: Stage) -> None:
    with stage.database.reading() as session:
        subject = links.subject(session.get_one(Account, stage.cast.owner.id))
    for purpose, path in (
        (links.CONFIRM, "/mot-de-passe/"),
        (links.RESET, "/confirmation/"),
        ("device", "/mot-de-passe/"),
    ):
        token = stage.app.state.tokens.make(purpose, subject, stage.now)
        assert stage.browser().get(path + token).status_code == 410
    for token in ("x", "é", "a" * 500):
        assert stage.browser().get(f"/mot-de-passe/{token}").status_code == 410


def test_a_new_password_opens_an_account_that_was_never_confirmed(stage: Stage) -> None:
    with stage.database.writing() as session:
        owner = session.get_one(Account, stage.cast.owner.id)
        owner.email_confirmed_at = owner.member_since = None
        session.add(owner)
    browser = stage.browser()
    forget(browser)
    browser.post(stage.link("reset"), {"mot_de_passe": NEW})
    assert is_in(browser)
    # The teammate was there, and is asked.
    assert [mail.address for mail in stage.mails("colleague")] == [stage.cast.teammate.email]


def test_blocked_accounts_get_no_link(stage: Stage) -> None:
    with stage.database.writing() as session:
        owner = session.get_one(Account, stage.cast.owner.id)
        owner.blocked_at = stage.now
        session.add(owner)
    forget(stage.browser())
    assert stage.mails() == []


def test_a_change_of_password_ends_the_other_sessions(stage: Stage) -> None:
    here, elsewhere = stage.signed_in(OWNER), stage.signed_in(OWNER)
    assert "1 autre navigateur est connecté" in here.get("/compte").text
    token = here.cookies["session"]
    answer = here.post("/compte/mot-de-passe", {"actuel": PASSWORD, "mot_de_passe": NEW}, shown_on="/compte")
    assert answer.headers["location"] == "/compte?fait=mot-de-passe"
    assert "Votre mot de passe est changé" in here.get(answer.headers["location"]).text
    assert here.cookies["session"] != token
    assert not is_in(elsewhere)
    stage.signed_in(OWNER, NEW)
    assert len(stage.mails("password")) == 1


def test_the_present_password_is_needed_to_change_it(stage: Stage) -> None:
    browser = stage.signed_in(OWNER)
    for present, told in (("mauvais", "pas votre mot de passe actuel"), ("", "Indiquez votre mot de passe")):
        answer = browser.post("/compte/mot-de-passe", {"actuel": present, "mot_de_passe": NEW}, shown_on="/compte")
        assert answer.status_code == 400
        assert told in answer.text.replace("&#39;", "'")
    tries = [
        browser.post("/compte/mot-de-passe", {"actuel": "mauvais", "mot_de_passe": NEW}, shown_on="/compte").status_code
        for _ in range(10)
    ]
    assert tries == [400] * 9 + [429]
    stage.signed_in(OWNER)


def test_one_signs_out_everywhere(stage: Stage) -> None:
    here, elsewhere = stage.signed_in(OWNER), stage.signed_in(OWNER)
    assert here.post("/compte/deconnexion", shown_on="/compte").headers["location"] == "/connexion"
    assert not is_in(here)
    assert not is_in(elsewhere)


def test_nobody_can_fill_a_mailbox(stage: Stage) -> None:
    answers = [stage.browser(f"203.0.113.{n}").post("/mot-de-passe-oublie", {"mail": OWNER}) for n in range(6)]
    assert [one.status_code for one in answers] == [303] * 5 + [429]
