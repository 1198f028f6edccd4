"""The five steps and the list of offers, page by page, without an engine: nothing typed may depend on it."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from sqlmodel import select

from tests.offers import SEARCHED, complete
from tests.sql import empty_file
from tests.visits import Browser, Stage
from web.offers import service, steps
from web.offers.rules import Save
from web.offers.tables import Offer

HTMX = {"hx-request": "true"}
NASTY = '<script>alert("x")</script>&'


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    with Stage(f"sqlite:///{path}") as stage:
        yield stage


@pytest.fixture
def owner(stage: Stage) -> Browser:
    return stage.signed_in(stage.cast.owner.email)


def draft(stage: Stage, full: bool = False) -> str:
    """URL of a draft of the owner's."""
    with stage.database.writing() as session:
        offer = service.draft_from(session, stage.cast.owner, SEARCHED, "Aide-soignant", "Lille (59)", stage.now)
        for step in steps.STEPS if full else ():
            typed = complete().get(step.key, {})
            service.save(session, stage.cast.owner, offer.ref, step, typed, Save("made", 1, 0), stage.now)
        return f"/offres/{offer.ref}"


def offer(stage: Stage) -> Offer:
    with stage.database.reading() as session:
        found: Offer = session.exec(select(Offer)).one()
        return found


