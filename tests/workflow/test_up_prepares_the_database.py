"""What `vivier up` finds or makes before it serves: people and a company in an empty home of one's own, no more."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from tests import cast
from web.accounts.tables import Account
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
