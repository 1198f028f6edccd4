"""Create, fill, check, swap, clean, roll back: on the real engine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from opensearchpy import OpenSearch

from indexer import lifecycle, lock
from indexer.check import Question
from indexer.documents import Document, Item, Rejected
from indexer.errors import Busy, CheckFailed, IndexingError, SourceError, TooManyRejects
from indexer.lifecycle import Job
from indexer.progress import Progress
from indexer.questions import questions_for
from indexer.versions import versions
from mappings import schema_version
from mappings.occupations import Name, Occupation
from search_api.engine.client import Engine, sync_client
from search_api.engine.settings import EngineSettings

NAME = "occupations"


@pytest.fixture
def settings(engine_settings: EngineSettings) -> Iterator[EngineSettings]:
    """A prefix of its own: nothing here touches what other tests search."""
    own = replace(engine_settings, prefix=f"{engine_settings.prefix}life-")
    yield own
    sync_client(own).indices.delete(index=f"{own.prefix}*")


@pytest.fixture
def client(settings: EngineSettings) -> OpenSearch:
    return sync_client(settings)


def baker(number: int) -> Document:
    return Document(f"o{number}", Occupation(f"o{number}", Name("Boulanger", "Boulangère"), "D1102").body())


def bakers(count: int) -> Callable[[], Iterator[Item]]:
    return lambda: (baker(number) for number in range(count))


def load(settings: EngineSettings, count: int, items: Callable[[], Iterator[Item]] | None = None) -> lifecycle.Tally:
    return lifecycle.run(settings, Job(NAME, "test", items or bakers(count)), Progress(NAME))


def served(client: OpenSearch, settings: EngineSettings) -> int:
    count: int = client.count(index=settings.prefix + NAME)["count"]
    return count


def test_a_run_serves_keeps_the_version_before_and_removes_older_ones(
    settings: EngineSettings, client: OpenSearch
) -> None:
    for count in (3, 4, 5):
        assert load(settings, count).created == count
    previous, live = versions(client, settings.prefix, NAME)
    assert served(client, settings) == 5
    assert (previous.live, previous.ready, previous.build["documents"]) == (False, True, 4)
    assert (live.live, live.ready, live.build["source"]) == (True, True, "test")


def test_a_loaded_index_is_laid_out_for_questions(settings: EngineSettings, client: OpenSearch) -> None:
    load(settings, 3)
    (about,) = client.indices.get(index=settings.prefix + NAME).values()
    found = about["settings"]["index"]
    assert "refresh_interval" not in found
    assert "translog" not in found
    assert found["auto_expand_replicas"] == "0-1"
    assert about["mappings"]["_meta"]["version"] == schema_version(NAME)
    (segments,) = client.indices.segments(index=settings.prefix + NAME)["indices"].values()
    assert [shard[0]["num_committed_segments"] for shard in segments["shards"].values()] == [1]


def test_rolling_back_serves_the_version_before_and_may_be_undone(settings: EngineSettings, client: OpenSearch) -> None:
    load(settings, 3)
    load(settings, 4)
    progress = Progress(NAME)
    lifecycle.roll_back(settings, NAME, None, progress)
    assert served(client, settings) == 3
    with pytest.raises(IndexingError, match="no earlier version to go back to"):
        lifecycle.roll_back(settings, NAME, None, progress)
    newer = versions(client, settings.prefix, NAME)[-1].name
    assert lifecycle.roll_back(settings, NAME, newer, progress) == newer
    assert served(client, settings) == 4


def test_a_run_after_a_rollback_keeps_what_served_and_drops_what_was_left(
    settings: EngineSettings, client: OpenSearch
) -> None:
    for count in (3, 4):
        load(settings, count)
    lifecycle.roll_back(settings, NAME, None, Progress(NAME))
    load(settings, 5)
    assert [version.build["documents"] for version in versions(client, settings.prefix, NAME)] == [3, 5]


def broken() -> Iterator[Item]:
    yield baker(1)
    raise UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "invalid start byte")


def interrupted() -> Iterator[Item]:
    yield baker(1)
    raise KeyboardInterrupt


def half_bad() -> Iterator[Item]:
    yield baker(1)
    yield Rejected("a.csv", 2, "no code", "x")


@pytest.mark.parametrize(
    ("items", "error", "message"),
    [
        (broken, SourceError, "cannot read the source"),
        (interrupted, KeyboardInterrupt, "^$"),
        (half_bad, TooManyRejects, "1 of 2 lines rejected"),
        (bakers(0), CheckFailed, "at least 1"),
    ],
)
def test_a_run_that_ends_early_leaves_the_alias_and_no_half_index(
    settings: EngineSettings,
    client: OpenSearch,
    items: Callable[[], Iterator[Item]],
    error: type[BaseException],
    message: str,
) -> None:
    load(settings, 3)
    before = versions(client, settings.prefix, NAME)
    with pytest.raises(error, match=message):
        load(settings, 0, items)
    assert versions(client, settings.prefix, NAME) == before
    # The lock is free: the next run is not held up.
    load(settings, 4)


def test_a_document_that_the_mapping_refuses_is_a_bad_line(settings: EngineSettings, tmp_path: Path) -> None:
    job = Job(
        NAME,
        "test",
        lambda: iter([baker(1), Document("odd", {"unknown_field": 1})]),
        max_rejects=0.5,
        rejects=tmp_path / "bad.ndjson",
    )
    tally = lifecycle.run(settings, job, Progress(NAME))
    assert (tally.created, tally.rejected) == (1, 1)
    assert "unknown_field" in (tmp_path / "bad.ndjson").read_text()


def test_two_documents_of_one_id_are_one_and_are_told(
    settings: EngineSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = load(settings, 0, lambda: iter([baker(1), baker(2), baker(1)]))
    assert (tally.created, tally.replaced) == (2, 1)
    assert "1 documents had the id of an earlier one" in capsys.readouterr().err


def test_the_product_s_questions_are_put_to_the_new_index_before_it_serves(
    settings: EngineSettings, client: OpenSearch
) -> None:
    load(settings, 3)
    asked: list[int] = []

    async def how_many(engine: Engine) -> str | None:
        answer = await engine.search(NAME, {"size": 0, "track_total_hits": True})
        asked.append(answer["hits"]["total"]["value"])
        return "too few" if asked[-1] < 5 else None

    job = Job(NAME, "test", bakers(4), questions=[Question("all of them", how_many)])
    with pytest.raises(CheckFailed, match="all of them: too few"):
        lifecycle.run(settings, job, Progress(NAME))
    assert served(client, settings) == 3
    lifecycle.run(settings, replace(job, items=bakers(6)), Progress(NAME))
    assert asked == [4, 6]


def test_documents_that_cannot_be_found_by_their_name_keep_an_index_from_serving(
    settings: EngineSettings, client: OpenSearch
) -> None:
    def nameless() -> Iterator[Item]:
        yield from (Document(one.id, {**one.body, "names": []}) for one in map(baker, range(5)))

    job = Job(NAME, "test", bakers(5), questions=questions_for(NAME, ["test"]))
    lifecycle.run(settings, job, Progress(NAME))
    with pytest.raises(CheckFailed, match=r"occupations by their name: 5 of 5 are not found"):
        lifecycle.run(settings, replace(job, items=nameless), Progress(NAME))
    assert len(versions(client, settings.prefix, NAME)) == 1


def test_an_index_that_serves_is_never_discarded(settings: EngineSettings, client: OpenSearch) -> None:
    load(settings, 3)
    (live,) = versions(client, settings.prefix, NAME)
    lifecycle.discard(client, live.name)
    assert served(client, settings) == 3
    # Not sealed either: the next writes go through.
    client.index(index=live.name, id="o9", body=dict(baker(9).body), params={"refresh": "true"})


def test_a_sleeper_cannot_swap_to_an_index_that_the_next_run_cleared(
    settings: EngineSettings, client: OpenSearch
) -> None:
    load(settings, 3)
    half = lifecycle.create(client, settings.prefix, Job(NAME, "test", bakers(1)))
    lifecycle.clear(client, settings.prefix, NAME)
    with pytest.raises(Exception, match="no such index"):
        lifecycle.swap(client, settings.prefix + NAME, half)
    assert served(client, settings) == 3


def test_versions_of_an_index_whose_name_only_begins_alike_are_left_alone(
    settings: EngineSettings, client: OpenSearch
) -> None:
    other = f"{settings.prefix}{NAME}-old-20260101-000000-000000"
    client.indices.create(index=other)
    load(settings, 3)
    assert client.indices.exists(index=other)
    assert len(versions(client, settings.prefix, NAME)) == 1


# -- the lock ----------------------------------------------------------------------------------------------


@pytest.fixture
def quick_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "BEAT", 0.1)
    monkeypatch.setattr(lock, "LEASE", 1.0)


def test_a_second_run_is_refused_and_told_who_holds_the_index(settings: EngineSettings, client: OpenSearch) -> None:
    with (
        lock.held(client, settings.prefix, NAME, print),
        pytest.raises(Busy, match=r"occupations is being rebuilt by process \d+ on "),
    ):
        load(settings, 3)


def test_indices_of_other_names_do_not_wait_for_each_other(settings: EngineSettings, client: OpenSearch) -> None:
    with lock.held(client, settings.prefix, "places", print):
        assert load(settings, 3).created == 3


@pytest.mark.usefixtures("quick_lock")
def test_a_run_on_another_machine_is_refused_while_its_holder_lives(
    settings: EngineSettings, client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lock.held(client, settings.prefix, NAME, print):
        monkeypatch.setattr(lock, "_machine", lambda: "elsewhere")
        with pytest.raises(Busy):
            load(settings, 3)


@pytest.mark.usefixtures("quick_lock")
def test_a_dead_holder_on_another_machine_loses_the_lock_and_finds_out(
    settings: EngineSettings, client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lock.held(client, settings.prefix, NAME, print) as asleep:
        asleep._stop.set()
        monkeypatch.setattr(lock, "_machine", lambda: "elsewhere")
        assert load(settings, 3).created == 3
        with pytest.raises(Busy, match="took occupations over"):
            asleep.confirm()


def test_a_renewal_whose_answer_was_lost_is_recognised_as_our_own(settings: EngineSettings, client: OpenSearch) -> None:
    with lock.held(client, settings.prefix, NAME, print) as held:
        client.index(index=f"{settings.prefix}locks", id=NAME, body=lock._myself(1))
        held.confirm()
