"""What `vivier up` finds or makes before it serves: people and a company in an empty home of one's own, no more."""

import asyncio
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest
from sqlmodel import col, func, select

from tests import cast
from web.accounts.tables import Account
from web.app import create_app
from web.applications.tables import Application
from web.candidates.tables import Candidate
from web.db import Database, migrate
from web.demo import doors
from web.settings import SiteSettings
from web.up import prepare_database


@pytest.fixture
def settings(tmp_path: Path) -> SiteSettings:
    """A home of one's own, empty, on a machine that nobody else reaches."""
    return SiteSettings(kept_in=tmp_path / "home")


def held(settings: SiteSettings) -> tuple[int, int, int]:
    """Candidates, accounts and applications."""
    with closing(Database(settings.database)) as database, database.reading() as session:
        tables = (Candidate, Account, Application)
        candidates, accounts, applications = (session.scalar(select(func.count()).select_from(one)) for one in tables)
    return candidates or 0, accounts or 0, applications or 0


def test_an_empty_home_gets_people_and_a_company_once(
    settings: SiteSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare_database(settings, 50)
    candidates, *others = held(settings)
    assert candidates > 50 + 60
    assert others == [3, 60]
    first = capsys.readouterr().err
    prepare_database(settings, 50)
    assert held(settings) == (candidates, *others)
    again = capsys.readouterr().err
    told = f"database: sign in as {doors.RECRUITER}"
    assert told in first
    assert told in again
    assert "(once)" not in again


def test_bare_invents_nothing(settings: SiteSettings) -> None:
    prepare_database(settings, 0)
    assert held(settings) == (0, 0, 0)


def test_elsewhere_there_are_people_but_no_known_password(settings: SiteSettings, tmp_path: Path) -> None:
    elsewhere = replace(settings, database_url=f"sqlite:///{tmp_path / 'other.db'}")
    prepare_database(elsewhere, 50)
    assert held(elsewhere) == (50, 0, 0)


def test_where_somebody_is_already_nothing_is_added(settings: SiteSettings, tmp_path: Path) -> None:
    settings.home.mkdir()
    with closing(Database(settings.database)) as database:
        migrate.upgrade(database)
        with database.writing() as session:
            cast.candidate(session, 1)
    prepare_database(settings, 50)
    assert held(settings) == (1, 0, 0)


def test_a_home_that_is_served_to_others_is_locked_first(
    settings: SiteSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare_database(settings, 50)
    prepare_database(replace(settings, public_url="https://vivier.example"), 50)
    assert "are locked" in capsys.readouterr().err
    with closing(Database(settings.database)) as database, database.reading() as session:
        hashes = session.exec(select(col(Account.password_hash))).all()
    assert len(hashes) == 3
    assert all(one.startswith("!") for one in hashes)
    prepare_database(settings, 50)
    assert "sign in as" not in capsys.readouterr().err, "back home, nobody is told a password that opens nothing"


def test_the_readme_says_how_to_come_in() -> None:
    told = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    for known in (doors.RECRUITER, doors.COLLEAGUE, doors.STAFF, doors.CANDIDATE, doors.PASSWORD):
        assert f"`{known}`" in told


async def _walk(settings: SiteSettings) -> dict[str, str]:
    """The pages of offers' lists and applications that a recruiter comes to from the first page, by path."""
    app = create_app(settings)
    seen: dict[str, str] = {}
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")
    async with app.router.lifespan_context(app), client:
        form = {"csrf": cast.csrf((await client.get("/connexion")).text), "mail": doors.RECRUITER}
        answer = await client.post("/connexion", data={**form, "mot_de_passe": doors.PASSWORD})
        assert answer.headers["location"] == "/offres"
        waiting = ["/offres"]
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            answer = await client.get(path)
            assert answer.status_code == 200, path
            seen[path] = answer.text
            waiting += re.findall(r'href="(/candidatures/[\w-]+)["?]', answer.text)
            waiting += re.findall(r'href="(/offres/[\w-]+/candidatures\?liste=[\w-]+)"', answer.text)
    return seen


def test_the_recruiter_of_the_readme_can_read_every_application(settings: SiteSettings) -> None:
    prepare_database(settings, 50)
    seen = asyncio.run(_walk(settings))
    assert sum(path.startswith("/candidatures/") for path in seen) == 60
    assert sum(path.startswith("/offres/") for path in seen) == 15
    with closing(Database(settings.database)) as database, database.reading() as session:
        hidden = session.exec(
            select(col(Candidate.email))
            .join(Application, col(Application.candidate_id) == Candidate.id)
            .where(col(Application.lifted_at).is_(None))
        ).all()
    text = "".join(seen.values())
    assert len(hidden) > 25
    assert not [email for email in hidden if email in text]
