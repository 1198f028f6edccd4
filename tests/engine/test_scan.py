"""A scan finds everybody whom a rule targets, once, as they were when it began, whatever happens to the engine."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import orjson
import pytest

from mappings import index_body
from mappings.candidates import Candidate
from search_api.engine.client import Engine, sync_client
from search_api.engine.errors import IndexMissing
from search_api.engine.settings import EngineSettings
from search_api.matching import scan
from search_api.matching.criteria import Rule, Skills
from tests import people

PREFIX = "scan-"
PEOPLE = 1_000


@pytest.fixture(scope="module")
def crowd(engine_settings: EngineSettings) -> Iterator[list[Candidate]]:
    """Random people, in an index of their own."""
    rng = random.Random(20_262)
    found = [people.candidate(rng, number) for number in range(PEOPLE)]
    client = sync_client(engine_settings)
    client.indices.delete(index=f"{PREFIX}candidates", ignore_unavailable=True)
    client.indices.create(index=f"{PREFIX}candidates", body=index_body("candidates"))
    write(engine_settings, found)
    yield found
    client.indices.delete(index=f"{PREFIX}candidates")
    client.close()


def write(settings: EngineSettings, found: list[Candidate]) -> None:
    lines = [line for one in found for line in (orjson.dumps({"index": {"_id": one.id}}), orjson.dumps(one.body()))]
    client = sync_client(settings)
    assert not client.bulk(index=f"{PREFIX}candidates", body=b"\n".join(lines) + b"\n", refresh=True)["errors"]
    client.close()


@pytest.fixture
def engine(engine_settings: EngineSettings) -> EngineSettings:
    return replace(engine_settings, prefix=PREFIX)


def wide(seed: int) -> Rule:
    """A rule that targets many of the crowd."""
    drawn = people.rule(random.Random(seed))
    return Rule(Skills((), people.SKILLS[:2]), replace(drawn.place, radius_km=200.0), ())


def targeted(rule: Rule, crowd: list[Candidate]) -> list[str]:
    return sorted(one.id for one in crowd if rule.targets(one))


async def scanned(settings: EngineSettings, rule: Rule, size: int, *, lose: bool = False) -> list[str]:
    """Everybody, page by page; lose: the point is lost after each page."""
    engine = Engine(settings)
    point, found = "", list[str]()
    try:
        while True:
            page = await scan.page(engine, rule, point, found[-1] if found else "", size)
            found += page.refs
            point = page.point
            if page.last:
                return found
            if lose:
                await scan.close(engine, point)
    finally:
        await scan.close(engine, point)
        await engine.close()


@pytest.mark.parametrize("size", [7, 50, 1_000])
@pytest.mark.parametrize("lose", [False, True])
def test_everybody_comes_once_in_the_order_of_references(
    engine: EngineSettings, crowd: list[Candidate], size: int, lose: bool
) -> None:
    for seed in range(6):
        wanted = targeted(wide(seed), crowd)
        assert asyncio.run(scanned(engine, wide(seed), size, lose=lose)) == wanted
    assert len(targeted(wide(0), crowd)) > 20, "the random world is too empty to prove anything"


def test_a_scan_sees_people_as_they_were_when_it_began(engine: EngineSettings, crowd: list[Candidate]) -> None:
    rule = wide(0)
    wanted = targeted(rule, crowd)
    last = next(one for one in crowd if one.id == wanted[-1])

    async def change_meanwhile() -> list[str]:
        client = Engine(engine)
        first = await scan.page(client, rule, "", "", 5)
        write(engine, [replace_reachable(last, reachable=False)])
        rest = await scan.page(client, rule, first.point, first.refs[-1], PEOPLE)
        await scan.close(client, rest.point)
        await client.close()
        return [*first.refs, *rest.refs]

    try:
        assert asyncio.run(change_meanwhile()) == wanted
        assert asyncio.run(scanned(engine, rule, 100)) == wanted[:-1]
    finally:
        write(engine, [last])


def replace_reachable(one: Candidate, *, reachable: bool) -> Candidate:
    return msgspec.structs.replace(one, reachable=reachable)


def test_without_an_index_a_scan_says_so(engine: EngineSettings) -> None:
    with pytest.raises(IndexMissing):
        asyncio.run(scanned(replace(engine, prefix="nowhere-"), wide(0), 10))
