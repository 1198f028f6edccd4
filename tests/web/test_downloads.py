"""What can be downloaded of applications, and by whom."""

import csv
import io
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from sqlmodel import col, select

from tests import applications
from tests.sql import empty_file
from tests.visits import Browser, Stage
from tests.web.test_html_is_valid import Outline
from web.anticv import pages
from web.applications.tables import Application, ApplicationEvent, Happening
from web.candidates import space
from web.candidates.tables import Candidate
from web.invitations.tables import Invitation

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "ler.json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


class Scene:
    """An offer of the owner's with three applications, the first two favourites; the second is lifted."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        with stage.database.writing() as session:
            offer = applications.offer(session, stage.cast.owner)
            made = applications.several(session, offer, 3)
            made[0].favourite = made[1].favourite = True
            made[1].lifted_at, made[1].lifted_by = stage.now, stage.cast.owner.id
            self.offer, self.refs = offer.ref, [one.ref for one in made]
        self.page = f"/offres/{self.offer}/favoris"

    def file(self, ending: str, of: int = 0) -> str:
        return f"/candidatures/{self.refs[of]}/anti-cv.{ending}"

    def owner(self) -> Browser:
        return self.stage.signed_in(self.stage.cast.owner.email)

    def downloads(self) -> list[str]:
        """References of the applications that were noted as downloaded, in order."""
        with self.stage.database.reading() as session:
            noted = (
                select(Application.ref)
                .join(ApplicationEvent)
                .where(ApplicationEvent.what == Happening.DOWNLOADED)
                .order_by(ApplicationEvent.id)  # type: ignore[arg-type]
            )
            return list(session.exec(noted))

    def erase(self, number: int) -> None:
        """The person of this application erases themselves."""
        with self.stage.database.writing() as session:
            one = session.exec(select(Application).where(Application.ref == self.refs[number])).one()
            person = session.get(Candidate, one.candidate_id)
            one.answer = ""
            session.add(one)
            session.delete(person)

    def zip(self, browser: Browser) -> tuple[str, httpx.Response]:
        """Ask for the ZIP and wait for it: the path of its page, and that page once it is ready."""
        began = browser.post(f"{self.page}/anti-cv.zip", {}, self.page)
        assert began.status_code == 303
        until = time.monotonic() + 60
        while True:
            page = browser.get(began.headers["location"])
            if 'hx-get="' not in page.text:
                return began.headers["location"], page
            assert time.monotonic() < until, page.text
            time.sleep(0.05)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    with Stage(f"sqlite:///{path}", kept_in=tmp_path) as stage:
        yield Scene(stage)


@pytest.fixture
def on_both(database_url: str, tmp_path: Path) -> Iterator[Scene]:
    """The same on SQLite and on PostgreSQL, for what SQL decides."""
    with Stage(database_url, kept_in=tmp_path) as stage:
        yield Scene(stage)


def whole(page: httpx.Response) -> str:
    """The text of a page that is sound HTML."""
    outline = Outline(page.text)
    assert outline.faults == []
    assert set(outline.wanted) <= set(outline.ids)
    assert page.headers["cache-control"] == "no-store"
    return page.text


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_comes_as_a_download_that_nobody_keeps_and_is_noted(scene: Scene, ending: str) -> None:
    answer = scene.owner().get(scene.file(ending))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[ending]
    assert answer.headers["content-disposition"] == f'attachment; filename="anti-cv-{scene.refs[0]}.{ending}"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert scene.downloads() == [scene.refs[0]]


@pytest.mark.parametrize("ending", TYPES)
def test_a_name_is_in_the_file_once_anonymity_is_lifted_and_not_before(scene: Scene, ending: str) -> None:
    owner = scene.owner()
    before, after = owner.get(scene.file(ending)), owner.get(scene.file(ending, 1))
    if ending in {"json", "ler.json", "csv"}:
        assert "Petit-" not in before.text
        assert "Petit-1" in after.text
    assert "etit" not in str(before.headers)
    assert "etit" not in str(after.headers)


@pytest.mark.parametrize("headers", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}])
def test_what_a_browser_fetches_ahead_is_refused_and_not_noted(scene: Scene, headers: dict[str, str]) -> None:
    owner = scene.owner()
    run, client = scene.stage.runner.run, owner._client
    for path in (scene.file("pdf"), f"{scene.page}.csv"):
        answer = run(client.get(path, headers=headers))
        assert (answer.status_code, answer.content) == (503, b"")
    assert run(client.head(scene.file("csv"))).status_code == 200
    assert scene.downloads() == []


def test_nobody_else_gets_anything(scene: Scene) -> None:
    bundle, _ = scene.zip(scene.owner())
    people = scene.stage.cast
    paths = [scene.file(ending) for ending in TYPES]
    paths += [scene.page, f"{scene.page}.csv", f"{scene.page}.xlsx", bundle, f"{bundle}/anti-cv.zip"]
    for email in (people.stranger.email, people.newcomer.email, people.staff.email):
        browser = scene.stage.signed_in(email)
        for path in paths:
            assert browser.get(path).status_code == 404, (email, path)
        answer = browser.post(f"{scene.page}/anti-cv.zip", {}, "/compte")
        assert answer.status_code == 404
    nobody = scene.stage.browser()
    assert {nobody.get(path).headers["location"].split("?")[0] for path in paths} == {"/connexion"}
    assert len(scene.downloads()) == 2, "those of the owner's ZIP"


def test_a_colleague_gets_the_same_files(scene: Scene) -> None:
    bundle, _ = scene.zip(scene.owner())
    colleague = scene.stage.signed_in(scene.stage.cast.teammate.email)
    assert colleague.get(f"{bundle}/anti-cv.zip").status_code == 200
    assert colleague.get(scene.file("pdf")).content.startswith(b"%PDF-1.7")


@pytest.mark.parametrize("path", ["anti-cv.exe", "anti-cv.PDF", "anti-cv."])
def test_there_is_no_other_format(scene: Scene, path: str) -> None:
    owner = scene.owner()
    assert owner.get(f"/candidatures/{scene.refs[0]}/{path}").status_code == 404
    assert owner.get(f"{scene.page}.{path.partition('.')[2]}").status_code == 404


def test_the_page_of_the_favourites_says_how_many_and_who_has_a_name(scene: Scene) -> None:
    text = whole(scene.owner().get(scene.page))
    assert "2\u00a0candidatures favorites" in text
    assert "Les coordonnées d'une personne, dont l'anonymat a été levé, y figurent" in text.replace("&#39;", "'")
    assert scene.downloads() == []


def test_without_favourites_the_page_says_how_to_have_some(scene: Scene) -> None:
    with scene.stage.database.writing() as session:
        for one in session.exec(select(Application)):
            one.favourite = False
            session.add(one)
    owner = scene.owner()
    assert "Donnez une étoile" in whole(owner.get(scene.page))
    answer = owner.post(f"{scene.page}/anti-cv.zip", {}, scene.page)
    assert answer.headers["location"] == scene.page


def test_the_spreadsheet_has_a_line_for_each_favourite(on_both: Scene) -> None:
    answer = on_both.owner().get(f"{on_both.page}.csv")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [line["Anti-CV"] for line in lines] == [f"anti-cv-{ref}" for ref in on_both.refs[:2]]
    assert [line["Nom"] for line in lines] == ["", "Petit-1"]
    assert answer.headers["content-disposition"] == 'attachment; filename="favorites-2026-03-02.csv"'
    assert on_both.downloads() == on_both.refs[:2]


def test_the_workbook_opens_and_holds_the_same(scene: Scene) -> None:
    answer = scene.owner().get(f"{scene.page}.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        text = book.read("xl/sharedStrings.xml").decode()
    assert scene.refs[0] in text
    assert "Petit-1" in text
    assert "Petit-0" not in text


def test_the_zip_is_made_and_holds_a_pdf_for_each_and_a_table(scene: Scene) -> None:
    owner = scene.owner()
    bundle, page = scene.zip(owner)
    assert "Vos anti-CV sont prêts" in whole(page)
    answer = owner.get(f"{bundle}/anti-cv.zip")
    assert answer.headers["content-type"] == "application/zip"
    assert 'filename="anti-cv-favorites-2026-03-02.zip"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [*(f"anti-cv-{ref}.pdf" for ref in scene.refs[:2]), "candidatures.csv"]
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 3, 2, 0, 0, 0)}
    assert scene.downloads() == scene.refs[:2]


def test_a_zip_under_way_shows_how_far_it_is_with_and_without_scripts(scene: Scene) -> None:
    may_begin = threading.Event()
    scene.stage.app.state.bundles._line.submit(may_begin.wait, 60)
    owner = scene.owner()
    began = owner.post(f"{scene.page}/anti-cv.zip", {}, scene.page).headers["location"]
    text = whole(owner.get(began))
    assert "0 anti-CV sur 2" in text
    assert f'hx-get="{began}"' in text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    assert owner.get(f"{began}/anti-cv.zip").headers["location"] == began
    again = owner.post(f"{scene.page}/anti-cv.zip", {}, scene.page).headers["location"]
    may_begin.set()
    assert again == began, "a second click waits for the same file"


def test_nobody_has_the_machine_make_zips_all_day(scene: Scene) -> None:
    owner = scene.owner()
    scene.stage.use_up(pages.ZIPS, str(scene.stage.cast.owner.id))
    answer = owner.post(f"{scene.page}/anti-cv.zip", {}, scene.page)
    assert answer.status_code == 429
    assert scene.downloads() == []


def test_once_somebody_has_erased_themselves_the_zip_is_no_longer_served(on_both: Scene, tmp_path: Path) -> None:
    owner = on_both.owner()
    bundle, _ = on_both.zip(owner)
    on_both.erase(0)
    for path in (f"{bundle}/anti-cv.zip", bundle):
        assert owner.get(path).headers["location"] == f"{on_both.page}?perdu"
    assert list((tmp_path / "downloads").iterdir()) == [], "nor kept"
    text = whole(owner.get(f"{on_both.page}?perdu"))
    assert "n'est plus disponible" in text.replace("&#39;", "'")
    assert "Une candidature favorite a été retirée" in text
    assert "1\u00a0candidature favorite" in text


def test_erasing_oneself_takes_the_zip_away_at_once(scene: Scene, tmp_path: Path) -> None:
    scene.zip(scene.owner())
    stage, folder = scene.stage, tmp_path / "downloads"
    browser = stage.browser()
    browser.post("/candidat", {"mail": "candidate0@people.example"})
    browser.post(stage.link(space.LINK))
    assert len(list(folder.iterdir())) == 1
    erased = browser.post("/candidat/donnees/effacer", {"confirmation": "effacer"})
    assert erased.status_code == 303
    assert list(folder.iterdir()) == []


def test_withdrawing_one_application_takes_the_zip_away_at_once(scene: Scene, tmp_path: Path) -> None:
    scene.zip(scene.owner())
    stage, folder = scene.stage, tmp_path / "downloads"
    with stage.database.reading() as session:
        wanted = select(Invitation.ref).join(Application, col(Application.invitation_id) == Invitation.id)
        invited = session.exec(wanted.where(Application.ref == scene.refs[0])).one()
    away = f"/invitation/{stage.app.state.tokens.make('invitation', invited, stage.now)}/retirer"
    browser = stage.browser()
    page = browser.get(away).text
    seen = page.split('name="vu" value="')[1].split('"')[0]
    assert len(list(folder.iterdir())) == 1
    assert browser.post(away, {"vu": seen}).status_code == 303
    assert list(folder.iterdir()) == []


def test_of_somebody_who_has_erased_themselves_there_is_no_file(scene: Scene) -> None:
    scene.erase(0)
    owner = scene.owner()
    for ending in TYPES:
        assert owner.get(scene.file(ending)).headers["location"] == f"/candidatures/{scene.refs[0]}"
    assert scene.refs[0] not in owner.get(f"{scene.page}.csv").text
    assert scene.downloads() == [scene.refs[1]]


def test_a_zip_is_kept_for_an_hour(scene: Scene, tmp_path: Path) -> None:
    owner = scene.owner()
    bundle, _ = scene.zip(owner)
    scene.stage.later(minutes=59)
    assert owner.get(f"{bundle}/anti-cv.zip").status_code == 200
    scene.stage.later(minutes=2)
    assert owner.get(bundle).headers["location"] == f"{scene.page}?perdu"
    assert list((tmp_path / "downloads").iterdir()) == []


@pytest.mark.parametrize("name", ["none-has-it", "x", "%2e%2e", "state.json", "anti-cv.zip"])
def test_a_zip_that_never_was_leads_back(scene: Scene, name: str) -> None:
    assert scene.owner().get(f"{scene.page}/{name}").headers["location"] == f"{scene.page}?perdu"


def test_what_could_not_be_made_is_said(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Any) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr("web.anticv.pdf.pdf", broken)
    _, page = scene.zip(scene.owner())
    assert "n'a pas pu être préparé" in page.text.replace("&#39;", "'")
