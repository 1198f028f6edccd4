"""Registering and describing oneself on a phone: with a script, without one, and by the keyboard alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from tests.browser.conftest import Open, axe, flaws
from tests.site import Site
from web.candidates import service, signing_up
from web.candidates.tables import Candidate, SignUp
from web.db import Database
from web.db.writes import id_of
from web.tokens import Tokens

PHONE = {"width": 390, "height": 844}
_number = count(1)
PARTS = ("competences", "metiers", "experiences", "experiences/nouvelle", "deplacements", "souhaits", "comportements")
PAGES = ("/candidat/profil", *(f"/candidat/profil/{part}" for part in (*PARTS, "identite")))
PAGES += ("/candidat/donnees", "/candidat/donnees/effacer", "/candidat/espace")


@pytest.fixture
def database(site: Site) -> Iterator[Database]:
    database = Database(site.own.database)
    yield database
    database.close()


@pytest.fixture
def email(database: Database) -> Iterator[str]:
    """An address that nobody has yet; whoever registers with it is gone after the test."""
    email = f"phone-{next(_number)}@people.example"
    yield email
    with database.writing() as session:
        for one in session.exec(select(Candidate).where(Candidate.email == email)):
            service.erase(session, id_of(one), datetime.now(UTC))


def link(site: Site, database: Database, email: str) -> str:
    """The path of the link in the mail."""
    now = datetime.now(UTC)
    with database.writing() as session:
        signing_up.ask(session, [email], now)
        ref = session.exec(select(SignUp.ref).where(SignUp.email == email)).one()
    return f"/candidat/inscription/{Tokens(site.own.secret).make(signing_up.LINK, ref, now)}"


def profile(database: Database, email: str) -> Candidate:
    with database.reading() as session:
        return session.exec(select(Candidate).where(Candidate.email == email)).one()


def choose(page: Page, name: str, typed: str) -> None:
    """Type into a field with suggestions and take the first."""
    page.locator(f"#{name}").focus()
    page.keyboard.type(typed, delay=20)
    expect(page.locator(f"#{name}-liste [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def register(page: Page, *, script: bool = True) -> None:
    page.get_by_label("Prénom").fill("Maëlle")
    page.get_by_label("Nom", exact=True).fill("Le Goff")
    if script:
        choose(page, "ville", "lille")
    else:
        page.get_by_label("Votre ville").fill("Lille")
    page.get_by_label("J'accepte que Vivier").check()
    page.get_by_role("button", name="Ouvrir mon espace").click()
    expect(page.get_by_role("status")).to_contain_text("Bienvenue")


def test_from_the_landing_page_to_a_mail(open_page: Open, site: Site) -> None:
    page = open_page("/", viewport=PHONE)
    page.get_by_role("link", name="Faites connaître vos compétences").click()
    page.get_by_label("Votre adresse mail").fill("nobody-yet@people.example")
    page.get_by_role("button", name="Recevoir le lien").click()
    expect(page.get_by_role("heading", name="Consultez votre boîte mail")).to_be_visible()


def test_registering_and_a_profile_on_a_phone(open_page: Open, site: Site, database: Database, email: str) -> None:
    page = open_page(link(site, database, email), viewport=PHONE, has_touch=True)
    register(page)
    page.get_by_role("link", name="Mes expériences", exact=True).click()
    page.get_by_role("link", name="Ajouter une expérience").click()
    choose(page, "metier", "aide-soignant")
    page.locator("#de_mois").select_option("3")
    page.locator("#de_annee").fill("2019")
    page.get_by_label("C'est en cours").check()
    expect(page.locator("#a")).to_be_hidden()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("enregistrée")

    page.goto("/candidat/profil/competences")
    for number, typed in enumerate(("encaisser", "brunoise"), 1):
        choose(page, "competence", typed)
        expect(page.locator(".held li")).to_have_count(number)
        # On to the next one at once.
        expect(page.locator("#competence")).to_be_focused()
        expect(page.locator("#competence")).to_have_value("")
    page.get_by_role("button", name="Retirer : Encaisser un paiement").click()
    expect(page.locator(".held li")).to_have_count(1)
    page.get_by_label("Réaliser la toilette et les soins d'hygiène").check()
    page.get_by_role("button", name="Ajouter les compétences cochées").click()
    expect(page.locator(".held li")).to_have_count(2)

    page.goto("/candidat/profil/deplacements")
    page.locator("#rayon").select_option("75")
    expect(page.locator("#carte .map-distance")).to_have_text("75\u00a0km")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("C'est enregistré")
    found = profile(database, email).profile
    assert found["skills"] == ["eplucher-tailler", "toilette-soins-hygiene"]
    assert (found["mobility_km"], found["home"]["citycode"]) == (75, "59350")
    assert found["experiences"][0]["occupation"] == "aide-soignant"


def test_the_same_without_a_script(open_page: Open, site: Site, database: Database, email: str) -> None:
    page = open_page(link(site, database, email), viewport=PHONE, java_script_enabled=False)
    register(page, script=False)
    page.goto("/candidat/profil/experiences/nouvelle")
    page.get_by_label("Métier").fill("vendeur")
    page.locator("#de_mois").select_option("3")
    page.locator("#de_annee").fill("2019")
    page.get_by_label("C'est en cours").check()
    page.get_by_role("button", name="Enregistrer").click()
    # Which one, among several.
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("enregistrée")
    page.goto("/candidat/profil/competences")
    page.get_by_label("Ajouter une compétence").fill("brunoise")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_label("Éplucher, laver et tailler des légumes").check()
    page.get_by_role("button", name="Ajouter les compétences cochées").first.click()
    expect(page.locator(".held li")).to_have_count(1)
    page.goto("/candidat/profil/souhaits")
    page.get_by_label("CDI").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.goto("/candidat/profil/deplacements")
    expect(page.locator("svg.map")).to_be_visible()
    page.goto("/candidat/profil")
    page.get_by_role("button", name="Faire une pause").click()
    expect(page.get_by_role("status")).to_contain_text("en pause")
    found = profile(database, email)
    assert found.profile["skills"] == ["eplucher-tailler"]
    assert found.profile["wishes"]["contracts"] == ["cdi"]
    assert found.paused_at


def test_taking_ones_data_along_and_leaving(open_page: Open, site: Site, database: Database, email: str) -> None:
    page = open_page(link(site, database, email), viewport=PHONE)
    register(page)
    page.get_by_role("link", name="Emporter ou effacer mes données").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Un PDF, pour lire").click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.get_by_role("link", name="Effacer mes données").click()
    page.get_by_label("Pour confirmer").fill("effacer")
    page.get_by_role("button", name="Effacer pour toujours").click()
    expect(page.get_by_role("heading", name="Au revoir")).to_be_visible()
    with database.reading() as session:
        assert session.exec(select(Candidate).where(Candidate.email == email)).all() == []


def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    open_page: Open, site: Site, database: Database, email: str
) -> None:
    page = open_page(link(site, database, email), bypass_csp=True, viewport=PHONE)
    assert axe(page) == []
    page.get_by_role("button", name="Ouvrir mon espace").evaluate("one => one.form.noValidate = true")
    page.get_by_role("button", name="Ouvrir mon espace").click()
    assert axe(page) == []
    register(page)
    with database.writing() as session:
        person = session.exec(select(Candidate).where(Candidate.email == email)).one()
        experience = {"occupation": "aide-soignant", "since": "2019-03", "months": 30}
        changed = person.profile | {"skills": ["eplucher-tailler"], "experiences": [experience]}
        service.change(session, id_of(person), changed, datetime.now(UTC))
    for path in PAGES:
        page.goto(path)
        assert flaws(page) == [], path
