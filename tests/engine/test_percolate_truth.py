"""The engine and the plain predicate agree on which offers target somebody: random offers, random people."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from mappings import index_body
from mappings.candidates import Candidate
from search_api.engine.client import Engine, sync_client
from search_api.engine.settings import EngineSettings
from search_api.matching import percolate
from search_api.matching.criteria import Place, Rule, Skills
from tests import people

PREFIX = "percolated-"
OFFERS = 800
SINCE = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def offers(engine_settings: EngineSettings) -> Iterator[list[Rule]]:
    """Random offers, the first the oldest, in an index of their own."""
    rng = random.Random(511)
    found = [people.rule(rng) for _ in range(OFFERS)]
    # Nothing asked but a place; and nothing at all is left of the skills.
    found += [Rule(Skills((), ()), Place(50.633, 3.059, 30.0)), Rule(Skills((), ("skill-1",)), Place(50.6, 3.0, 30.0))]
    client = sync_client(engine_settings)
    index = f"{PREFIX}{percolate.INDEX}"
    client.indices.delete(index=index, ignore_unavailable=True)
    client.indices.create(index=index, body=index_body(percolate.INDEX))
    lines = []
    for number, rule in enumerate(found):
        offer = percolate.standing_offer(str(number), rule, SINCE + timedelta(minutes=number))
        lines += [orjson.dumps({"index": {"_id": offer.id}}), orjson.dumps(offer.body())]
    answer = client.bulk(index=index, body=b"\n".join(lines) + b"\n", refresh=True)
    assert not answer["errors"], answer["items"][:2]
    yield found
    client.indices.delete(index=index)
    client.close()


def ask(settings: EngineSettings, crowd: list[Candidate]) -> list[list[int]]:
    async def run() -> list[list[int]]:
        engine = Engine(replace(settings, prefix=PREFIX))
        try:
            return [[int(ref) for ref in await percolate.offers_for(engine, one)] for one in crowd]
        finally:
            await engine.close()

    return asyncio.run(run())


def test_the_engine_finds_exactly_the_offers_whose_rule_accepts_the_person_the_oldest_first(
    engine_settings: EngineSettings, offers: list[Rule]
) -> None:
    rng = random.Random(1_205)
    crowd = [people.candidate(rng, number) for number in range(250)]
    wanted = [[number for number, rule in enumerate(offers) if rule.targets(one)] for one in crowd]
    assert ask(engine_settings, crowd) == wanted
    assert sum(map(len, wanted)) > 3_000, "the random world is too empty to prove anything"


def test_more_offers_than_a_page_are_all_found(
    engine_settings: EngineSettings, offers: list[Rule], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(percolate, "PAGE", 7)
    rng = random.Random(3)
    crowd = [people.candidate(rng, number) for number in range(20)]
    wanted = [[number for number, rule in enumerate(offers) if rule.targets(one)] for one in crowd]
    assert max(map(len, wanted)) > 14
    assert ask(engine_settings, crowd) == wanted
