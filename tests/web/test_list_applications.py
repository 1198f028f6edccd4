"""The applications page of an offer: what it shows, what it hides, and every act on it, without a server."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests import applications as rows
from tests import cast
from tests.visits import Browser, Stage
from tests.web.test_html_is_valid import Outline
from web.applications import board
from web.applications.tables import Application, ApplicationEvent, Happening
from web.applications.tables import Stage as At
from web.candidates.tables import Candidate

LIVE = {"hx-request": "true"}
MARKERS = ("Quentinoux", "Zébrelin", "quentinoux@boite.example", "0612345678", "Tourcoing")


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    with Stage(database_url) as stage:
        yield stage


class Scene:
    """An offer of the owner's with some applications, oldest first, and a browser of the owner and of the teammate."""

    def __init__(self, stage: Stage, count: int = 3) -> None:
        self.stage = stage
        with stage.database.writing() as session:
            offer = rows.offer(session, stage.cast.owner)
            self.offer = offer.ref
            self.refs = [one.ref for one in rows.several(session, offer, count)]
        self.url = f"/offres/{self.offer}/candidatures"
        self.owner = stage.signed_in(stage.cast.owner.email)
        self.mate = stage.signed_in(stage.cast.teammate.email)

    def act(self, what: str, ref: str, revision: int = 0, browser: Browser | None = None, **more: Any) -> Any:
        """Click, on the list, without a script unless headers say otherwise."""
        data = {"revision": str(revision), "retour": more.pop("back", self.url), **more.pop("data", {})}
        return (browser or self.owner).post(f"/candidatures/{ref}/{what}", data, self.url, **more)

    def row(self, ref: str) -> Application:
        with self.stage.database.reading() as session:
            return session.exec(select(Application).where(Application.ref == ref)).one()

    def change(self, ref: str, **values: Any) -> None:
        with self.stage.database.writing() as session:
            one = session.exec(select(Application).where(Application.ref == ref)).one()
            for name, value in values.items():
                setattr(one, name, value)

    def listed(self, query: str = "") -> list[str]:
        """References of the rows of a page, in their order."""
        return re.findall(r'<li class="entry[^"]*" id="c-([^"]+)"', self.owner.get(self.url + query).text)


def test_the_oldest_comes_first(stage: Stage) -> None:
    scene = Scene(stage)
    assert scene.listed() == scene.refs
    text = scene.owner.get(scene.url).text
    assert "Candidature du 2" in text
    assert "Disponible tout de suite" in text
    assert "Le calme dans l&#39;urgence" in text


def test_another_order_can_be_asked_for(stage: Stage) -> None:
    scene = Scene(stage)
    for ref, match in zip(scene.refs, (10, 900, 500), strict=True):
        scene.change(ref, match=match)
    assert scene.listed("?ordre=correspondance") == [scene.refs[1], scene.refs[2], scene.refs[0]]
    assert scene.listed("?ordre=hasard") == sorted(scene.refs)


def test_a_blind_reading_shows_answers_only(stage: Stage) -> None:
    scene = Scene(stage)
    scene.act("lever", scene.refs[0])
    text = scene.owner.get(scene.url + "?ordre=hasard").text
    rows_only = text[text.index('<ul class="rows-list"') :]
    assert "Le calme" in rows_only
    for hidden in ("Petit-0", "Disponible", ">À contacter<", "<h2>Candidature"):
        assert hidden not in rows_only, hidden


def test_each_list_holds_what_its_counter_says(stage: Stage) -> None:
    scene = Scene(stage, 5)
    scene.act("lever", scene.refs[0])
    scene.act("lever", scene.refs[1], data={"quand": "maintenant"})
    scene.act("refuser", scene.refs[2])
    scene.act("etoile", scene.refs[2], 1)
    text = scene.owner.get(scene.url).text
    counts = dict(re.findall(r'candidatures(?:\?liste=)?([\w-]*)"[^>]*><svg.*?</svg><strong>(\d+)</strong>', text))
    expected = {"": 4, "en-attente": 2, "a-contacter": 1, "contactees": 1, "favorites": 1, "refusees": 1}
    assert {name: int(count) for name, count in counts.items()} == expected
    for name, count in expected.items():
        assert len(scene.listed(f"?liste={name}" if name else "")) == count, name


