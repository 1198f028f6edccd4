"""People change while `vivier index candidates` fills an index from SQL, and the run is killed at one of its steps."""

import random
from pathlib import Path

import pytest

from indexer.versions import versions
from search_api.engine.client import sync_client
from tests.engine.test_writes_meanwhile import NAME, channel, in_engine, in_sql, load, settings, stir
from tests.faults.processes import PAUSED, start, until
from tests.outbox import deliver
from web.clock import utc_now
from web.db import Database
from web.demo import people
from web.outbox.channels.index import IndexChannel
from web.settings import SiteSettings

__all__ = ["channel", "settings"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "killed"), [("fill", True), ("finish", True), ("swap", True), ("clean", True), ("finish", False)]
)
def test_whatever_becomes_of_the_run_the_index_says_what_sql_says(
    step: str, killed: bool, settings: SiteSettings, database: Database, channel: IndexChannel, tmp_path: Path
) -> None:
    people.fill(database, 60, utc_now())
    load(settings)
    rng = random.Random(step)
    marker = tmp_path / "reached"
    command = (*PAUSED, step, str(marker), "index", NAME)
    process = start(settings.engine, *command, cwd=tmp_path, DATABASE_URL=database.url)
    until(marker.exists, process)
    stir(database, rng, 8)
    deliver(database, channel)
    client, alias = sync_client(settings.engine), settings.engine.prefix + NAME
    assert in_engine(client, alias) == in_sql(database)
    if killed:
        process.kill()
        process.communicate()
    else:
        marker.unlink()
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert in_engine(client, alias) == in_sql(database)
    stir(database, rng, 4)
    deliver(database, channel)
    load(settings)
    expected = in_sql(database)
    assert [in_engine(client, one.name) for one in versions(client, settings.engine.prefix, NAME)] == [expected] * 2
