"""The results page: counts that follow each choice, with a script and without."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open

SEARCH = "/recherche?metier=aide-soignant&lieu=75056&rayon=30"


def _count(page: Page) -> int:
    text = page.locator(".circle-value").inner_text()
    return int(re.sub(r"\D", "", text))


def test_the_count_the_address_and_the_voice_follow_a_choice(open_page: Open) -> None:
    page = open_page(SEARCH)
    before = _count(page)
    skill = page.locator(".skill").nth(2)
    code = (skill.get_attribute("id") or "").removeprefix("c-")
    page.locator(f"#c-{code}-indispensable").check()
    page.wait_for_url(f"**{SEARCH}&indispensable={code}")
    assert _count(page) <= before
    expect(page.locator("#annonce")).to_have_text(re.compile(r"^(Environ|Moins de) [\d\s]+personnes$"))
    expect(page.locator(f"#c-{code}-indispensable")).to_be_focused()
    expect(page.locator(f"#c-{code}-indispensable")).to_be_checked()
    assert page.title().startswith("Aide-soignant / Aide-soignante à Paris et alentour")
    # One entry of the history for the page, however often it changed.
    page.get_by_role("link", name="Rétablir toutes les compétences").click()
    page.wait_for_url(f"**{SEARCH}")
    assert _count(page) == before


def test_skills_by_arrow_keys(open_page: Open) -> None:
    page = open_page(SEARCH)
    skill = page.locator(".skill").first
    code = (skill.get_attribute("id") or "").removeprefix("c-")
    page.locator(f"#c-{code}-utile").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**&sans={code}")
    expect(page.locator(f"#c-{code}-sans")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{SEARCH}")
    expect(page.locator(f"#c-{code}-utile")).to_be_focused()


def test_a_wider_circle_brings_no_fewer(open_page: Open) -> None:
    page = open_page(SEARCH)
    before = _count(page)
    page.locator("#r-50").check()
    page.wait_for_url("**&rayon=50")
    assert _count(page) >= before
    expect(page.locator(".map-distance")).to_have_text("50\u00a0km")


def test_what_was_unfolded_stays_so(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.get_by_text("Lire la carte en tableau").click()
    page.locator("#r-20").check()
    page.wait_for_url("**&rayon=20")
    expect(page.locator("#carte-tableau table")).to_be_visible()


def test_the_last_of_quick_choices_wins(open_page: Open) -> None:
    page = open_page(SEARCH)
    for km in (5, 10, 50, 20):
        page.locator(f"#r-{km}").check()
    page.wait_for_url("**&rayon=20")
    page.wait_for_timeout(500)
    expect(page.locator("#r-20")).to_be_checked()
    expect(page.locator(".map-distance")).to_have_text("20\u00a0km")


def test_an_update_that_fails_is_told(open_page: Open) -> None:
    page = open_page(SEARCH)
    before = _count(page)
    page.route("**/recherche?*", lambda route: route.fulfill(status=503, body="<p>non</p>"))
    page.locator("#r-50").check()
    expect(page.get_by_role("alert")).to_contain_text("Le nombre n'a pas pu être mis à jour")
    assert _count(page) == before
    page.unroute("**/recherche?*")
    page.locator("#r-20").check()
    page.wait_for_url("**&rayon=20")
    expect(page.locator("#panne")).to_be_empty()


def test_everything_works_without_a_script(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    page.locator("#metier").fill("aide soignante")
    page.locator("#ville").fill("paris")
    page.get_by_role("button", name="Lancer la recherche").click()
    page.wait_for_url(f"**{SEARCH}")
    before = _count(page)
    skill = page.locator(".skill").nth(1)
    code = (skill.get_attribute("id") or "").removeprefix("c-")
    page.locator(f"#c-{code}-indispensable").check()
    page.locator("#r-50").check()
    page.get_by_role("button", name="Mettre à jour le nombre").first.click()
    page.wait_for_url(f"**&rayon=50&indispensable={code}")
    expect(page.locator(f"#c-{code}-indispensable")).to_be_checked()
    page.get_by_role("link", name="Rétablir toutes les compétences").click()
    assert _count(page) >= before
    page.get_by_text("En savoir plus").click()
    expect(page.locator("#en-savoir-plus ul")).to_be_visible()
    page.get_by_role("link", name="Continuer").click()
    # The search goes along to the account.
    page.wait_for_url("**/inscription?metier=aide-soignant&lieu=75056&rayon=50")
    expect(page.get_by_text("Aide-soignant / Aide-soignante, Paris (75), 50 km alentour")).to_be_visible()


def test_homonyms_are_chosen_without_a_script(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    page.locator("#metier").fill("aide-soignant")
    page.locator("#ville").fill("saint denis")
    page.get_by_role("button", name="Lancer la recherche").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vouliez-vous dire…")
    page.get_by_role("link", name=re.compile("La Réunion")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("à Saint-Denis")


def test_another_search_from_the_results(open_page: Open) -> None:
    page = open_page(f"{SEARCH[:-2]}50")
    page.get_by_text("Modifier le métier ou la ville").click()
    page.locator("#ville").fill("")
    page.locator("#ville").focus()
    with page.expect_response("**q=lyon"):
        page.keyboard.type("lyon", delay=40)
    page.locator("#ville-liste [role=option]").first.click()
    page.get_by_role("button", name="Lancer la recherche").click()
    page.wait_for_url("**/recherche?**lieu=69123**")
    assert "metier=aide-soignant" in page.url
    assert "rayon=50" in page.url


def test_the_count_stays_in_sight_on_a_phone(open_page: Open) -> None:
    page = open_page(SEARCH, viewport=PHONE)
    small = page.locator(".circle-small")
    expect(small).to_be_hidden()
    page.locator(".skill").last.scroll_into_view_if_needed()
    expect(small).to_be_visible()
    assert page.locator(".circle-value").inner_text() in small.inner_text()
