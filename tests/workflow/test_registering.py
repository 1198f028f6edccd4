"""Registering, on both databases: who gets which link, what it opens and how often, and what is asked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from search_api.engine.settings import EngineSettings
from tests import cast
from tests.registering import DOOR, EMAIL, FORM, link, registered
from tests.visits import Stage
from web import sweeping
from web.candidates import rules, service, signing_up, space
from web.candidates.tables import Candidate, SignUp
from web.outbox.tables import Channel, Message

HOME = {"citycode": "59350", "departement": "59", "lat": 50.633, "lon": 3.059}


@pytest.fixture
def stage(database_url: str, places: EngineSettings) -> Iterator[Stage]:
    with Stage(database_url, places) as stage:
        yield stage


def people(stage: Stage) -> list[Candidate]:
    with stage.database.reading() as session:
        return list(session.exec(select(Candidate).order_by(col(Candidate.id))))


def test_a_mail_a_link_a_form_and_one_is_in(stage: Stage) -> None:
    path = link(stage, " Maelle@People.Example ")
    browser = stage.browser()
    # A program that opens the links of mails does not use it up.
    for _ in range(2):
        assert EMAIL in browser.get(path).text
    answer = browser.post(path, FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/candidat/profil?fait=bienvenue")
    (one,) = people(stage)
    assert (one.first_name, one.last_name, one.email, one.phone) == ("Maëlle", "Le Goff", EMAIL, "0639980042")
    assert (one.consented_at, one.paused_at, one.unsubscribed_at) == (stage.now, None, None)
    assert one.profile["home"]["citycode"] == "59350"
    assert one.profile["skills"] == []
    assert "Bonjour Maëlle" in browser.get("/candidat/espace").text
    assert stage.browser().get(path).status_code == 410
    with stage.database.reading() as session:
        told = session.exec(select(Message).where(Message.channel == Channel.INDEX)).all()
    assert [message.key for message in told] == [f"candidate:{one.ref}:1"]


def test_who_is_known_gets_the_link_to_the_space_and_nobody_else_learns_it(stage: Stage) -> None:
    with stage.database.writing() as session:
        known = cast.candidate(session, 1, stage.now)
    pages = []
    for email in (known.email, "somebody-new@people.example"):
        browser = stage.browser()
        answer = browser.post(DOOR, {"mail": email})
        pages.append((answer.status_code, answer.headers["location"], browser.get(answer.headers["location"]).text))
    assert pages[0] == pages[1]
    assert [mail.address for mail in stage.mails(space.LINK)] == [known.email]
    assert [mail.address for mail in stage.mails(signing_up.LINK)] == ["somebody-new@people.example"]


def test_a_link_lives_for_a_day(stage: Stage) -> None:
    path = link(stage)
    stage.later(hours=23)
    assert stage.browser().get(path).status_code == 200
    stage.later(hours=2)
    assert stage.browser().get(path).status_code == 410
    assert stage.mails(signing_up.LINK) == []
    # What nobody came for is forgotten.
    sweeping.turn(stage.database, stage.later(days=1))
    link(stage, "other@people.example")
    sweeping.turn(stage.database, stage.now)
    with stage.database.reading() as session:
        assert [one.email for one in session.exec(select(SignUp))] == ["other@people.example"]


@pytest.mark.parametrize("token", ["nothing", "gAAAAA", "é"])
def test_a_token_that_is_not_ours_opens_nothing(stage: Stage, token: str) -> None:
    assert stage.browser().get(f"{DOOR}/{token}").status_code == 410


def test_of_two_who_use_a_link_at_once_one_registers(stage: Stage) -> None:
    link(stage)
    with stage.database.reading() as session:
        ref = session.exec(select(SignUp.ref)).one()

    def use(_: int) -> str | None:
        with stage.database.writing() as session:
            return signing_up.register(session, ref, service.Details("A", "B"), rules.beginning(HOME), stage.now)

    with ThreadPoolExecutor(4) as pool:
        assert sum(token is not None for token in pool.map(use, range(4))) == 1
    assert len(people(stage)) == 1


def test_two_links_of_one_mailbox_register_one_person(stage: Stage) -> None:
    first, second = link(stage), link(stage)
    assert stage.browser().post(first, FORM).status_code == 303
    assert stage.browser().get(second).status_code == 410
    assert len(people(stage)) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"prenom": " "}, "Indiquez votre prénom."),
        ({"nom": ""}, "Indiquez votre nom."),
        ({"telephone": "12"}, "Un numéro de téléphone"),
        ({"ville": ""}, "Indiquez votre ville."),
        ({"ville": "zzzzqqqq"}, "Nous ne trouvons pas cette ville."),
        ({"accord": ""}, "Sans votre accord"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(
    stage: Stage, change: dict[str, str], said: str
) -> None:
    path, browser = link(stage), stage.browser()
    answer = browser.post(path, FORM | change)
    assert answer.status_code == 400
    assert said in answer.text
    kept = [value for name, value in FORM.items() if name not in change and name != "accord"]
    assert all(f'value="{value}"' in answer.text for value in kept)
    assert people(stage) == []
    # The link is not used up.
    assert browser.post(path, FORM).status_code == 303


def test_a_town_of_several_is_asked_back_and_can_be_chosen_without_a_script(stage: Stage) -> None:
    path, browser = link(stage), stage.browser()
    asked = browser.post(path, FORM | {"ville": "Saint-Denis"})
    assert asked.status_code == 400
    assert 'name="ville-choix" value="93066"' in asked.text
    assert browser.post(path, FORM | {"ville": "Saint-Denis", "ville-choix": "93066"}).status_code == 303
    assert people(stage)[0].profile["home"]["citycode"] == "93066"


def test_a_choice_counts_for_the_words_that_it_was_made_for_only(stage: Stage) -> None:
    chosen = {"ville": "Lille (59)", "ville-code": "59350", "ville-nom": "Lille (59)"}
    registered(stage, **chosen)
    registered(stage, "other@people.example", **(chosen | {"ville": "Arras"}))
    assert [one.profile["home"]["citycode"] for one in people(stage)] == ["59350", "62041"]


def test_a_phone_is_not_needed(stage: Stage) -> None:
    registered(stage, telephone="")
    assert people(stage)[0].phone == ""


def test_no_mailbox_can_be_flooded(stage: Stage) -> None:
    for _ in range(5):
        link(stage)
    answer = stage.browser("198.51.100.7").post(DOOR, {"mail": EMAIL})
    assert answer.status_code == 429


def test_the_ways_in_lead_here(stage: Stage) -> None:
    for path in ("/", "/candidat"):
        assert f'href="{DOOR}"' in stage.browser().get(path).text
