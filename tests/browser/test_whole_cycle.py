"""The whole cycle, in real browsers: a recruiter invites, two people apply on their phones, the recruiter stars, lifts,
contacts one and refuses the other, and both see what became of their application; one withdraws it."""

import re
from email.message import Message

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open, axe, sideways
from tests.browser.test_recruiter_path import SEARCH, body, code, confirm, mails, sign_up, through_the_steps
from tests.mail import MailServer
from tests.site import Site

__all__ = ["mails"]

ANSWERS = (
    "Une dame qui ne parlait plus a chanté avec moi un matin. J'y pense chaque fois que je pousse une porte.",
    "Le calme de l'équipe quand tout déborde. On apprend à se regarder avant de courir.",
)


def publish(page: Page, site: Site, mails: MailServer, email: str) -> None:
    """From the first page to an offer whose invitations leave."""
    page.get_by_role("link", name="Continuer").click()
    sign_up(page, email, code(site))
    confirm(page, site, mails, email)
    page.wait_for_url("**/contrat")
    through_the_steps(page)
    page.get_by_role("button", name=re.compile("Oui, je veux inviter")).click()
    page.wait_for_url("**/confirmation")


def invitations(site: Site, mails: MailServer, occupation: str, count: int) -> list[str]:
    """Paths of the links of the first so many mails that invite to this occupation."""
    found: list[str] = []

    def new(mail: Message) -> bool:
        text = body(mail)
        link = re.search(rf"{re.escape(site.url)}(/invitation/\S+)", text)
        return bool(link and occupation in text and link[1] not in found)

    for _ in range(count):
        link = re.search(rf"{re.escape(site.url)}(/invitation/\S+)", body(mails.first(new)))
        assert link
        found.append(link[1])
    return found


def apply(page: Page, answer: str) -> None:
    """Say yes on a phone."""
    assert sideways(page) <= 0
    page.get_by_role("link", name="Répondre à l'offre").click()
    page.locator("#availability-now").check()
    page.locator("#answer").fill(answer)
    page.get_by_role("button", name="Envoyer ma candidature").click()
    expect(page.locator("h1")).to_contain_text("envoyée")
    assert sideways(page) <= 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_invitation_to_the_answer(open_page: Open, site: Site, mails: MailServer, scripts: bool) -> None:
    occupation, name = ("cuisinier", "Cuisini") if scripts else ("chauffeur-livreur", "Chauffeu")
    recruiter = open_page(SEARCH.replace("aide-soignant", occupation), java_script_enabled=scripts, bypass_csp=scripts)
    publish(recruiter, site, mails, f"cycle-{scripts}@quais.example".lower())
    board = recruiter.url.removesuffix("/confirmation") + "/candidatures"
    links = invitations(site, mails, name, 2)
    phones = [open_page(link, viewport=PHONE, java_script_enabled=scripts) for link in links]
    for phone, answer in zip(phones, ANSWERS, strict=True):
        apply(phone, answer)

    recruiter.goto(board)
    rows = recruiter.locator("ul[aria-label=Candidatures] > li")
    expect(rows).to_have_count(2)
    first, second = (rows.filter(has_text=answer[:40]) for answer in ANSWERS)
    first.get_by_role("button", name=re.compile("Favorite")).click()
    expect(first.get_by_role("button", name=re.compile("Favorite"))).to_have_attribute("aria-pressed", "true")
    second.get_by_role("button", name=re.compile("Refuser")).click()
    expect(rows).to_have_count(1) if not scripts else expect(second).to_contain_text("Refusée")

    first.get_by_role("link", name=re.compile("Contacter")).click()
    expect(recruiter.get_by_text("vous vous engagez à contacter")).to_be_visible()
    recruiter.get_by_role("button", name="Je m'engage").click()
    expect(recruiter.locator("a[href^='mailto:']")).to_be_visible()
    person = recruiter.locator("h1").inner_text()
    recruiter.get_by_role("button", name="Je la contacte maintenant").click()
    recruiter.goto(board)
    expect(rows.filter(has_text=ANSWERS[0][:40])).to_contain_text(person)
    expect(rows.filter(has_text=ANSWERS[0][:40])).to_contain_text("Contactée")

    for phone, link, told in zip(phones, links, ("contact", "pas retenu"), strict=True):
        phone.goto(link)
        expect(phone.locator("section.stage")).to_contain_text(told)

    phones[0].get_by_role("link", name="Retirer ma candidature").click()
    phones[0].get_by_role("button", name="Retirer ma candidature").click()
    expect(phones[0].get_by_text("Vous avez retiré votre candidature")).to_be_visible()
    # The list that was open all along hears of it by itself; without scripts, when it is asked for again.
    if not scripts:
        recruiter.reload()
    expect(recruiter.locator("ul[aria-label=Candidatures]")).to_contain_text("Cette candidature a été retirée")
    expect(recruiter.locator("main")).not_to_contain_text(person)

    if scripts:
        assert axe(recruiter) == []
