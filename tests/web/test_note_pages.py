"""Notes on the page of an application: written, changed, taken back, hinted at; and what staff read of them."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from tests import sheets
from tests.application_scene import Scene, fill
from tests.sql import empty_file
from tests.visits import Browser, Stage
from web.notes.pages.writing import WRITING
from web.notes.show import MOST_TEXT

LAW = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000045391841"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    return Stage(f"sqlite:///{path}")


@pytest.fixture
def scene(stage: Stage) -> Scene:
    return fill(stage.database, stage.cast, stage.now)


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


def noted(browser: Browser, ref: str, text: str) -> str:
    """Write a note; the path of its own page."""
    answer = browser.post(f"/candidatures/{ref}/notes", {"texte": text}, f"/candidatures/{ref}")
    assert answer.status_code == 303, answer.text
    back, _, anchor = answer.headers["location"].partition("#note-")
    assert back == f"/candidatures/{ref}"
    return f"/notes/{anchor}"


def test_a_colleague_reads_a_note_with_its_author_and_time(stage: Stage, scene: Scene) -> None:
    with stage:
        noted(stage.signed_in(stage.cast.owner.email), scene.pending, "Réponse <b>claire</b>,\nà rappeler.")
        page = stage.signed_in(stage.cast.teammate.email).get(f"/candidatures/{scene.pending}").text
    assert "Olive Perrin, le 2 mars 2026 à 10 h 00" in text_of(page)
    assert "Réponse &lt;b&gt;claire&lt;/b&gt;,\nà rappeler." in page


def test_the_reminder_of_the_law_stands_by_the_field_with_its_link(stage: Stage, scene: Scene) -> None:
    with stage:
        page = stage.signed_in(stage.cast.owner.email).get(f"/candidatures/{scene.pending}").text
    assert f'href="{LAW}"' in page
    assert "article L1132-1 du code du travail" in page
    assert "jamais par la personne qui candidate" in page


def test_a_note_that_touches_on_a_criterion_is_kept_and_its_author_is_told(stage: Stage, scene: Scene) -> None:
    with stage:
        owner = stage.signed_in(stage.cast.owner.email)
        noted(owner, scene.pending, "Elle est enceinte, dommage.")
        hers = text_of(owner.get(f"/candidatures/{scene.pending}").text)
        his = text_of(stage.signed_in(stage.cast.teammate.email).get(f"/candidatures/{scene.pending}").text)
    assert "Elle est enceinte, dommage." in hers
    assert "« enceinte » touche à la grossesse" in hers
    assert "tenez-vous-en aux compétences" in hers
    assert "touche à la grossesse" not in his


def test_the_hint_comes_while_one_types_and_keeps_nothing(stage: Stage, scene: Scene) -> None:
    path = f"/candidatures/{scene.pending}"
    with stage:
        owner = stage.signed_in(stage.cast.owner.email)
        told = owner.post(f"{path}/notes/conseil", {"texte": "Trop jeune."}, path)
        quiet = owner.post(f"{path}/notes/conseil", {"texte": "Jeune équipe, bonne réponse."}, path)
        assert "Trop jeune" not in owner.get(path).text
    assert "touche à l'âge" in unescape(told.text)
    assert "<html" not in told.text
    assert (quiet.status_code, quiet.text.strip()) == (200, "")


@pytest.mark.parametrize(("text", "why"), [("  \n ", "Écrivez votre note"), ("a" * (MOST_TEXT + 1), "2000 caractères")])
def test_a_note_that_cannot_be_comes_back_as_typed(stage: Stage, scene: Scene, text: str, why: str) -> None:
    path = f"/candidatures/{scene.pending}"
    with stage:
        answer = stage.signed_in(stage.cast.owner.email).post(f"{path}/notes", {"texte": text}, path)
    assert answer.status_code == 400
    assert why in text_of(answer.text)
    assert text.strip() in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_an_edit_keeps_the_earlier_text_and_says_who_and_when(stage: Stage, scene: Scene) -> None:
    with stage:
        owner, teammate = (stage.signed_in(one.email) for one in (stage.cast.owner, stage.cast.teammate))
        note = noted(owner, scene.pending, "Réponse claire.")
        stage.later(minutes=5)
        answer = teammate.post(note, {"texte": "Réponse claire et brève.", "revision": "0"})
        assert answer.headers["location"] == f"/candidatures/{scene.pending}#note-{note.removeprefix('/notes/')}"
        told = text_of(owner.get(f"/candidatures/{scene.pending}").text)
    assert "Réponse claire et brève. Modifiée par Théo Marchand, le 2 mars 2026 à 10 h 05" in told
    assert "Olive Perrin, jusqu'au 2 mars 2026 à 10 h 05 Réponse claire." in told


def test_a_second_editor_sees_both_texts_and_may_insist(stage: Stage, scene: Scene) -> None:
    with stage:
        owner, teammate = (stage.signed_in(one.email) for one in (stage.cast.owner, stage.cast.teammate))
        note = noted(owner, scene.pending, "Un.")
        teammate.post(note, {"texte": "De Théo.", "revision": "0"})
        late = owner.post(note, {"texte": "D'Olive, gardé.", "revision": "0"})
        assert late.status_code == 409
        assert "Modifiée par Théo Marchand" in text_of(late.text)
        assert "De Théo." in late.text
        assert "D&#39;Olive, gardé.</textarea>" in late.text
        assert 'name="revision" value="1"' in late.text
        assert "De Théo." in owner.get(f"/candidatures/{scene.pending}").text
        assert owner.post(note, {"texte": "D'Olive, gardé.", "revision": "1"}).status_code == 303
        told = text_of(owner.get(f"/candidatures/{scene.pending}").text)
    assert "Ses 2 textes précédents" in told


def test_a_note_that_is_taken_back_is_read_by_nobody(stage: Stage, scene: Scene) -> None:
    with stage:
        owner, teammate, staff = (
            stage.signed_in(one.email) for one in (stage.cast.owner, stage.cast.teammate, stage.cast.staff)
        )
        page = f"/candidatures/{scene.pending}"
        note = noted(owner, scene.pending, "À oublier vite.")
        owner.post(note, {"texte": "À oublier très vite.", "revision": "0"})
        assert teammate.post(f"{note}/retirer", {"revision": "1"}, page).status_code == 404
        assert owner.post(f"{note}/retirer", {"revision": "0"}, page).status_code == 409
        assert owner.post(f"{note}/retirer", {"revision": "1"}, page).status_code == 303
        texts = [one.get(page).text for one in (owner, teammate)]
        texts.append(staff.get(f"/equipe/offres/{scene.offer}/notes").text)
        assert owner.get(note).headers["location"].startswith(page)
    for text in texts:
        assert "oublier" not in text
        assert "Note retirée le 2 mars 2026 à 10 h 00." in text_of(text)


def test_an_edit_of_a_note_just_taken_back_loses_no_text(stage: Stage, scene: Scene) -> None:
    with stage:
        owner, teammate = (stage.signed_in(one.email) for one in (stage.cast.owner, stage.cast.teammate))
        page = f"/candidatures/{scene.pending}"
        note = noted(owner, scene.pending, "Un.")
        owner.post(f"{note}/retirer", {"revision": "0"}, page)
        late = teammate.post(note, {"texte": "Mon long travail.", "revision": "0"}, page)
    assert late.status_code == 409
    assert "Mon long travail.</textarea>" in late.text
    assert "retirée pendant que vous la modifiiez" in text_of(late.text)
    assert f'action="{page}/notes"' in late.text


@pytest.mark.parametrize("who", ["stranger", "newcomer", "staff"])
def test_others_can_neither_write_nor_ask(stage: Stage, scene: Scene, who: str) -> None:
    with stage:
        browser = stage.signed_in(getattr(stage.cast, who).email)
        for path in (
            f"/candidatures/{scene.pending}/notes",
            f"/candidatures/{scene.pending}/notes/conseil",
            f"/notes/{scene.note}",
            f"/notes/{scene.note}/retirer",
        ):
            # A form that the page would have shown, and one with mistakes: neither tells that there is anything.
            for texte in ("Bonjour.", "", "a" * 3000):
                answer = browser.post(path, {"texte": texte, "revision": "0"}, "/compte")
                assert answer.status_code == 404, (path, len(texte))


def test_who_writes_without_end_is_slowed_down(stage: Stage, scene: Scene) -> None:
    page = f"/candidatures/{scene.pending}"
    with stage:
        stage.use_up(WRITING, stage.cast.owner.ref)
        answer = stage.signed_in(stage.cast.owner.email).post(f"{page}/notes", {"texte": "Encore."}, page)
    assert answer.status_code == 429


def test_staff_read_the_notes_and_nothing_of_the_person(stage: Stage, scene: Scene) -> None:
    with stage:
        owner, staff = (stage.signed_in(one.email) for one in (stage.cast.owner, stage.cast.staff))
        noted(owner, scene.lifted, "Zéphyrine Quatremarre, 06 39 98 77 66 : rappeler jeudi.")
        page = staff.get(f"/equipe/offres/{scene.offer}/notes").text
        offer = staff.get(f"/equipe/offres/{scene.offer}").text
        assert owner.get(f"/equipe/offres/{scene.offer}/notes").status_code == 404
        assert staff.get("/equipe/offres/nobody-has-this/notes").status_code == 404
    told = text_of(page)
    assert "[masqué], [masqué] : rappeler jeudi." in told
    assert "À appeler jeudi, après 17 h." in told
    assert "Réponse très juste sur le travail d'équipe." in told
    assert [marker for marker in sheets.MARKERS if marker.lower() in page.lower()] == []
    assert [ref for ref in (scene.pending, scene.lifted, scene.gone, scene.note) if ref in page] == []
    assert f'href="/equipe/offres/{scene.offer}/notes"' in offer


def test_notes_tell_the_day_of_an_application_as_it_is_in_france(stage: Stage) -> None:
    scene = fill(stage.database, stage.cast, datetime(2026, 2, 26, 23, 30, tzinfo=UTC))
    with stage:
        edit = stage.signed_in(stage.cast.owner.email).get(f"/notes/{scene.note}").text
        read = stage.signed_in(stage.cast.staff.email).get(f"/equipe/offres/{scene.offer}/notes").text
    # The lifted one was sent eight days before the scene's night.
    assert "Candidature du 19 février 2026" in text_of(edit)
    assert "Candidature du 19 février 2026" in text_of(read)
    assert "18 février" not in text_of(read)
