"""axe-core finds nothing on any page, in any of its states; and every page fits a narrow window."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, Open, axe, flaws, sideways

RESULTS = "/recherche?metier=aide-soignant&lieu=75056&rayon=30"
PAGES = {
    "landing": "/",
    "errors in the form": "/recherche?metier=&ville=",
    "choice of an occupation": "/recherche?metier=vendeur&ville=lille",
    "choice of a town": "/recherche?metier=aide-soignant&ville=saint+denis",
    "nothing found": "/recherche?metier=zzzzqqqq&ville=lille",
    "results": RESULTS,
    "results, refined": f"{RESULTS}&indispensable=aide-repas&sans=refection-lit",
    "results, few": "/recherche?metier=aide-soignant&lieu=2A041&rayon=5",
    "sign up": RESULTS.replace("recherche", "inscription"),
    "sign in": "/connexion",
    "sign up, mail sent": "/inscription/envoyee",
    "contact": "/contact",
    "thanks": "/contact/merci",
    "forgotten password": "/mot-de-passe-oublie",
    "dead link": "/confirmation/rien",
    "candidate's space, the door": "/candidat",
    "candidate's space, mail sent": "/candidat/envoye",
    "candidate's space, used link": "/candidat/entrer/rien",
    "registering, the door": "/candidat/inscription",
    "registering, mail sent": "/candidat/inscription/envoye",
    "registering, used link": "/candidat/inscription/rien",
    "good-bye": "/candidat/au-revoir",
    "without a network": "/hors-ligne",
    "not found": "/rien",
    "bad address": f"{RESULTS}&rayon=loin",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing_and_every_window_is_wide_enough(open_page: Open, path: str) -> None:
    assert flaws(open_page(path, bypass_csp=True)) == []


@pytest.mark.parametrize("path", ["/", RESULTS])
def test_axe_finds_nothing_without_a_script_on_a_phone(open_page: Open, path: str) -> None:
    # Scripts of the page are kept away; axe itself needs one.
    page = open_page("/connexion", bypass_csp=True, viewport=PHONE)
    page.route("**/static/**/*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(path)
    assert flaws(page) == []


@pytest.mark.parametrize(("field", "text"), [("metier", "vendeur"), ("ville", "saint"), ("ville", "zzzzqqqq")])
def test_axe_finds_nothing_while_suggestions_show(open_page: Open, field: str, text: str) -> None:
    page = open_page("/", bypass_csp=True)
    page.locator(f"#{field}").focus()
    with page.expect_response(f"**q={text}"):
        page.keyboard.type(text, delay=30)
    expect(page.locator(f"#{field}-liste, #{field}-liste + .listbox-none").locator("visible=true")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    assert axe(page) == []


def test_twice_as_large_letters_cut_nothing_off(open_page: Open) -> None:
    page = open_page(RESULTS, viewport={"width": WIDE["width"] // 2, "height": 600}, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% }")
    assert sideways(page) <= 0


def test_letters_may_be_set_wider(open_page: Open) -> None:
    # WCAG 1.4.12: text spacing.
    page = open_page(RESULTS, viewport=PHONE, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    assert sideways(page) <= 0


def test_the_skip_link_is_first_and_leads_to_the_content(open_page: Open) -> None:
    page = open_page(RESULTS)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()


def test_motion_stops_for_those_who_ask(open_page: Open) -> None:
    page = open_page(RESULTS, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.circle')).transitionDuration") == "0s"
