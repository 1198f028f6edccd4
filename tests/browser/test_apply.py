"""Applying on a phone, with scripts and without: the length as one types, the draft that comes back, the warning."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from search_api.engine.settings import EngineSettings
from tests import cast
from tests.browser.conftest import PHONE, WIDE, flaws
from tests.site import serving, site_settings
from tests.web.test_invitation_pages import published
from web.accounts.passwords import Passwords
from web.app import create_app
from web.applications import reply
from web.applications.tables import Application, ApplicationDraft
from web.candidates import space
from web.candidates.tables import CandidateLink
from web.db import Database
from web.db.writes import id_of
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State
from web.settings import SiteSettings
from web.tokens import Tokens

ANSWER = "J'écoute d'abord la personne, puis je fais tourner la roue."
TELLS = "Je suis Alex, appelez-moi au 06 12 34 56 78."
SEND, LATER = "Envoyer ma candidature", "Enregistrer pour plus tard"


@dataclass
class Scene:
    """A site without an engine, on which one person is invited to one offer. path: of their link."""

    url: str
    database: Database
    settings: SiteSettings
    path: str

    def all(self, table: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.exec(select(table)))

    def change(self, row: Any, **values: Any) -> None:
        with self.database.writing() as session:
            found = session.get(type(row), row.id)
            for name, value in values.items():
                setattr(found, name, value)

    def door(self) -> str:
        """The path of a link that opens the person's space."""
        now = datetime.now(UTC)
        with self.database.writing() as session:
            space.ask(session, ["candidate1@people.example"], now)
            row = session.exec(select(CandidateLink)).one()
        return f"/candidat/entrer/{Tokens(self.settings.secret).make(space.LINK, row.ref, now)}"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    settings = site_settings(EngineSettings(hosts=("http://127.0.0.1:9",), external=True, home=tmp_path), tmp_path)
    database, now = Database(settings.database), datetime.now(UTC)
    offer = published(database, now)
    with database.writing() as session:
        person = cast.candidate(session, 1, now)
        invited = Invitation(offer_id=id_of(offer), candidate_id=id_of(person), created_at=now)
        session.add(invited)
        session.flush()
    path = f"/invitation/{Tokens(settings.secret).make('invitation', invited.ref, now)}"
    with serving(create_app(settings, passwords=Passwords(cast.HASTY))) as url:
        yield Scene(url, database, settings, path)
    database.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, scene: Scene) -> Iterator[Visit]:
    """`visit(path)`: a page on a phone, in a browser of its own; no script may fail, nothing be asked elsewhere."""
    contexts, faults = [], []

    def visit_one(path: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "locale": "fr-FR", "base_url": scene.url, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda one: one.url.startswith(scene.url) or faults.append(f"asked elsewhere: {one.url}"))
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.goto(path or scene.path)
        return page

    yield visit_one
    for context in contexts:
        context.close()
    assert not faults


def fill(page: Page, answer: str) -> None:
    page.get_by_label("Tout de suite").check()
    page.locator("#answer").fill(answer)


def test_the_length_follows_and_the_draft_survives(visit: Visit, scene: Scene) -> None:
    page = visit()
    page.get_by_role("link", name="Répondre à l'offre").click()
    length = page.locator("#longueur")
    expect(length).to_contain_text("0 sur 2")
    page.get_by_label("Après un préavis").check()
    page.get_by_label("Durée du préavis").fill("3")
    page.locator("#answer").press_sequentially("Été 🚲")
    expect(length.locator("[data-length]")).to_have_text("5")
    expect(page.locator("#enregistre")).to_contain_text("Brouillon gardé à")
    page.reload()
    expect(page.locator("#answer")).to_have_value("Été 🚲")
    expect(page.get_by_label("Durée du préavis")).to_have_value("3")
    # Elsewhere too, by the same link.
    expect(visit().locator("#answer")).to_have_value("Été 🚲")
    # Nothing is cut off when it is too long; it is said, also to who listens.
    page.locator("#answer").fill("x" * (reply.MOST_ANSWER + 12))
    expect(length).to_contain_text("12 de trop")
    expect(page.locator("[data-length-told]")).to_contain_text("trop longue")


def test_the_last_words_before_a_page_is_left_are_kept(visit: Visit, scene: Scene) -> None:
    page = visit()
    page.locator("#answer").fill("Derniers mots")
    # At once, before the page would have saved by itself.
    page.goto("/candidat")
    expect(visit().locator("#answer")).to_have_value("Derniers mots")


