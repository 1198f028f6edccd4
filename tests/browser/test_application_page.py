"""The page of one application in a browser: axe finds nothing, nothing is wider than a phone, keys are enough."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.application_scene import RULE, Scene, fill
from tests.browser.conftest import WIDE, axe, flaws
from tests.cast import PASSWORD, cast
from tests.site import serving, site_settings
from tests.visits import NO_ENGINE
from web.app import create_app
from web.clock import utc_now
from web.db import Database


@pytest.fixture
def opened(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Page, Scene]]:
    """A recruiter, signed in; and what there is to see."""

    async def rule(*_: Any) -> Any:
        return RULE

    monkeypatch.setattr(sys.modules["web.applications.pages.detail"], "offer_rule", rule)
    settings = site_settings(NO_ENGINE, tmp_path_factory.mktemp("application"))
    database = Database(settings.database)
    people = cast(database, utc_now())
    scene = fill(database, people, utc_now())
    database.close()
    with serving(create_app(settings)) as url:
        context = browser.new_context(
            base_url=url, bypass_csp=True, locale="fr-FR", viewport=WIDE, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(f"/connexion?suite=/candidatures/{scene.pending}")
        page.get_by_label("Adresse mail").fill(people.owner.email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Candidature du")
        # And its scripts.
        page.wait_for_load_state()
        yield page, scene
        context.close()


def test_axe_finds_nothing_and_everything_fits(opened: tuple[Page, Scene]) -> None:
    page, scene = opened
    for path in scene.pages:
        page.goto(path)
        assert flaws(page) == [], path


def test_the_hint_comes_while_one_types_and_goes_with_the_word(opened: tuple[Page, Scene]) -> None:
    page, _ = opened
    hint = page.locator("#conseil")
    page.get_by_label("Ajouter une note").press_sequentially("Elle est enceinte")
    expect(hint).to_contain_text("touche à la grossesse")
    assert axe(page) == []
    page.get_by_label("Ajouter une note").fill("Elle est précise")
    expect(hint).to_be_empty()
    page.get_by_label("Ajouter une note").fill("Trop jeune.")
    page.get_by_role("button", name="Ajouter la note").click()
    expect(page.locator(".note")).to_contain_text("Trop jeune.")
    expect(page.locator(".note")).to_contain_text("touche à l'âge")


def test_keys_are_enough_to_note_change_and_take_back(opened: tuple[Page, Scene]) -> None:
    page, _ = opened
    page.get_by_label("Ajouter une note").focus()
    page.keyboard.type("Réponse claire.")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ajouter la note")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Modifier la note").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Modifier la note")
    page.get_by_label("Votre texte").fill("Réponse claire et brève.")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.locator(".note")).to_contain_text("Modifiée par Olive Perrin")
    page.get_by_text("Retirer", exact=False).locator("xpath=ancestor-or-self::summary").first.press("Enter")
    page.get_by_role("button", name="Retirer cette note").press("Enter")
    expect(page.locator(".note")).to_contain_text("Note retirée")
    expect(page.locator(".note")).not_to_contain_text("claire")


def test_a_star_comes_back_to_the_page(opened: tuple[Page, Scene]) -> None:
    page, scene = opened
    page.get_by_role("button", name="Favorite").click()
    expect(page.get_by_role("button", name="Favorite")).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith(f"/candidatures/{scene.pending}")