@pytest.mark.parametrize("order", ["anciennes", "correspondance", "hasard"])
def test_parts_follow_one_another_without_a_gap(stage: Stage, monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    monkeypatch.setattr(board, "PART", 3)
    scene = Scene(stage, 8)
    seen, url = [], f"{scene.url}?ordre={order}"
    while url:
        text = scene.owner.get(url).text
        seen += re.findall(r'<li class="entry[^"]*" id="c-([^"]+)"', text)
        found = re.search(r'href="([^"]+)">La suite', text)
        url = found[1].replace("&amp;", "&") if found else ""
    assert sorted(seen) == sorted(scene.refs)
    assert len(seen) == 8


def test_empty_lists_say_something_warm(stage: Stage) -> None:
    scene = Scene(stage, 0)
    assert "premières candidatures vont arriver" in scene.owner.get(scene.url).text
    other = Scene(stage, 0)
    with stage.database.writing() as session:
        offer = session.exec(select(rows.Offer).where(rows.Offer.ref == other.offer)).one()
        ref = rows.application(session, offer, cast.candidate(session, 99)).ref
    assert "Pas encore de favorite" in other.owner.get(other.url + "?liste=favorites").text
    other.act("refuser", ref)
    assert "ont été refusées" in other.owner.get(other.url).text


def test_an_unknown_list_order_or_part_is_the_whole_list(stage: Stage) -> None:
    scene = Scene(stage)
    assert scene.listed("?liste=rien&ordre=rien&apres=rien&fait=rien") == scene.refs


def test_nothing_tells_who_somebody_is_before_lifting(stage: Stage) -> None:
    scene = Scene(stage, 0)
    with stage.database.writing() as session:
        offer = session.exec(select(rows.Offer).where(rows.Offer.ref == scene.offer)).one()
        who = cast.candidate(session, 7)
        who.first_name, who.last_name, who.email, who.phone = MARKERS[:4]
        answer = f"Je suis Quentinoux ZEBRELIN, {MARKERS[2]}, 06 12 34 56 78."
        one = rows.application(session, offer, who, answer=answer)
        ref, secrets = one.ref, (who.ref, f"/{who.id}/")
    board_page, asked = scene.owner.get(scene.url), scene.owner.get(f"/candidatures/{ref}/lever?retour={scene.url}")
    starred = scene.act("etoile", ref, headers=LIVE)
    polled = scene.mate.get(scene.url + "?version=0.0.0")
    clash = scene.act("refuser", ref, 0, browser=scene.mate)
    for answer in (board_page, asked, starred, polled, clash):
        everything = answer.text + str(answer.headers)
        for marker in (*MARKERS, *secrets, "06 12 34", "ZEBRELIN"):
            assert marker not in everything, marker
    assert "[masqué]" in board_page.text
    scene.act("lever", ref, 1)
    shown = scene.owner.get(scene.url).text
    assert "Quentinoux Zébrelin" in shown
    assert "permet de reconnaître" not in shown


def test_a_person_who_has_withdrawn_leaves_a_row_without_a_trace(stage: Stage) -> None:
    scene = Scene(stage, 1)
    with stage.database.writing() as session:
        one = session.exec(select(Application)).one()
        session.delete(session.get(Candidate, one.candidate_id))
        session.flush()
        session.refresh(one)
        one.answer, one.erased_at = "", stage.now
    text = scene.owner.get(scene.url).text
    assert "Cette candidature a été retirée" in text
    assert "/lever" not in text
    assert scene.owner.get(f"/candidatures/{scene.refs[0]}/lever").status_code == 303
    answer = scene.act("lever", scene.refs[0])
    assert answer.status_code == 409
    assert "Ce n&#39;est plus possible" in answer.text
    assert scene.act("refuser", scene.refs[0]).status_code == 303


ACTS = [
    ("etoile", At.PENDING, True),
    ("refuser", At.REFUSED, False),
]


@pytest.mark.parametrize(("what", "stage_after", "star"), ACTS)
def test_an_act_leads_back_to_its_row_without_a_script(stage: Stage, what: str, stage_after: At, star: bool) -> None:
    scene = Scene(stage)
    answer = scene.act(what, scene.refs[1])
    assert answer.status_code == 303
    target = answer.headers["location"]
    assert target in {f"{scene.url}#c-{scene.refs[1]}", f"{scene.url}?fait={scene.refs[1]}#fait"}
    assert (scene.row(scene.refs[1]).stage, scene.row(scene.refs[1]).favourite) == (stage_after, star)
    page = scene.owner.get(target.split("#")[0]).text
    assert f'id="{target.split("#")[1]}"' in page, "the row, or what was done with its undoing, is on the page"


def test_refusing_can_be_undone_at_once(stage: Stage) -> None:
    scene = Scene(stage)
    target = scene.act("refuser", scene.refs[0]).headers["location"]
    done = scene.owner.get(target).text
    assert f"/candidatures/{scene.refs[0]}/retablir" in done
    scene.act("retablir", scene.refs[0], 1)
    assert scene.row(scene.refs[0]).stage == At.PENDING
    assert scene.listed() == scene.refs


def test_an_act_is_answered_with_the_row_and_the_counters_when_htmx_asks(stage: Stage) -> None:
    scene = Scene(stage)
    answer = scene.act("etoile", scene.refs[0], headers=LIVE)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="c-{scene.refs[0]}"' in answer.text
    assert 'aria-pressed="true"' in answer.text
    assert 'id="listes"' in answer.text
    assert "Ajoutée aux favorites." in answer.text
    # It left the list that is looked at: it says so, in its place.
    gone = scene.act("etoile?retirer=1", scene.refs[0], 1, back=scene.url + "?liste=favorites", headers=LIVE)
    assert "row-left" in gone.text


def test_a_second_click_is_no_mistake(stage: Stage) -> None:
    scene = Scene(stage)
    assert [scene.act("refuser", scene.refs[0]).status_code for _ in range(2)] == [303, 303]
    assert scene.row(scene.refs[0]).revision == 1


@pytest.mark.parametrize("first", ["owner", "mate"])
def test_whoever_comes_second_sees_what_the_first_did(stage: Stage, first: str) -> None:
    scene = Scene(stage)
    early, late = (scene.owner, scene.mate) if first == "owner" else (scene.mate, scene.owner)
    name = "Olive Perrin" if first == "owner" else "Théo Marchand"
    scene.act("refuser", scene.refs[0], browser=early)
    stage.later(minutes=2)
    answer = scene.act("lever", scene.refs[0], browser=late)
    assert answer.status_code == 409
    assert f"{name} a refusé cette candidature il y a 2\u00a0minutes" in answer.text
    assert f"/candidatures/{scene.refs[0]}/retablir" in answer.text, "the present state, and what can be done from it"
    assert scene.row(scene.refs[0]).lifted_at is None
    live = scene.act("etoile", scene.refs[0], browser=late, headers=LIVE)
    assert live.status_code == 409
    assert 'role="alert"' in live.text
    assert "<html" not in live.text


def test_an_impossible_move_is_said_kindly_and_changes_nothing(stage: Stage) -> None:
    scene = Scene(stage)
    for what in ("retablir", "contacter", "a-contacter"):
        answer = scene.act(what, scene.refs[0])
        assert answer.status_code == 409, what
        assert "Ce n&#39;est plus possible" in answer.text
    assert scene.row(scene.refs[0]).revision == 0


def test_lifting_recalls_the_commitment_then_shows_who_it_is(stage: Stage) -> None:
    scene = Scene(stage)
    path = f"/candidatures/{scene.refs[0]}/lever?retour={scene.url}"
    asked = scene.owner.get(path).text
    assert "vous vous engagez à contacter" in asked
    answer = scene.act("lever", scene.refs[0])
    assert answer.status_code == 303
    shown = scene.owner.get(answer.headers["location"]).text
    for text in ("Alex Petit-0", "mailto:candidate0@people.example", "Je la contacte maintenant", "Olive Perrin"):
        assert text in shown, text
    assert scene.row(scene.refs[0]).stage == At.TO_CONTACT
    scene.act("contacter", scene.refs[0], 1)
    scene.act("a-contacter", scene.refs[0], 2)
    assert scene.row(scene.refs[0]).stage == At.TO_CONTACT
    with stage.database.reading() as session:
        told = [one.what for one in session.exec(select(ApplicationEvent).order_by(ApplicationEvent.id))]  # type: ignore[arg-type]
    assert told == [Happening.LIFTED, Happening.TO_CONTACT, Happening.CONTACTED, Happening.TO_CONTACT]


def watched(scene: Scene, browser: Browser) -> str:
    """Where the page of a browser asks what changed."""
    found = re.search(r'id="veille" hx-get="([^"]+)"', browser.get(scene.url).text)
    assert found
    return found[1].replace("&amp;", "&")


def ask(scene: Scene, browser: Browser, path: str) -> Any:
    return scene.stage.runner.run(browser._client.get(path, headers=LIVE))


def test_a_page_on_a_screen_hears_of_a_colleague_and_of_nothing_twice(stage: Stage) -> None:
    scene = Scene(stage)
    path = watched(scene, scene.owner)
    assert ask(scene, scene.owner, path).status_code == 204
    stage.later(hours=3)
    scene.act("refuser", scene.refs[1], browser=scene.mate)
    news = ask(scene, scene.owner, path)
    assert news.status_code == 200
    assert "Théo Marchand a refusé la candidature du 2" in news.text
    assert f'id="c-{scene.refs[1]}"' in news.text
    again = re.search(r'id="veille"[^>]*hx-get="([^"]+)"', news.text)
    assert again
    assert ask(scene, scene.owner, again[1].replace("&amp;", "&")).status_code == 204
    # Who did it is told of the row, not of what they know.
    own = ask(scene, scene.mate, path)
    assert "Théo Marchand" not in own.text


def test_every_page_is_well_formed(stage: Stage) -> None:
    scene = Scene(stage)
    scene.change(scene.refs[2], answer="On apprend en écoutant.\n" * 60)
    clash = scene.act("retablir", scene.refs[0]).text
    scene.act("refuser", scene.refs[0])
    lift = f"/candidatures/{scene.refs[1]}/lever?retour={scene.url}"
    paths = (scene.url, f"{scene.url}?fait={scene.refs[0]}", f"{scene.url}?ordre=hasard", lift)
    pages = [scene.owner.get(path).text for path in paths]
    scene.act("lever", scene.refs[1])
    for text in (*pages, clash, scene.owner.get(lift).text):
        outline = Outline(text)
        assert outline.faults == []
        assert [name for name, number in outline.ids.items() if number > 1] == []
        assert set(outline.wanted) <= set(outline.ids)


def test_a_new_application_is_told_of(stage: Stage) -> None:
    scene = Scene(stage)
    path = watched(scene, scene.owner)
    with stage.database.writing() as session:
        offer = session.exec(select(rows.Offer).where(rows.Offer.ref == scene.offer)).one()
        rows.application(session, offer, cast.candidate(session, 50), cast.NOW + timedelta(hours=1))
    assert "1\u00a0nouvelle candidature est arrivée" in ask(scene, scene.owner, path).text


def test_a_change_that_is_committed_late_is_told_of_too(stage: Stage) -> None:
    scene = Scene(stage)
    path = watched(scene, scene.owner)
    last = scene.row(scene.refs[2])
    # Stamped before the last change that the page knows, committed after it.
    scene.change(scene.refs[1], favourite=True, revision=1, updated_at=last.updated_at - timedelta(seconds=1))
    news = ask(scene, scene.owner, path)
    assert news.status_code == 200
    assert f'id="c-{scene.refs[1]}"' in news.text


@pytest.mark.parametrize("version", ["", "x", "1.2", "-1.0.0", "9" * 40 + ".0.0", "٣.٣.٣"])
def test_a_version_that_makes_no_sense_is_older_than_everything(stage: Stage, version: str) -> None:
    scene = Scene(stage)
    assert ask(scene, scene.owner, f"{scene.url}?version={version}").status_code == 200


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/offres/autre/candidatures", "/compte", ""]
)
def test_where_one_goes_back_to_is_a_page_of_ours(stage: Stage, back: str) -> None:
    scene = Scene(stage)
    answer = scene.act("etoile", scene.refs[0], back=back)
    assert answer.headers["location"] == f"{scene.url}#c-{scene.refs[0]}"


