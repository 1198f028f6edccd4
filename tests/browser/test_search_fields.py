"""The two fields: the ARIA combobox, with keys, mouse and finger, and without a script."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open

TYPING = 40  # milliseconds between two keys


def _type(page: Page, field: str, text: str) -> None:
    """Type, and wait for the suggestions for all of it: until then those for fewer letters may come and go."""
    page.locator(f"#{field}").focus()
    with page.expect_response(lambda answer: answer.url.endswith(f"&q={quote(text)}")):
        page.keyboard.type(text, delay=TYPING)


def _options(page: Page, field: str) -> list[str]:
    return page.locator(f"#{field}-liste [role=option] .option-main").all_inner_texts()


def test_a_search_by_keyboard_only(open_page: Open) -> None:
    page = open_page("/")
    for _ in range(4):  # skip link, brand, sign in, first field
        page.keyboard.press("Tab")
    expect(page.locator("#metier")).to_be_focused()
    # Without waiting for the list: the arrow is for the list of what was typed, not for that of fewer letters.
    page.keyboard.type("aide-soignant", delay=TYPING)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#metier")).to_have_value("Aide-soignant / Aide-soignante")
    # A choice moves on to the field that is still empty.
    expect(page.locator("#ville")).to_be_focused()
    page.keyboard.type("lille", delay=TYPING)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#ville")).to_have_value("Lille (59)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?**")
    assert page.url.endswith("/recherche?metier=aide-soignant&lieu=59350&rayon=30")
    expect(page.locator("h1")).to_contain_text("à Lille")


def test_what_a_screen_reader_is_told(open_page: Open) -> None:
    page = open_page("/")
    field = page.get_by_role("combobox", name="Quel métier")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    _type(page, "metier", "cariste")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-controls", "metier-liste")
    expect(page.get_by_role("listbox", name="Métiers proposés")).to_be_visible()
    status = page.locator("[data-combobox=occupations] [role=status]")
    expect(status).to_have_text(re.compile(r"^\d+ propositions?, flèche bas pour les parcourir$"))
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    option = page.get_by_role("option", selected=True)
    expect(option).to_have_count(1)
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("cariste")
    expect(page.locator("#metier-liste")).to_be_hidden()


def test_arrows_home_and_end_move_and_never_trap(open_page: Open) -> None:
    page = open_page("/")
    _type(page, "metier", "vendeur")
    expect(page.locator("#metier-liste")).to_be_visible()
    count = page.locator("#metier-liste [role=option]").count()
    selected = page.locator("#metier-liste [aria-selected=true]")
    assert count > 2
    page.keyboard.press("ArrowDown")
    expect(selected).to_have_id("metier-liste-0")
    page.keyboard.press("End")
    expect(selected).to_have_id(f"metier-liste-{count - 1}")
    page.keyboard.press("Home")
    expect(selected).to_have_id("metier-liste-0")
    page.keyboard.press("ArrowUp")  # before the first: back to the text
    expect(selected).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(selected).to_have_id(f"metier-liste-{count - 1}")
    page.keyboard.press("Tab")
    expect(page.locator("#ville")).to_be_focused()
    expect(page.locator("#metier-liste")).to_be_hidden()


def test_home_and_end_move_in_the_text_while_nothing_is_selected(open_page: Open) -> None:
    page = open_page("/")
    _type(page, "metier", "vendeu")
    expect(page.locator("#metier-liste")).to_be_visible()
    page.keyboard.press("Home")
    assert page.evaluate("document.querySelector('#metier').selectionStart") == 0


def test_a_closed_list_opens_again_by_an_arrow(open_page: Open) -> None:
    page = open_page("/")
    _type(page, "ville", "toulouse")
    expect(page.locator("#ville-liste")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#ville-liste")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#ville-liste")).to_be_visible()
    expect(page.locator("#ville-liste [aria-selected=true]")).to_have_id("ville-liste-0")


def test_a_choice_by_mouse_and_the_occupation_behind_an_appellation(open_page: Open) -> None:
    page = open_page("/")
    _type(page, "metier", "as")
    option = page.locator("#metier-liste [role=option]", has_text=re.compile("^AS, Aide-soignant / Aide-soignante$"))
    expect(option).to_be_visible()
    expect(option.locator("mark")).to_have_text("AS")
    option.click()
    expect(page.locator("#metier")).to_have_value("Aide-soignant / Aide-soignante")
    expect(page.locator("#metier-liste")).to_be_hidden()


def test_a_choice_by_finger(open_page: Open) -> None:
    page = open_page("/", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("#ville").tap()
    _type(page, "ville", "marseille")
    option = page.locator("#ville-liste [role=option]").first
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    option.tap()
    expect(page.locator("#ville")).to_have_value("Marseille (13)")


def test_a_stale_answer_never_shows(open_page: Open) -> None:
    page = open_page("/")

    def slow_first(route: object) -> None:
        if "q=cari" in route.request.url and "q=carist" not in route.request.url:  # type: ignore[attr-defined]
            page.wait_for_timeout(1200)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/api/occupations?*", slow_first)
    page.locator("#metier").focus()
    page.keyboard.type("cari")
    page.wait_for_timeout(200)  # the question leaves, and its answer is late
    with page.expect_response("**q=cariste"):
        page.keyboard.type("ste")
    expect(page.locator("#metier-liste")).to_be_visible()
    first = _options(page, "metier")
    page.wait_for_timeout(1500)
    assert _options(page, "metier") == first


def test_one_question_for_letters_typed_quickly(open_page: Open) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.locator("#metier").focus()
    page.keyboard.type("cariste", delay=15)
    expect(page.locator("#metier-liste")).to_be_visible()
    assert len(asked) == 1


def test_a_field_that_nothing_answers_says_so(open_page: Open) -> None:
    page = open_page("/")
    _type(page, "metier", "zzzzqqqqxxxx")
    expect(page.locator(".listbox-none").first).to_have_text("Aucun métier ne ressemble à cela. Essayez un autre mot.")
    expect(page.locator("#metier")).to_have_attribute("aria-expanded", "false")


def test_suggestions_that_fail_do_not_stop_the_search(open_page: Open) -> None:
    page = open_page("/")
    page.route("**/api/occupations?*", lambda route: route.fulfill(status=503, body="{}"))
    _type(page, "metier", "aide-soignant")
    expect(page.locator("[data-combobox=occupations] [role=status]")).to_contain_text("Vous pouvez lancer la recherche")
    _type(page, "ville", "Lille")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?metier=aide-soignant&lieu=59350&rayon=30")


def test_a_text_that_is_changed_after_a_choice_is_no_longer_that_choice(open_page: Open) -> None:
    page = open_page("/")
    _type(page, "metier", "cariste")
    page.locator("#metier-liste [role=option]").first.click()
    page.locator("#metier").fill("aide-soignante")
    _type(page, "ville", "Lille")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?metier=aide-soignant&**")


@pytest.mark.parametrize("script", [True, False])
def test_going_back_keeps_what_was_typed(open_page: Open, script: bool) -> None:
    page = open_page("/", java_script_enabled=script)
    page.locator("#metier").fill("aide-soignante")
    page.locator("#ville").fill("Lille")
    page.get_by_role("button", name="Lancer la recherche").click()
    page.wait_for_url("**/recherche?metier=aide-soignant&lieu=59350&rayon=30")
    page.go_back()
    expect(page.locator("#metier")).to_have_value("aide-soignante")
    page.get_by_role("button", name="Lancer la recherche").click()
    page.wait_for_url("**/recherche?metier=aide-soignant&lieu=59350&rayon=30")