def test_the_return_key_sends_nothing(visit: Visit, scene: Scene) -> None:
    page = visit()
    fill(page, ANSWER)
    page.get_by_label("À partir d'une date").check()
    page.get_by_label("À partir du").press("Enter")
    expect(page.get_by_text("rien n'est encore envoyé")).to_be_visible()
    assert scene.all(Application) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_somebody_is_warned_changes_the_text_and_applies(visit: Visit, scene: Scene, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    fill(page, TELLS)
    page.get_by_role("button", name=SEND).click()
    warned = page.locator(".warned")
    expect(warned).to_contain_text("votre nom ou votre prénom et un numéro de téléphone")
    # In sight, without looking for it.
    expect(warned).to_be_in_viewport()
    page.get_by_role("link", name="Modifier ma réponse").click()
    page.locator("#answer").fill(ANSWER)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre candidature est envoyée")
    (sent,) = scene.all(Application)
    assert sent.answer == ANSWER
    assert scene.all(ApplicationDraft) == []
    page.get_by_role("link", name="Relire ce que j'ai envoyé").click()
    expect(page.get_by_role("heading", name="Pas encore de réponse")).to_be_visible()


def test_without_scripts_a_draft_is_kept_by_its_button_and_mistakes_lose_nothing(visit: Visit, scene: Scene) -> None:
    page = visit(java_script_enabled=False)
    page.locator("#answer").fill(ANSWER)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_role("alert").first).to_contain_text("Dites quand vous pourriez commencer.")
    expect(page.locator("#answer")).to_have_value(ANSWER)
    page.get_by_role("button", name=LATER).click()
    expect(page.get_by_text("C'est gardé, et rien n'est encore envoyé.")).to_be_visible()
    expect(visit(java_script_enabled=False).locator("#answer")).to_have_value(ANSWER)


def test_two_devices_ask_which_words_to_keep(visit: Visit, scene: Scene) -> None:
    phone, computer = visit(), visit(viewport=WIDE)
    phone.locator("#answer").fill("Écrit sur le téléphone")
    expect(phone.locator("#enregistre")).to_contain_text("Brouillon gardé")
    computer.locator("#answer").fill("Écrit sur l'ordinateur")
    expect(computer.locator("#autre-version")).to_contain_text("Écrit sur le téléphone")
    expect(computer.locator("#panne")).to_contain_text("modifiée ailleurs")
    computer.get_by_role("button", name="Garder ce qui est écrit ici").click()
    expect(computer.get_by_text("C'est gardé")).to_be_visible()
    expect(computer.locator("#answer")).to_have_value("Écrit sur l'ordinateur")


def test_a_pause_of_the_network_is_said_and_the_words_stay(visit: Visit, scene: Scene) -> None:
    page = visit()
    page.context.set_offline(True)
    page.locator("#answer").fill(ANSWER)
    expect(page.locator("#panne")).to_contain_text("n'a pas pu être gardé")
    page.context.set_offline(False)
    page.locator("#answer").press_sequentially("!")
    expect(page.locator("#panne")).to_have_text("")
    expect(visit().locator("#answer")).to_have_value(f"{ANSWER}!")


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Visit, scene: Scene) -> None:
    page = visit(bypass_csp=True, reduced_motion="reduce")
    faults: list[str] = []

    def look(name: str) -> None:
        faults.extend(f"{name}: {one}" for one in flaws(page))

    look("form")
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#erreurs")).to_be_visible()
    look("mistakes")
    fill(page, TELLS)
    page.get_by_role("button", name=SEND).click()
    expect(page.locator("#avertissement")).to_be_visible()
    look("warning")
    page.get_by_role("button", name="Décliner l'invitation").click()
    page.wait_for_url(scene.url + scene.path)
    look("declined")
    page.get_by_text("C'est noté").wait_for()
    (offer,), (invitation,) = scene.all(Offer), scene.all(Invitation)
    scene.change(offer, state=State.CLOSED)
    page.goto(scene.path)
    look("closed")
    scene.change(offer, state=State.PUBLISHED)
    page.goto(scene.path)
    page.get_by_text("Finalement, cette offre m'intéresse").click()
    fill(page, ANSWER)
    page.get_by_role("button", name=SEND).click()
    page.wait_for_url("**/envoyee**")
    look("thanks")
    page.goto(scene.path)
    look("sent")
    page.goto(scene.door())
    page.get_by_role("button", name="Ouvrir mon espace").click()
    page.wait_for_url("**/candidat/espace")
    look("space")
    page.get_by_role("link", name="Retirer ma candidature").click()
    page.wait_for_url("**/retirer")
    look("withdrawing")
    page.get_by_role("button", name="Retirer ma candidature").click()
    page.get_by_text("Vous avez retiré votre candidature").wait_for()
    look("withdrawn")
    page.goto("/candidat/espace")
    look("space, withdrawn")
    scene.change(invitation, revoked_at=datetime.now(UTC))
    page.goto(scene.path)
    look("gone")
    assert faults == []
