"""What a person does on their pages while the index is rebuilt: the new index has it."""

from collections.abc import Iterator
from typing import Any

import pytest
from opensearchpy import OpenSearch

from indexer.documents import Item
from tests.engine.test_writes_meanwhile import NAME, channel, client, in_engine, in_sql, load, settings, work
from tests.outbox import deliver
from tests.visits import NO_ENGINE
from tests.workflow.test_own_data import erase
from tests.workflow.test_profile import Life, sent
from web.db import Database
from web.outbox.channels.index import IndexChannel
from web.settings import SiteSettings

__all__ = ["channel", "client", "settings"]


@pytest.fixture
def person(database: Database) -> Iterator[Life]:
    with Life(database.url, NO_ENGINE, skills=["a"]) as life:
        yield life


def test_a_profile_saved_during_a_rebuild_is_in_the_new_index(
    settings: SiteSettings, client: OpenSearch, database: Database, channel: IndexChannel, person: Life
) -> None:
    load(settings)
    browser = person.open()

    def rows_before_the_changes() -> Iterator[Item]:
        read = list(work(settings).items())
        form = {"ville": "x", "ville-code": "59350", "ville-nom": "x", "rayon": "75", "permis": ["B"]}
        sent(browser, "deplacements", form)
        sent(browser, "souhaits", {"contrats": "cdd"})
        sent(browser, "competences", {"retirer": "a"})
        # What the old rows say comes after it.
        deliver(database, channel)
        yield from read

    load(settings, items=rows_before_the_changes)
    found = in_engine(client, settings.engine.prefix + NAME)
    assert found == in_sql(database)
    ((_, body),) = found.values()
    told: dict[str, Any] = {name: body[name] for name in ("mobility_km", "licences", "contracts", "skills")}
    assert told == {"mobility_km": 75, "licences": ["B"], "contracts": ["cdd"], "skills": []}


def test_who_is_erased_during_a_rebuild_is_in_no_index(
    settings: SiteSettings, client: OpenSearch, database: Database, channel: IndexChannel, person: Life
) -> None:
    load(settings)
    assert len(in_engine(client, settings.engine.prefix + NAME)) == 1
    browser = person.open()

    def rows_before_the_erasure() -> Iterator[Item]:
        read = list(work(settings).items())
        erase(browser)
        deliver(database, channel)
        yield from read

    load(settings, items=rows_before_the_erasure)
    assert in_engine(client, f"{settings.engine.prefix}{NAME}*") == {}
