"""Single changes to every version of an index: what is older loses, what is refused is told, what is gone is left."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from opensearchpy import OpenSearch

from indexer import lifecycle, live
from indexer.documents import Document
from indexer.lifecycle import Job
from indexer.live import Change
from indexer.progress import Progress
from indexer.versions import versions
from mappings.candidates import Candidate
from search_api.engine.client import sync_client
from search_api.engine.errors import EngineUnavailable
from search_api.engine.settings import EngineSettings

NAME = "candidates"
SOMEBODY = Candidate("somebody0", ("dice",), 50.633, 3.059, 20).body()
MOVED = SOMEBODY | {"mobility_km": 5}


@pytest.fixture
def settings(engine_settings: EngineSettings) -> Iterator[EngineSettings]:
    """Indices of these tests' own; one version of `candidates` serves, empty."""
    own = replace(engine_settings, prefix=f"{engine_settings.prefix}live-")
    load(own)
    yield own
    sync_client(own).indices.delete(index=f"{own.prefix}*")


@pytest.fixture
def client(settings: EngineSettings) -> OpenSearch:
    return sync_client(settings)


def load(settings: EngineSettings, *documents: Document) -> lifecycle.Tally:
    return lifecycle.run(settings, Job(NAME, "test", lambda: iter(documents), min_count=0), Progress(NAME))


def held(client: OpenSearch, index: str) -> dict[str, tuple[int, int]]:
    """Id -> version and mobility of each document."""
    client.indices.refresh(index=index)
    hits = client.search(index=index, body={"version": True})["hits"]["hits"]
    return {hit["_id"]: (hit["_version"], hit["_source"]["mobility_km"]) for hit in hits}


def test_a_write_that_comes_after_a_newer_one_changes_nothing(settings: EngineSettings, client: OpenSearch) -> None:
    alias = settings.prefix + NAME
    for change in (Change("x", 2, MOVED), Change("x", 1, SOMEBODY)):
        assert live.write(client, settings.prefix, NAME, [change]) == {}
    assert held(client, alias) == {"x": (2, 5)}
    for change in (Change("x", 3, None), Change("x", 2, SOMEBODY), Change("y", 1, None), Change("y", 1, None)):
        assert live.write(client, settings.prefix, NAME, [change]) == {}
    assert held(client, alias) == {}


def test_of_two_documents_from_one_row_the_change_wins_over_the_filling(
    settings: EngineSettings, client: OpenSearch
) -> None:
    index = lifecycle.create(client, settings.prefix, Job(NAME, "test", lambda: iter(())))
    live.write(client, settings.prefix, NAME, [Change("x", 1, MOVED), Change("gone", 2, None)])
    rows = [Document("x", SOMEBODY, 1), Document("gone", SOMEBODY, 1), Document("z", SOMEBODY, 1)]
    tally = lifecycle.fill(settings, index, Job(NAME, "test", lambda: iter(rows)), Progress(NAME))
    assert (tally.created, tally.superseded) == (1, 2)
    assert held(client, index) == {"x": (1, 5), "z": (1, 20)}
    # And a change from the same row after the filling as well: somebody's week is over, the row is as it was.
    live.write(client, settings.prefix, NAME, [Change("z", 1, MOVED)])
    assert held(client, index)["z"] == (1, 5)


def test_a_document_that_the_mapping_refuses_is_told_and_does_not_hold_up_the_others(
    settings: EngineSettings, client: OpenSearch
) -> None:
    changes = [Change("bad", 1, SOMEBODY | {"name": "Alex"}), Change("good", 1, SOMEBODY)]
    refused = live.write(client, settings.prefix, NAME, changes)
    assert list(refused) == ["bad"]
    assert "strict" in refused["bad"]
    assert list(held(client, settings.prefix + NAME)) == ["good"]


def test_a_change_that_comes_when_a_version_is_gone_makes_no_index_of_that_name(
    settings: EngineSettings, client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(settings)
    seen = versions(client, settings.prefix, NAME)
    client.indices.delete(index=seen[0].name)
    monkeypatch.setattr(live, "versions", lambda *_: seen)
    assert live.write(client, settings.prefix, NAME, [Change("x", 1, SOMEBODY)]) == {}
    assert [one.name for one in versions(client, settings.prefix, NAME)] == [seen[1].name]
    assert list(held(client, settings.prefix + NAME)) == ["x"]


def test_a_version_that_served_and_is_gone_has_the_change_tried_again(
    settings: EngineSettings, client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = versions(client, settings.prefix, NAME)
    load(settings)
    client.indices.delete(index=seen[0].name)
    monkeypatch.setattr(live, "versions", lambda *_: seen)
    with pytest.raises(EngineUnavailable):
        live.write(client, settings.prefix, NAME, [Change("x", 1, SOMEBODY)])


def test_before_the_first_load_there_is_nothing_to_write_to(settings: EngineSettings, client: OpenSearch) -> None:
    nowhere = f"{settings.prefix}nowhere-"
    assert live.write(client, nowhere, NAME, [Change("x", 1, SOMEBODY)]) == {}
    assert not client.indices.get(index=f"{nowhere}*")


def test_a_version_about_to_go_has_the_change_tried_again(settings: EngineSettings, client: OpenSearch) -> None:
    index = lifecycle.create(client, settings.prefix, Job(NAME, "test", lambda: iter(())))
    client.indices.put_settings(index=index, body={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(EngineUnavailable):
        live.write(client, settings.prefix, NAME, [Change("x", 1, SOMEBODY)])
    lifecycle.clear(client, settings.prefix, NAME)
    assert live.write(client, settings.prefix, NAME, [Change("x", 1, SOMEBODY)]) == {}