def test_the_page_of_an_application_gets_its_reader_back(stage: Stage) -> None:
    scene = Scene(stage)
    back = f"/candidatures/{scene.refs[0]}"
    assert scene.act("refuser", scene.refs[0], back=back).headers["location"] == back


@pytest.mark.parametrize("revision", ["", "x", "-1", "1e3", "9" * 30])
def test_a_revision_that_no_page_showed_is_refused(stage: Stage, revision: str) -> None:
    scene = Scene(stage, 1)
    assert scene.act("refuser", scene.refs[0], revision).status_code == 400  # type: ignore[arg-type]


def test_nobody_else_sees_or_moves_anything(stage: Stage) -> None:
    scene = Scene(stage)
    for email in (stage.cast.stranger.email, stage.cast.newcomer.email, stage.cast.staff.email):
        other = stage.signed_in(email)
        assert other.get(scene.url).status_code == 404
        assert ask(scene, other, scene.url + "?version=0.0.0").status_code == 404
        assert other.get(f"/candidatures/{scene.refs[0]}/lever").status_code == 404
        for what in ("etoile", "refuser", "retablir", "contacter", "a-contacter", "lever"):
            answer = other.post(f"/candidatures/{scene.refs[0]}/{what}", {"revision": "0"}, "/compte")
            assert answer.status_code == 404, (email, what)
    assert scene.row(scene.refs[0]).revision == 0
    assert stage.browser().get(scene.url).status_code == 303
