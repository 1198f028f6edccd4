"""The back office in a browser: axe finds nothing, no page scrolls sideways, and keys are enough."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDE, axe, flaws
from tests.cast import PASSWORD, cast
from tests.site import serving, site_settings
from tests.staff_scene import fill
from tests.visits import NO_ENGINE
from web.app import create_app
from web.clock import utc_now
from web.db import Database


@pytest.fixture
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, list[str]]]:
    """A member of staff, signed in, in a browser without JavaScript of ours to wait for; and all pages of staff."""
    settings = site_settings(NO_ENGINE, tmp_path_factory.mktemp("desk"))
    database = Database(settings.database)
    people = cast(database, utc_now())
    paths = fill(database, people, utc_now())
    database.close()
    with serving(create_app(settings)) as url:
        # Without motion: axe must not measure a colour half way from one scheme to the other.
        context = browser.new_context(
            base_url=url, bypass_csp=True, locale="fr-FR", viewport=WIDE, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto("/connexion")
        page.get_by_label("Adresse mail").fill(people.staff.email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Équipe")
        yield page, paths
        context.close()


def test_axe_finds_nothing_and_everything_fits(desk: tuple[Page, list[str]]) -> None:
    page, paths = desk
    for path in paths:
        page.goto(path)
        assert flaws(page) == [], path


def test_a_form_with_mistakes_says_so_and_keeps_what_was_typed(desk: tuple[Page, list[str]]) -> None:
    page, _ = desk
    page.goto("/equipe/codes")
    page.get_by_text("Émettre un code").click()
    page.locator("#utilisations").fill("beaucoup")
    page.get_by_role("button", name="Émettre").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#utilisations")).to_have_value("beaucoup")
    assert axe(page) == []


def test_keys_are_enough_to_answer_a_request(desk: tuple[Page, list[str]]) -> None:
    page, paths = desk
    page.goto(next(path for path in reversed(paths) if "/demandes/" in path))
    page.locator("#reponse").focus()
    page.keyboard.type("Bienvenue !")
    button = page.get_by_role("button", name="Envoyer la réponse")
    for _ in range(6):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("partie par mail")
