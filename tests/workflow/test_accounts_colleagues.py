"""Colleagues, own data and the contact form, on both databases."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from tests.cast import CODE, NOW, PASSWORD, SIRET
from tests.visits import Browser, Stage
from web.accounts import codes, colleagues, contact
from web.accounts.tables import Account, ContactRequest

OWNER, TEAMMATE, NEWCOMER = "owner@ateliers.example", "teammate@ateliers.example", "newcomer@ateliers.example"
STRANGER = "stranger@ailleurs.example"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    with Stage(database_url) as stage:
        yield stage


def newcomer(stage: Stage) -> Account:
    with stage.database.reading() as session:
        return session.get_one(Account, stage.cast.newcomer.id)


def decide(browser: Browser, ref: str, what: str) -> int:
    return browser.post(f"/compte/collegues/{ref}/{what}", shown_on="/compte").status_code


def test_whoever_comes_second_asks_and_members_are_told(stage: Stage) -> None:
    form = {"prenom": "Ines", "nom": "Roux", "mail": "ines@ateliers.example", "telephone": "0320123456"}
    browser = stage.browser()
    browser.post("/inscription", form | {"siret": SIRET, "mot_de_passe": PASSWORD, "code": CODE})
    assert stage.mails("colleague") == []
    browser.post(stage.link("confirm"))
    assert [mail.address for mail in stage.mails("colleague")] == [OWNER, TEAMMATE]
    assert "Ines Roux demande à partager vos offres" in stage.mails("colleague")[0].body.subject
    page = browser.get("/compte").text
    assert "étaient là avant vous" in page
    assert "Nora Vidal" not in page
    assert "teammate@" not in page


def test_a_member_lets_a_colleague_in(stage: Stage) -> None:
    owner, ref = stage.signed_in(OWNER), stage.cast.newcomer.ref
    assert "Nora Vidal" in owner.get("/compte").text
    assert decide(owner, ref, "accepter") == 303
    assert newcomer(stage).member_since == NOW
    (mail,) = stage.mails("member")
    assert mail.address == NEWCOMER
    # Decided is decided: a teammate whose page is old changes nothing.
    assert decide(stage.signed_in(TEAMMATE), ref, "refuser") == 404
    assert newcomer(stage).member_since == NOW


def test_a_member_refuses_and_staff_may_still_accept(stage: Stage) -> None:
    assert decide(stage.signed_in(OWNER), stage.cast.newcomer.ref, "refuser") == 303
    assert newcomer(stage).member_since is None
    assert "Nora Vidal" not in stage.signed_in(TEAMMATE).get("/compte").text
    with stage.database.writing() as session:
        colleagues.let_in(session, session.get_one(Account, stage.cast.newcomer.id), NOW)
    assert newcomer(stage).member_since == NOW
    assert newcomer(stage).refused_at is None


@pytest.mark.parametrize("email", [STRANGER, NEWCOMER, "staff@vivier.example"])
@pytest.mark.parametrize("what", ["accepter", "refuser"])
def test_nobody_else_decides(stage: Stage, email: str, what: str) -> None:
    browser = stage.signed_in(email)
    assert "Nora Vidal demande" not in browser.get("/compte").text
    assert decide(browser, stage.cast.newcomer.ref, what) == 404
    row = newcomer(stage)
    assert (row.member_since, row.refused_at) == (None, None)


def test_one_changes_ones_own_name_and_telephone(stage: Stage) -> None:
    browser = stage.signed_in(OWNER)
    answer = browser.post("/compte", {"prenom": "Olivia", "nom": "Perrin <b>", "telephone": "+32 2 555 12 34"})
    assert answer.headers["location"] == "/compte?fait=infos"
    page = browser.get("/compte?fait=infos").text
    assert "Vos informations sont enregistrées." in page
    assert "Olivia Perrin &lt;b&gt;" in page
    assert 'value="+3225551234"' in page
    answer = browser.post("/compte", {"prenom": "", "nom": "Perrin", "telephone": "abc"})
    assert answer.status_code == 400
    assert "2 réponses sont à revoir" in answer.text
    assert 'value="abc"' in answer.text


def test_a_request_is_kept_and_staff_are_told(stage: Stage) -> None:
    form = {
        "nom": "Léo\nBcc: x@x.example",
        "mail": "leo@pme.example",
        "message": "Bonjour,\r\ntrois caristes.",
        "entreprise": "PME",
    }
    browser = stage.browser()
    answer = browser.post("/contact", form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/contact/merci")
    assert "votre message est parti" in browser.get("/contact/merci").text
    (mail,) = stage.mails("contact")
    assert (mail.address, mail.answer_to) == (stage.settings.mail.staff, "leo@pme.example")
    assert mail.body.subject == "Demande de contact : PME"
    assert "trois caristes." in mail.body.text
    with stage.database.reading() as session:
        row = session.exec(select(ContactRequest)).one()
    assert (row.name, row.message, row.created_at) == ("Léo Bcc: x@x.example", "Bonjour,\ntrois caristes.", NOW)


def test_an_answer_may_bring_a_code(stage: Stage) -> None:
    with stage.database.writing() as session:
        row = ContactRequest(
            name="Léo", email="leo@pme.example", message="?", search="metier=cariste&lieu=59350", created_at=NOW
        )
        session.add(row)
        session.flush()
        code = codes.issue(session, 1, stage.cast.code.expires_at - NOW, NOW, stage.cast.staff.id)
        contact.answer(session, row, "Avec plaisir <3", code, stage.cast.staff.id or 0, NOW)
    (mail,) = stage.mails("contact-answer")
    assert mail.address == "leo@pme.example"
    assert f"{code.code[:5]}-{code.code[5:]}" in mail.body.text
    assert "Avec plaisir &lt;3" in mail.body.html
    assert stage.link("contact-answer") == "/inscription?metier=cariste&lieu=59350"


def test_a_contact_form_that_comes_back_keeps_what_was_typed(stage: Stage) -> None:
    answer = stage.browser().post("/contact", {"nom": "Léo", "mail": "leo", "message": ""})
    assert answer.status_code == 400
    assert 'value="leo"' in answer.text
    assert "2 réponses sont à revoir" in answer.text


def test_contact_requests_are_limited(stage: Stage) -> None:
    form = {"nom": "Léo", "mail": "leo@pme.example", "message": "Bonjour"}
    browser = stage.browser()
    assert [browser.post("/contact", form).status_code for _ in range(6)] == [303] * 5 + [429]
