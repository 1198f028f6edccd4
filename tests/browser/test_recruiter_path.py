"""The recruiter's whole path, from the first page to the confirmation: a real mail server, real invitations."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, func, select

from tests.browser.conftest import Open, flaws
from tests.companies import siret
from tests.mail import MailServer
from tests.site import Site
from web.accounts import codes, rules
from web.db import Database
from web.invitations.tables import Invitation
from web.offers.tables import Offer
from web.outbox.running import working
from web.settings import MailSettings

SEARCH = "/recherche?metier=aide-soignant&lieu=75056&rayon=30"
PASSWORD = "quatre mots sans rapport"
STEPS = ("contrat", "conditions", "entreprise", "question", "recapitulatif")


@pytest.fixture
def mails(site: Site, mail_server: MailServer) -> Iterator[MailServer]:
    """A worker for the site while the test runs, and the server that its mails go to."""
    settings = replace(site.own, public_url=site.url, mail=MailSettings(smtp_url=mail_server.url))
    with working(settings):
        yield mail_server


def code(site: Site) -> str:
    """An invitation code of the site."""
    database = Database(site.own.database)
    with database.writing() as session:
        issued = rules.shown_code(codes.issue(session, 1, timedelta(days=1), datetime.now(UTC)).code)
    database.close()
    return issued


def sign_up(page: Page, email: str, invitation: str) -> None:
    """Fill the form of `/inscription` and send it."""
    for name, value in {
        "prenom": "Olive",
        "nom": "Perrin",
        "mail": email,
        "telephone": "03 20 12 34 56",
        "siret": siret(2),
        "mot_de_passe": PASSWORD,
        "code": invitation,
    }.items():
        page.locator(f"#{name}").fill(value)
    page.locator("main form.form button[type=submit]").click()


def body(message: Message) -> str:
    """The text part of a mail."""
    part = next(one for one in message.walk() if one.get_content_type() == "text/plain")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode("utf-8")


def confirm(page: Page, site: Site, mails: MailServer, email: str) -> None:
    """Follow the link of the mail that came to `email`, and say yes there."""
    link = re.search(rf"{re.escape(site.url)}/confirmation/\S+", body(mails.to(email)))
    assert link
    page.goto(link[0])
    if page.locator("#mot_de_passe").count():
        page.locator("#mot_de_passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer et continuer").click()


def onwards(page: Page) -> None:
    page.get_by_role("button", name="Étape suivante").last.click()


def fill_contract(page: Page) -> None:
    page.locator("#contract-cdi").check()
    page.locator("#start").fill("2027-03-01")
    page.locator("#posts").fill("2")
    page.locator("#time-full").check()
    page.locator("#salary_period-month").check()
    page.locator("#salary_min").fill("2 100")
    page.locator("#salary_max").fill("2600")


def through_the_steps(page: Page) -> None:
    """From the first step to the recap."""
    expect(page.get_by_text("Étape 1 sur 5")).to_be_visible()
    fill_contract(page)
    onwards(page)
    page.wait_for_url("**/conditions")
    onwards(page)
    page.wait_for_url("**/entreprise")
    expect(page.locator("#company_name")).to_have_value("BOULANGERIE DES QUAIS")
    page.locator("#presentation").fill("Une petite équipe, du bon pain.")
    onwards(page)
    page.wait_for_url("**/question")
    page.locator("#question").fill("Que retenez-vous de votre dernière expérience ?")
    onwards(page)
    page.wait_for_url("**/recapitulatif")


def invited(site: Site, url: str) -> int:
    """How many people were invited to the offer of this page."""
    ref = url.split("/offres/")[1].split("/")[0]
    database = Database(site.own.database)
    with database.reading() as session:
        wanted = select(func.count()).select_from(Invitation).join(Offer, col(Offer.id) == Invitation.offer_id)
        count = session.exec(wanted.where(Offer.ref == ref)).one()
    database.close()
    return count


# Two occupations: the mails of one offer are not taken for those of the other.
@pytest.mark.parametrize(
    ("scripts", "occupation", "name"),
    [(True, "aide-soignant", "Aide-soignant"), (False, "comptable", "Comptable")],
    ids=["with scripts", "without"],
)
def test_from_the_first_page_to_the_confirmation(
    open_page: Open, site: Site, mails: MailServer, scripts: bool, occupation: str, name: str
) -> None:
    email = f"olive-{scripts}@quais.example".lower()
    page = open_page(SEARCH.replace("aide-soignant", occupation), java_script_enabled=scripts)
    page.get_by_role("link", name="Continuer").click()
    expect(page.get_by_text("Votre recherche")).to_be_visible()
    sign_up(page, email, code(site))
    confirm(page, site, mails, email)
    page.wait_for_url("**/contrat")
    through_the_steps(page)
    page.get_by_role("button", name=re.compile("Oui, je veux inviter")).click()
    page.wait_for_url("**/confirmation")
    # The first invitation that leaves is to somebody who is targeted, and names the job.
    first = mails.first(lambda message: name in body(message) and "/invitation/" in body(message))
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert invited(site, page.url) > 0
    page.goto("/offres")
    expect(page.get_by_role("link", name=re.compile("Voir le détail")).first).to_be_visible()


@pytest.fixture
def drafting(open_page: Open, site: Site, mails: MailServer) -> Page:
    """A browser on the first step of an offer."""
    email = f"draft-{id(mails)}@quais.example"
    page = open_page(SEARCH, bypass_csp=True)
    page.get_by_role("link", name="Continuer").click()
    sign_up(page, email, code(site))
    confirm(page, site, mails, email)
    page.wait_for_url("**/contrat")
    return page


def test_the_count_follows_a_change_and_a_refresh_loses_nothing(drafting: Page) -> None:
    page = drafting
    before = page.locator("#annonce").inner_text()
    # Nobody hopes for so little: the figure changes by itself, and is read out.
    page.locator("#contract-alternance").check()
    expect(page.locator("#annonce")).not_to_have_text(before)
    page.locator("#posts").fill("7")
    page.locator("#salary_min").fill("pas un nombre")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#salary_max").fill("2600")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("#contract-alternance")).to_be_checked()
    expect(page.locator("#posts")).to_have_value("7")
    expect(page.locator("#salary_min")).to_have_value("pas un nombre")


def test_a_save_that_fails_is_said_until_one_goes_through(drafting: Page) -> None:
    page, trouble = drafting, drafting.locator("#panne")
    page.route(page.url, lambda route: route.fulfill(status=503, body="<p>non</p>"))
    page.locator("#posts").fill("3")
    expect(trouble).to_contain_text("le service ne répond pas")
    page.unroute(page.url)
    page.locator("#posts").fill("4")
    expect(trouble).to_be_empty()
    page.context.clear_cookies()
    page.locator("#posts").fill("5")
    expect(trouble).to_contain_text(re.compile("rechargez la page|ne répond pas"))
    expect(page.locator("#posts")).to_have_value("5")


def test_a_mistake_stands_beside_its_field_and_on_top(drafting: Page) -> None:
    page = drafting
    onwards(page)
    expect(page.locator("#erreurs")).to_be_visible()
    expect(page.locator("#salary_min-erreur")).to_be_visible()
    assert page.url.endswith("/contrat")


def test_every_step_is_accessible_and_fits(drafting: Page) -> None:
    page = drafting
    base = page.url.rsplit("/", 1)[0]
    for step in STEPS:
        page.goto(f"{base}/{step}")
        assert flaws(page) == [], step
