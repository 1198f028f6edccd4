"""The main path without a mouse: search, sign up, describe, publish; apply; then read, star, lift and contact."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_recruiter_path import PASSWORD, code, confirm, mails
from tests.browser.test_whole_cycle import invitations
from tests.companies import siret
from tests.mail import MailServer
from tests.site import Site

__all__ = ["mails"]

MOST_TABS = 120


def reach(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until what `selector` names is focused."""
    for _ in range(MOST_TABS):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"{selector} cannot be reached on {page.url}")


def fill(page: Page, selector: str, text: str) -> None:
    """Go to a field and type."""
    reach(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page: Page, name: str, value: str) -> None:
    """Go to a group of radio buttons and choose one by the arrows."""
    reach(page, f"input[name={name}]")
    for _ in range(12):
        if page.evaluate("() => document.activeElement.value") == value:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(f"input[name={name}][value='{value}']")).to_be_checked()


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to a button or link and press it."""
    reach(page, selector)
    page.keyboard.press(key)


def search(page: Page) -> None:
    """From the first page to the results, by the suggestions."""
    for field, text, wanted in (("metier", "agent de proprete", "propreté"), ("ville", "paris", "Paris")):
        reach(page, f"#{field}")
        page.keyboard.type(text, delay=30)
        expect(page.locator(f"#{field}-liste [role=option]").first).to_contain_text(wanted)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    press(page, "form button[type=submit]")
    page.wait_for_url("**/recherche?**")


def describe(page: Page) -> None:
    """The five steps, and out."""
    choose(page, "contract", "cdi")
    reach(page, "#start")
    page.locator("#start").fill("2027-03-01")  # A date field has its own keys, the browser's.
    fill(page, "#posts", "2")
    choose(page, "time", "full")
    choose(page, "salary_period", "month")
    fill(page, "#salary_min", "2100")
    fill(page, "#salary_max", "2600")
    press(page, "button[value=next]")
    page.wait_for_url("**/conditions")
    press(page, "button[value=next]")
    page.wait_for_url("**/entreprise")
    fill(page, "#presentation", "Une petite équipe, du bon pain.")
    press(page, "button[value=next]")
    page.wait_for_url("**/question")
    fill(page, "#question", "Que retenez-vous de votre dernière expérience ?")
    press(page, "button[value=next]")
    page.wait_for_url("**/recapitulatif")
    press(page, "button[value=publish]")
    page.wait_for_url("**/confirmation")


def test_the_main_path_by_keys_alone(open_page: Open, site: Site, mails: MailServer) -> None:
    email = "touches@quais.example"
    page = open_page("/")
    search(page)
    press(page, "a[href^='/inscription']")
    page.wait_for_url("**/inscription?**")
    for name, value in {
        "prenom": "Olive",
        "nom": "Perrin",
        "mail": email,
        "telephone": "03 20 12 34 56",
        "siret": siret(2),
        "mot_de_passe": PASSWORD,
        "code": code(site),
    }.items():
        fill(page, f"#{name}", value)
    page.keyboard.press("Enter")
    confirm(page, site, mails, email)
    page.wait_for_url("**/contrat")
    describe(page)

    person = open_page(invitations(site, mails, "propreté", 1)[0])
    choose(person, "availability", "now")
    fill(person, "#answer", "Le soir où tout brillait, et personne pour le voir.")
    press(person, "button[value=send]")
    expect(person.locator("h1")).to_contain_text("envoyée")

    page.goto(page.url.removesuffix("/confirmation") + "/candidatures")
    press(page, ".act-star")
    expect(page.locator(".act-star")).to_have_attribute("aria-pressed", "true")
    press(page, ".act-envelope")
    page.wait_for_url("**/lever**")
    press(page, "main button[type=submit]")
    expect(page.locator("a[href^='mailto:']")).to_be_visible()
    press(page, "main button[formaction$='/contacter']")
    expect(page.locator("ul[aria-label=Candidatures] > li")).to_contain_text(re.compile("Contactée"))
