"""What changes in SQL reaches every version of the index, whatever is being filled and in whatever order it comes."""

import contextlib
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from opensearchpy import OpenSearch
from sqlmodel import select

from indexer import lifecycle
from indexer.documents import Item
from indexer.errors import CheckFailed
from indexer.lifecycle import Job
from indexer.progress import Progress
from indexer.registry import Wanted, job
from indexer.versions import versions
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings
from tests.outbox import deliver
from web.candidates import service
from web.candidates.documents import indexed, statement
from web.candidates.tables import Candidate
from web.clock import utc_now
from web.db import Database
from web.demo import people
from web.indices import indices
from web.outbox.channels import Down, Means
from web.outbox.channels.index import IndexChannel
from web.settings import SiteSettings
from web.tokens import Tokens

NAME = "candidates"


@pytest.fixture
def settings(engine_settings: EngineSettings, database: Database) -> Iterator[SiteSettings]:
    """A site over the test's database and indices of its own, where nobody and no offer is yet."""
    own = replace(engine_settings, prefix=f"{engine_settings.prefix}meanwhile-", timeout=30)
    site = SiteSettings(engine=own, database_url=database.url, secret="s" * 32)
    for name in (NAME, "standing-offers"):
        load(site, name)
    yield site
    sync_client(own).indices.delete(index=f"{own.prefix}*")


@pytest.fixture
def client(settings: SiteSettings) -> OpenSearch:
    return sync_client(settings.engine)


@pytest.fixture
def channel(settings: SiteSettings, database: Database) -> Iterator[IndexChannel]:
    one = IndexChannel(Means(settings, database, Tokens("s" * 32), utc_now))
    yield one
    one.close()


def work(settings: SiteSettings, name: str = NAME) -> Job:
    about = indices(lambda: settings)[name]
    return job(about, [about.default], Wanted())


def load(settings: SiteSettings, name: str = NAME, **other: Any) -> lifecycle.Tally:
    return lifecycle.run(settings.engine, replace(work(settings, name), **other), Progress(name))


def in_sql(database: Database) -> dict[str, tuple[int, dict[str, Any]]]:
    """Reference -> revision and document, as they should be."""
    with database.reading() as session:
        rows = session.execute(statement(datetime.now(UTC))).all()
    return {row.ref: (row.revision, _plain(indexed(row).body())) for row in rows}


def in_engine(client: OpenSearch, index: str) -> dict[str, tuple[int, dict[str, Any]]]:
    client.indices.refresh(index=index)
    answer = client.search(index=index, body={"size": 10_000, "version": True})
    return {hit["_id"]: (hit["_version"], _plain(hit["_source"])) for hit in answer["hits"]["hits"]}


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in body.items() if name != "shown"}


def stir(database: Database, rng: random.Random, times: int = 1) -> None:
    """Change, erase and add people at random."""
    for _ in range(times):
        with database.writing() as session:
            ids = list(session.exec(select(Candidate.id)))
            changed, erased = (int(one or 0) for one in rng.sample(ids, 2))
            service.change(session, changed, profile(rng), utc_now())
            service.erase(session, erased, utc_now())
            service.create(session, person(rng), profile(rng), utc_now())


def profile(rng: random.Random) -> dict[str, Any]:
    home = {"citycode": "59350", "departement": "59", "lat": 50.633, "lon": 3.059}
    return {"skills": rng.sample("abcdefgh", 3), "mobility_km": rng.choice((5, 10, 20)), "home": home}


def person(rng: random.Random) -> service.Person:
    return service.Person("Alex", "Petit", f"{rng.getrandbits(64):x}@mail.example")


def test_what_changes_while_the_rows_are_on_their_way_is_neither_lost_nor_undone(
    settings: SiteSettings, client: OpenSearch, database: Database, channel: IndexChannel
) -> None:
    people.fill(database, 200, utc_now())
    load(settings)
    rng = random.Random(1)

    def rows_before_the_changes() -> Iterator[Item]:
        read = list(work(settings).items())
        stir(database, rng, 40)
        # The changes are in the new index before the older rows that were read before them.
        deliver(database, channel)
        yield from read

    tally = load(settings, items=rows_before_the_changes)
    assert tally.superseded > 30
    expected = in_sql(database)
    assert in_engine(client, settings.engine.prefix + NAME) == expected
    # The version kept for a rollback is as true.
    previous, live_one = versions(client, settings.engine.prefix, NAME)
    assert live_one.live
    assert in_engine(client, previous.name) == expected


def test_people_who_change_all_the_time_are_right_after_two_rebuilds(
    settings: SiteSettings, client: OpenSearch, database: Database, channel: IndexChannel
) -> None:
    people.fill(database, 400, utc_now())
    over = threading.Event()
    faults: list[BaseException] = []

    def change_all_the_time() -> None:
        rng = random.Random(2)
        try:
            while not over.is_set():
                stir(database, rng)
                # A version that is just being removed has the messages wait a moment.
                with contextlib.suppress(Down):
                    deliver(database, channel)
        except BaseException as error:
            faults.append(error)

    changing = threading.Thread(target=change_all_the_time)
    changing.start()
    try:
        for _ in range(2):
            load(settings)
    finally:
        over.set()
        changing.join()
    assert not faults
    deliver(database, channel)
    assert in_engine(client, settings.engine.prefix + NAME) == in_sql(database)


def test_messages_may_come_late_twice_and_in_any_order(
    settings: SiteSettings, client: OpenSearch, database: Database, channel: IndexChannel
) -> None:
    people.fill(database, 30, utc_now())
    load(settings)
    stir(database, random.Random(3), 20)
    for turn in range(3):
        deliver(database, channel, again=True, order=random.Random(turn))
        assert in_engine(client, settings.engine.prefix + NAME) == in_sql(database)


def test_a_change_that_no_message_tells_of_fails_the_check_of_the_next_rebuild(
    settings: SiteSettings, database: Database
) -> None:
    people.fill(database, 30, utc_now())

    def half() -> Iterator[Item]:
        yield from list(work(settings).items())[:15]

    with pytest.raises(CheckFailed, match="the database has 30 rows, the new index 15 documents"):
        load(settings, items=half)


def test_a_person_can_be_found_a_second_after_the_message_and_not_after_the_erasure(
    settings: SiteSettings, client: OpenSearch, database: Database, channel: IndexChannel
) -> None:
    with database.writing() as session:
        one = service.create(session, person(random.Random(4)), profile(random.Random(4)), utc_now())
        row = one.id or 0
    deliver(database, channel)
    alias = settings.engine.prefix + NAME
    assert _soon(lambda: client.count(index=alias)["count"] == 1)
    with database.writing() as session:
        service.erase(session, row, utc_now())
    deliver(database, channel)
    assert _soon(lambda: client.count(index=alias)["count"] == 0)


def _soon(condition: Callable[[], bool]) -> bool:
    """Does it hold within three seconds, without anybody asking for a refresh?"""
    wait = threading.Event()
    return any(condition() or wait.wait(0.1) for _ in range(30))
