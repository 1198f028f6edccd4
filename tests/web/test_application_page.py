"""`/candidatures/{ref}`: what recruiters read of one application, before and after its anonymity is lifted."""

import re
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests import application_scene, sheets
from tests.application_scene import QUESTION, RULE, Scene, fill
from tests.sql import empty_file
from tests.visits import Browser, Stage
from tests.web.test_html_is_valid import Outline
from web.applications.tables import Application


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())

    async def rule(*_: Any) -> Any:
        return RULE

    # The package names the routes of its modules as the modules are named.
    monkeypatch.setattr(sys.modules["web.applications.pages.detail"], "offer_rule", rule)
    return Stage(f"sqlite:///{path}")


@pytest.fixture
def scene(stage: Stage) -> Scene:
    return fill(stage.database, stage.cast, stage.now)


def text_of(page: str) -> str:
    """What is read on the page, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.text


def test_before_lifting_nothing_tells_who_the_person_is(stage: Stage, scene: Scene) -> None:
    with stage:
        answer = stage.signed_in(stage.cast.owner.email).get(f"/candidatures/{scene.pending}")
    everything = (answer.text + str(answer.headers)).lower()
    assert [marker for marker in sheets.MARKERS if marker.lower() in everything] == []
    assert "Candidature du 21 février 2026" in unescape(answer.text).replace("\u00a0", " ")


def test_names_in_an_answer_are_struck_until_lifting(stage: Stage, scene: Scene) -> None:
    with stage.database.writing() as session:
        for ref in (scene.pending, scene.lifted):
            one = session.exec(application_scene.by_ref(Application, ref)).one()
            one.answer = "Je suis Zéphyrine, 06 39 98 77 66."
            session.add(one)
    with stage:
        browser = stage.signed_in(stage.cast.owner.email)
        assert "Je suis [masqué], [masqué]." in read(browser, f"/candidatures/{scene.pending}")
        assert "Je suis Zéphyrine, 06 39 98 77 66." in read(browser, f"/candidatures/{scene.lifted}")


def test_after_lifting_one_click_writes_or_calls(stage: Stage, scene: Scene) -> None:
    with stage:
        page = read(stage.signed_in(stage.cast.teammate.email), f"/candidatures/{scene.lifted}")
    assert "<h1>Zéphyrine Quatremarre</h1>" in page
    assert 'href="mailto:1.zephyrine.q@marqueur.example"' in page
    assert 'href="tel:0639987766"' in page
    assert "Anonymat levé par Olive Perrin le 28 février 2026." in text_of(page)


def test_the_answer_stands_under_its_question(stage: Stage, scene: Scene) -> None:
    with stage:
        told = text_of(read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.pending}"))
    answer = " ".join(sheets.ANSWER.split())
    assert told.index(QUESTION) < told.index(answer)


def test_each_criterion_is_told_by_a_short_fact(stage: Stage, scene: Scene) -> None:
    with stage:
        page = read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.pending}")
    facts = [unescape(one).replace("\u202f", " ") for one in re.findall(r'class="met-\w+"><strong>([^<]+)', page)]
    assert facts == ["5 des 7 compétences principales", "6 km", "Permis B", "CDI", "Souhaite 22 500 € brut par an"]


def test_matched_skills_say_why_and_what_is_missing_is_said_too(stage: Stage, scene: Scene) -> None:
    with stage:
        told = text_of(read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.pending}"))
    assert "Réaliser la toilette et les soins d'hygiène indispensable Travaillée comme Aide-soignant" in told
    # Seven core skills, one of which the offer leaves out; five are held.
    assert "La compétence du métier qu'il lui resterait à apprendre" in told
    assert "Ses 3 autres compétences" in told


def test_experiences_come_by_decreasing_nearness_in_words(stage: Stage, scene: Scene) -> None:
    with stage:
        page = read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.pending}")
    jobs = re.findall(r"<h3>([^<]+)</h3>\s*<p class=\"experience-near\"><span class=\"mark\">([^<]+)", page)
    assert [(unescape(job).split(" / ")[0], near) for job, near in jobs] == [
        ("Aide-soignant", "Le même métier"),
        ("Hôte de caisse", "Un autre métier"),
    ]


def test_traits_open_on_their_definition_without_a_script(stage: Stage, scene: Scene) -> None:
    with stage:
        page = read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.pending}")
    found = re.findall(r'<details class="trait"><summary>([^<]+)</summary><p>([^<]+)</p>', page)
    assert [label for label, _ in found] == ["Autonomie", "Bienveillance", "Patience"]


def test_what_happened_is_told_with_who_and_when(stage: Stage, scene: Scene) -> None:
    with stage:
        told = text_of(read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.lifted}"))
    history = told.partition("Ce qui s'est passé")[2]
    assert history.index("Candidature reçue le 22 février 2026") < history.index("Olive Perrin a levé l'anonymat")
    assert "le 28 février 2026 à 10 h 00" in history


def test_somebody_who_is_gone_is_told_kindly_and_notes_and_history_stay(stage: Stage, scene: Scene) -> None:
    with stage:
        page = read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.gone}")
    told = text_of(page)
    assert "Cette candidature a été retirée" in told
    assert "Réponse très juste sur le travail d'équipe." in told
    assert "Olive Perrin a ajouté cette candidature aux favorites" in told
    assert "anti-cv" not in page
    assert [marker for marker in sheets.MARKERS if marker.lower() in page.lower()] == []


def test_the_anti_cv_can_be_had_in_every_format(stage: Stage, scene: Scene) -> None:
    with stage:
        page = read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.pending}")
    for ending in ("pdf", "docx", "csv", "json", "ler.json"):
        assert f'href="/candidatures/{scene.pending}/anti-cv.{ending}"' in page


def test_the_page_leads_to_its_neighbours_in_the_list_that_one_came_from(stage: Stage, scene: Scene) -> None:
    ways = re.compile(r'<a href="([^"]+)">(Précédente|Suivante)</a>')
    with stage:
        browser = stage.signed_in(stage.cast.owner.email)
        told = {path: ways.findall(read(browser, path)) for path in scene.pages[:3]}
        narrowed = read(browser, f"/candidatures/{scene.lifted}?liste=en-attente&ordre=correspondance")
    first, second, third = scene.pages[:3]
    assert told == {
        first: [(second, "Suivante")],
        second: [(first, "Précédente"), (third, "Suivante")],
        third: [(second, "Précédente")],
    }
    assert f'href="/offres/{scene.offer}/candidatures?liste=en-attente&amp;ordre=correspondance"' in narrowed
    # The best first, and the newest of equals.
    query = "?liste=en-attente&amp;ordre=correspondance"
    assert ways.findall(narrowed) == [(third + query, "Précédente"), (first + query, "Suivante")]


def test_a_page_without_the_engine_says_all_but_the_criteria(
    stage: Stage, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(*_: Any) -> None:
        return None

    monkeypatch.setattr(sys.modules["web.applications.pages.detail"], "offer_rule", silent)
    with stage:
        told = text_of(read(stage.signed_in(stage.cast.owner.email), f"/candidatures/{scene.pending}"))
    assert "Pourquoi cette personne" not in told
    assert "Réaliser la toilette et les soins d'hygiène" in told


@pytest.mark.parametrize("who", ["stranger", "newcomer", "staff"])
def test_others_find_nothing(stage: Stage, scene: Scene, who: str) -> None:
    with stage:
        browser = stage.signed_in(getattr(stage.cast, who).email)
        for path in scene.pages:
            assert browser.get(path).status_code == 404, path


def test_nobody_is_shown_the_door_of_the_site(stage: Stage, scene: Scene) -> None:
    with stage:
        for path in scene.pages:
            assert stage.browser().get(path).headers["location"].startswith("/connexion?suite="), path


def test_pages_are_whole(stage: Stage, scene: Scene) -> None:
    with stage:
        browser = stage.signed_in(stage.cast.owner.email)
        for path in scene.pages:
            page = read(browser, path)
            outline = Outline(page)
            assert [fault for fault in outline.faults if "<path>" not in fault] == [], path
            assert [name for name, count in outline.ids.items() if count > 1] == [], path
            assert set(outline.wanted) <= set(outline.ids), path
            assert page.count("<h1") == 1, path
            assert not re.search(r"<style|\sstyle=|\son\w+=", page), path
