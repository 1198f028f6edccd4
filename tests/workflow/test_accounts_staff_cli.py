"""`vivier staff`: how the first member of staff and the first codes come to be."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cast import NOW, cast
from tests.visits import Stage
from web.accounts import codes, service
from web.accounts.cli import staff
from web.clock import utc_now
from web.db import Database

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VIVIER_HOME", str(tmp_path))
    monkeypatch.setenv("VIVIER_SECRET", "s" * 32)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(staff, words)

    return invoke


def test_a_member_of_staff_sets_a_password_by_the_link(database_url: str, run: Run) -> None:
    printed = run("add", "Eva@Equipe.example", "--first-name", "Éva").output.strip()
    with Stage(database_url) as stage:
        # The command knows the time of this machine only.
        stage.now = utc_now()
        path = printed.removeprefix(stage.settings.site_url)
        browser = stage.browser()
        answer = browser.post(path, {"mot_de_passe": "un cheval bleu au bord du lac"})
        assert answer.headers["location"] == "/equipe"
        assert browser.get(path).status_code == 410
        stage.signed_in("eva@equipe.example", "un cheval bleu au bord du lac")


def test_nobody_becomes_staff_by_accident(database: Database, run: Run) -> None:
    cast(database)
    refused = run("add", "owner@ateliers.example")
    assert refused.exit_code == 1
    assert "has a recruiter's account" in refused.output
    assert run("add", "pas une adresse").exit_code == 1
    again = run("add", "staff@vivier.example")
    assert again.exit_code == 0
    with database.reading() as session:
        found = service.by_mail(session, "staff@vivier.example")
    assert found
    assert found.first_name == "Éva"


def test_a_code_works_as_printed(database: Database, run: Run) -> None:
    printed = run("code", "--uses", "2", "--days", "30", "--note", "salon").output.strip()
    with database.writing() as session:
        for _ in range(2):
            codes.take(session, f" {printed.lower()} ", NOW)
    with database.writing() as session, pytest.raises(codes.CodeRefused):
        codes.take(session, printed, NOW)
    assert run("code", "--uses", "0").exit_code == 2
