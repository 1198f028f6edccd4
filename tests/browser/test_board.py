"""The applications page in real browsers: two recruiters at once, the keyboard alone, no scripts, narrow windows."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from tests import applications as rows
from tests import cast
from tests.browser.conftest import WIDE, flaws
from tests.site import serving
from tests.sql import empty_file
from tests.visits import NO_ENGINE
from web.accounts.passwords import Passwords
from web.app import create_app
from web.applications.tables import Application
from web.clock import utc_now
from web.db import Database
from web.settings import SiteSettings

LONG = "On apprend beaucoup en écoutant. " * 40


@dataclass(frozen=True)
class Scene:
    """The running site, the list of an offer, the references on it, and how to come in."""

    database: Database
    board: str
    refs: list[str]
    enter: Callable[..., Page]

    def row(self, ref: str) -> Application:
        with self.database.reading() as session:
            return session.exec(select(Application).where(Application.ref == ref)).one()


@pytest.fixture
def scene(browser: Browser, tmp_path: Path) -> Iterator[Scene]:
    (tmp_path / "vivier.db").write_bytes(empty_file())
    url = f"sqlite:///{tmp_path / 'vivier.db'}"
    settings = SiteSettings(engine=NO_ENGINE, secret="s" * 32, database_url=url, kept_in=tmp_path)
    app = create_app(settings, passwords=Passwords(cast.HASTY))
    database: Database = app.state.database
    people = cast.cast(database, utc_now())
    with database.writing() as session:
        offer = rows.offer(session, people.owner, utc_now())
        refs = [one.ref for one in rows.several(session, offer, 4, utc_now() - timedelta(hours=1))]
        session.exec(select(Application).where(Application.ref == refs[3])).one().answer = LONG
        board = f"/offres/{offer.ref}/candidatures"
    faults: list[str] = []
    with serving(app) as base:
        contexts = []

        def enter(who: str = "owner", path: str = board, **options: Any) -> Page:
            context = browser.new_context(**{"viewport": WIDE, "locale": "fr-FR", "base_url": base, **options})
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
            page.on(
                "console",
                # What a server answers, and what a test cuts off, a browser notes too.
                lambda line: (
                    line.type == "error"
                    and not re.search("status of|ERR_FAILED|Failed to fetch", line.text)
                    and faults.append(line.text)
                ),
            )
            page.goto("/connexion")
            page.locator("#mail").fill(getattr(people, who).email)
            page.locator("#mot_de_passe").fill(cast.PASSWORD)
            page.get_by_role("button", name="Me connecter").click()
            page.wait_for_url("**/offres")
            page.goto(path)
            return page

        yield Scene(database, board, refs, enter)
        for context in contexts:
            context.close()
    assert not faults


def count(page: Page, name: str) -> Any:
    """The counter of a list."""
    return page.locator("#listes").get_by_role("link", name=re.compile(name)).locator("strong")


def test_two_recruiters_see_what_each_other_does(scene: Scene) -> None:
    mine, theirs = scene.enter(), scene.enter("teammate")
    long = mine.locator(f"#c-{scene.refs[3]}")
    long.locator("summary").click()
    mine.locator(f"#c-{scene.refs[0]} .act-star").focus()
    mine.evaluate("window.scrollTo(0, 120)")
    theirs.locator(f"#c-{scene.refs[1]} .act-star").click()
    expect(mine.locator(f"#c-{scene.refs[1]} .act-star")).to_have_attribute("aria-pressed", "true")
    expect(mine.locator("#nouvelles")).to_contain_text("Théo Marchand a ajouté")
    expect(count(mine, "Favorites")).to_have_text("1")
    # Nothing else moved.
    expect(long.locator("details")).to_have_attribute("open", "")
    expect(mine.locator(f"#c-{scene.refs[0]} .act-star")).to_be_focused()
    assert mine.evaluate("window.scrollY") == 120
    mine.locator(f"#c-{scene.refs[0]} .act-cross").click()
    expect(theirs.locator(f"#c-{scene.refs[0]}")).to_contain_text("n'est plus dans cette liste")
    expect(theirs.locator("#nouvelles")).to_contain_text("Olive Perrin a refusé")
    theirs.get_by_role("button", name=re.compile("Annuler le refus")).click()
    expect(mine.locator(f"#c-{scene.refs[0]}")).not_to_contain_text("n'est plus dans cette liste")
    assert scene.row(scene.refs[0]).revision == 2


def test_of_two_who_act_at_once_the_second_is_told_in_place(scene: Scene) -> None:
    mine, theirs = scene.enter(), scene.enter("teammate")
    # My page does not hear of it in time.
    deaf = re.compile("version=")
    mine.route(deaf, lambda route: route.fulfill(status=204))
    ref = scene.refs[2]
    theirs.locator(f"#c-{ref} .act-cross").click()
    expect(theirs.locator(f"#c-{ref}")).to_contain_text("Refusée")
    mine.locator(f"#c-{ref} .act-star").click()
    notice = mine.locator(f"#c-{ref}").get_by_role("alert")
    expect(notice).to_contain_text("Théo Marchand a refusé cette candidature à l'instant")
    expect(mine.locator(f"#c-{ref} .act-star")).to_be_focused()
    # The notice stays, whatever else is heard of.
    mine.unroute(deaf)
    theirs.locator(f"#c-{scene.refs[1]} .act-star").click()
    expect(mine.locator(f"#c-{scene.refs[1]} .act-star")).to_have_attribute("aria-pressed", "true")
    expect(notice).to_be_visible()
    mine.locator(f"#c-{ref} .act-star").click()
    expect(mine.locator(f"#c-{ref} .act-star")).to_have_attribute("aria-pressed", "true")
    assert scene.row(ref).stage == "refused"


def test_the_keyboard_alone_is_enough(scene: Scene) -> None:
    page = scene.enter()
    page.get_by_role("link", name="+ d'infos").first.focus()
    page.keyboard.press("j")
    expect(page.locator(f"#c-{scene.refs[1]}")).to_be_focused()
    page.keyboard.press("f")
    expect(page.locator(f"#c-{scene.refs[1]} .act-star")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("x")
    expect(page.locator(f"#c-{scene.refs[1]}")).to_contain_text("n'est plus dans cette liste")
    page.keyboard.press("x")
    expect(page.locator(f"#c-{scene.refs[1]}")).not_to_contain_text("n'est plus dans cette liste")
    page.keyboard.press("k")
    expect(page.locator(f"#c-{scene.refs[0]}")).to_be_focused()
    # Tab, Enter and Space do it all too: the star, the envelope, the commitment, the answer.
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(f"#c-{scene.refs[0]} .act-star")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#c-{scene.refs[0]} .act-star")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Je m'engage").press("Enter")
    expect(page.get_by_role("heading", name="Alex Petit-0")).to_be_visible()
    page.get_by_role("button", name="Je la contacte maintenant").press("Enter")
    expect(page.locator(f"#c-{scene.refs[0]} h2")).to_have_text("Alex Petit-0")
    assert scene.row(scene.refs[0]).stage == "contacted"


def test_keys_do_nothing_outside_the_list_nor_for_those_who_do_not_want_them(scene: Scene) -> None:
    page = scene.enter()
    page.keyboard.press("x")
    page.get_by_text("Raccourcis clavier").click()
    page.get_by_label("Utiliser ces raccourcis").uncheck()
    page.reload()
    page.locator(f"#c-{scene.refs[0]} .act-star").focus()
    page.keyboard.press("x")
    page.wait_for_timeout(300)
    assert [scene.row(ref).revision for ref in scene.refs] == [0] * 4


def test_it_all_works_without_scripts(scene: Scene) -> None:
    page = scene.enter(java_script_enabled=False)
    page.locator(f"#c-{scene.refs[0]} .act-star").click()
    expect(page.locator(f"#c-{scene.refs[0]} .act-star")).to_have_attribute("aria-pressed", "true")
    page.locator(f"#c-{scene.refs[1]} .act-cross").click()
    expect(page.locator("#fait")).to_contain_text("Refusée")
    page.locator("#fait .act-cross").click()
    expect(page.locator(".rows-list .entry")).to_have_count(4)
    page.locator(f"#c-{scene.refs[1]} .act-envelope").click()
    page.get_by_role("button", name="Je m'engage").click()
    page.get_by_role("link", name="Plus tard").click()
    expect(page.locator(f"#c-{scene.refs[1]}")).to_contain_text("À contacter")
    expect(page.locator(".keys")).to_be_hidden()


def test_the_connection_is_cut_and_nobody_is_left_in_doubt(scene: Scene) -> None:
    page = scene.enter()
    page.route("**/etoile", lambda route: route.abort())
    page.locator(f"#c-{scene.refs[0]} .act-star").click()
    expect(page.locator("#nouvelles")).to_contain_text("Rien n'a été enregistré")
    expect(page.locator(f"#c-{scene.refs[0]} .act-star")).to_have_attribute("aria-pressed", "false")


def test_axe_finds_nothing_and_every_window_is_wide_enough(scene: Scene) -> None:
    page = scene.enter(bypass_csp=True, reduced_motion="reduce")
    page.locator(f"#c-{scene.refs[1]} .act-star").click()
    page.locator(f"#c-{scene.refs[2]} .act-cross").click()
    expect(page.locator(".row-left")).to_have_count(1)
    lift = f"/candidatures/{scene.refs[0]}/lever?retour={scene.board}"
    for path in (None, "?liste=favorites", "?ordre=hasard", "?liste=a-contacter", lift):
        if path is not None:
            page.goto(path if path.startswith("/") else scene.board + path)
        # What fades is not measured half faded.
        page.add_style_tag(content=".said span { animation: none !important }")
        assert flaws(page) == [], path
    page.get_by_role("button", name="Je m'engage").click()
    assert flaws(page) == []