def field(page: httpx.Response, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, name
    return found[1]


def by(page: httpx.Response) -> dict[str, str]:
    """What the form of a step sends beside its answers."""
    return {name: field(page, name) for name in ("page", "revision")}


@pytest.mark.parametrize("slug", [step.slug for step in steps.STEPS])
def test_every_step_shows_where_one_is(stage: Stage, owner: Browser, slug: str) -> None:
    page = owner.get(f"{draft(stage)}/{slug}")
    number = list(steps.BY_SLUG).index(slug) + 1
    assert page.status_code == 200
    assert f"Étape {number} sur 5" in page.text
    assert page.text.count('aria-current="step"') == 1
    assert "Le nombre de personnes n&#39;est pas disponible" in page.text


def test_next_shows_mistakes_and_keeps_what_was_typed(stage: Stage, owner: Browser) -> None:
    url = f"{draft(stage)}/contrat"
    page = owner.post(url, {"move": "next", "contract": "cdd", "salary_min": NASTY, "salary_period": "month"})
    assert page.status_code == 422
    assert 'id="erreurs"' in page.text
    assert 'id="salary_min-erreur"' in page.text
    assert NASTY not in page.text
    assert "&lt;script&gt;" in page.text
    assert 'value="cdd" checked' in page.text
    # Kept as well: somebody who comes back finds it.
    assert "&lt;script&gt;" in owner.get(url).text
    assert 'id="erreurs"' not in owner.get(url).text
    assert 'id="salary_min-erreur"' in owner.get(f"{url}?verifier=1").text


def test_the_minimum_wage_is_told_with_its_figure(stage: Stage, owner: Browser) -> None:
    typed = {name: values[0] for name, values in complete()["contract"].items()} | {"salary_min": "1500"}
    page = owner.post(f"{draft(stage)}/contrat", {"move": "next", **typed})
    assert page.status_code == 422
    assert "1\u202f823,03\u00a0€ brut par mois" in page.text


@pytest.mark.parametrize(
    ("slug", "move", "onward"),
    [
        ("contrat", "previous", "/offres"),
        ("conditions", "previous", "{url}/contrat"),
        ("conditions", "next", "{url}/entreprise"),
        ("contrat", "question", "{url}/question"),
        ("question", "stay", "{url}/question"),
        ("question", "https://elsewhere.example", "{url}/question"),
    ],
)
def test_every_button_saves_and_leads_on(stage: Stage, owner: Browser, slug: str, move: str, onward: str) -> None:
    url = draft(stage)
    typed = {"contract": "cdi", "hours": "night", "question": "Pourquoi ?"}
    answer = owner.post(f"{url}/{slug}", {"move": move, **typed})
    assert (answer.status_code, answer.headers["location"]) == (303, onward.format(url=url))
    step = steps.BY_SLUG[slug]
    assert offer(stage).answers[step.key] == {name: [value] for name, value in typed.items() if name in step.fields}


def test_by_htmx_it_is_kept_without_a_word_of_blame(stage: Stage, owner: Browser) -> None:
    url = f"{draft(stage)}/contrat"
    shown = owner.get(url)
    answer = owner.post(url, {**by(shown), "order": "1", "salary_min": "12", "salary_period": "month"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="erreurs"' not in answer.text
    assert 'class="hint live" id="enregistre">Brouillon enregistré' in answer.text
    # The page that stays is still the one that was shown.
    assert field(answer, "page") == field(shown, "page")


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_second_tab_is_shown_what_differs(stage: Stage, owner: Browser, headers: dict[str, str] | None) -> None:
    url = f"{draft(stage)}/question"
    first, second = owner.get(url), owner.get(url)
    assert owner.post(url, {**by(first), "question": "Pourquoi ?", "move": "next"}).status_code == 303
    clash = owner.post(url, {**by(second), "question": f"Comment {NASTY} ?", "move": "next"}, headers=headers)
    assert clash.status_code == 409
    assert "Cette étape a été modifiée ailleurs" in clash.text
    assert "<td>Comment &lt;script&gt;" in clash.text
    assert "<td>Pourquoi ?</td>" in clash.text
    assert offer(stage).answers["question"] == {"question": ["Pourquoi ?"]}
    # Typed here, still here.
    assert re.search(r'<textarea[^>]*id="question"[^>]*>Comment ', clash.text)
    again = {**by(clash), "revision": "0", "question": "Comment ?"}
    assert owner.post(url, again).status_code == 409
    assert owner.post(url, {**again, "confirm": field(clash, "confirm")}).status_code == 303
    assert offer(stage).answers["question"] == {"question": ["Comment ?"]}


def test_the_legal_name_waits_for_the_register_and_the_page_for_nobody(stage: Stage, owner: Browser) -> None:
    page = owner.get(f"{draft(stage)}/entreprise")
    assert 'id="company_name" name="company_name" value="Les Ateliers"' in page.text
    assert 'id="siret" name="siret" value="73282932000074"' in page.text


def test_an_example_fills_the_field(stage: Stage, owner: Browser) -> None:
    url = f"{draft(stage)}/question"
    answer = owner.post(url, {"example": "Qu'est-ce qui vous plaît ?", "question": "x"})
    assert answer.headers["location"] == url
    assert "Qu&#39;est-ce qui vous plaît ?</textarea>" in owner.get(url).text


def test_a_closed_question_gets_a_hint_and_passes(stage: Stage, owner: Browser) -> None:
    url = draft(stage)
    typed = {"question": "Avez-vous le permis ?"}
    assert "commencer par" in owner.post(f"{url}/question", typed, headers=HTMX).text
    assert owner.post(f"{url}/question", {"move": "next", **typed}).headers["location"] == f"{url}/recapitulatif"
    assert "On peut répondre à votre question" in owner.get(f"{url}/recapitulatif").text


def test_the_recap_names_what_is_missing_and_does_not_publish(stage: Stage, owner: Browser) -> None:
    url = draft(stage)
    page = owner.get(f"{url}/recapitulatif")
    assert f'href="{url}/contrat?verifier=1"' in page.text
    assert re.search(r'value="publish" disabled', page.text)
    refused = owner.post(f"{url}/recapitulatif", {"move": "publish", "standing": "yes"})
    assert refused.status_code == 422
    assert offer(stage).state == "draft"


def test_publishing_leads_to_the_confirmation_however_often_it_is_pressed(stage: Stage, owner: Browser) -> None:
    url = draft(stage, full=True)
    recap = owner.get(f"{url}/recapitulatif")
    sent = {"csrf": field(recap, "csrf"), **by(recap), "move": "publish", "standing": "no"}
    for _ in range(2):
        answer = owner.send(f"{url}/recapitulatif", sent)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{url}/confirmation")
    assert (offer(stage).state, offer(stage).standing) == ("published", False)
    confirmation = owner.get(f"{url}/confirmation")
    assert "Nous préparons vos invitations" in confirmation.text
    assert 'hx-trigger="every 2s"' in confirmation.text


def test_an_address_that_is_not_confirmed_sends_nothing(stage: Stage, owner: Browser) -> None:
    url = draft(stage, full=True)
    with stage.database.writing() as session:
        account = session.merge(stage.cast.owner)
        account.email_confirmed_at = None
        session.add(account)
    recap = owner.get(f"{url}/recapitulatif")
    assert "Confirmez d'abord votre adresse mail" in recap.text
    assert 'action="/confirmation"' in recap.text
    refused = owner.post(f"{url}/recapitulatif", {"move": "publish"})
    assert refused.status_code == 422
    assert offer(stage).state == "draft"


def test_the_preview_is_the_mail_shut_off_from_everything(stage: Stage, owner: Browser) -> None:
    assert owner.get(f"{draft(stage)}/apercu").status_code == 404
    answer = owner.get(f"{draft(stage, full=True)}/apercu")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "Bonjour Camille" in answer.text
    assert "Qu&#39;est-ce qui vous plaît dans ce métier ?" in answer.text


def test_my_offers_from_nothing_to_a_closed_one(stage: Stage, owner: Browser) -> None:
    assert "Vous n'avez pas encore d'offre" in owner.get("/offres").text
    url = draft(stage, full=True)
    listed = owner.get("/offres").text
    assert "Brouillon" in listed and "Supprimer le brouillon" in listed
    owner.post(f"{url}/recapitulatif", {"move": "publish"})
    listed = owner.get("/offres").text
    assert "En ligne" in listed and "Voir le détail" in listed and "Supprimer" not in listed
    for word in ("en attente", "à contacter", "contactée", "favorite", "refusée"):
        assert word in listed
    assert owner.post(f"{url}/fermer", shown_on="/offres").headers["location"] == url
    assert "Fermée" in owner.get(url).text
    assert owner.post(f"{url}/rouvrir", shown_on=url).headers["location"] == f"{url}/confirmation"
    copy = owner.post(f"{url}/dupliquer", shown_on="/offres").headers["location"]
    assert copy.endswith("/contrat") and copy != f"{url}/contrat"
    assert owner.post(f"{copy.removesuffix('/contrat')}/supprimer", shown_on="/offres").headers["location"] == "/offres"
    assert owner.get(copy).status_code == 404


def test_the_hidden_criteria_are_marked_as_such(stage: Stage, owner: Browser) -> None:
    page = owner.get(f"{draft(stage, full=True)}/recapitulatif")
    assert "Jamais montré aux candidats" in page.text


@pytest.mark.parametrize(
    "path",
    ["", "/contrat", "/conditions", "/entreprise", "/question", "/recapitulatif", "/confirmation", "/apercu"],
)
@pytest.mark.parametrize("name", ["stranger", "newcomer", "staff"])
def test_somebody_elses_offer_does_not_exist(stage: Stage, name: str, path: str) -> None:
    url = draft(stage, full=True)
    other = stage.signed_in(getattr(stage.cast, name).email)
    assert other.get(url + path).status_code == 404


@pytest.mark.parametrize("path", ["/contrat", "/recapitulatif", "/fermer", "/rouvrir", "/dupliquer", "/supprimer"])
def test_a_stranger_changes_nothing(stage: Stage, path: str) -> None:
    url = draft(stage, full=True)
    before = offer(stage).model_dump()
    stranger = stage.signed_in(stage.cast.stranger.email)
    shown_on = "/compte"
    answer = stranger.post(url + path, {"move": "publish", "contract": "cdi"}, shown_on)
    assert answer.status_code == 404
    assert offer(stage).model_dump() == before


def test_signed_out_one_signs_in_first_and_comes_back(stage: Stage) -> None:
    url = draft(stage)
    answer = stage.browser().get(f"{url}/conditions")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion?suite=%2Foffres%2F")
