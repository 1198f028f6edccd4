"""The engine and the plain predicate agree on whom an offer targets: random people, random rules."""

import random
from collections.abc import Iterator
from dataclasses import replace

import orjson
import pytest

from mappings import index_body
from mappings.candidates import Candidate
from search_api.engine.client import Engine, sync_client
from search_api.engine.settings import EngineSettings
from search_api.matching.count import exact_count
from search_api.matching.criteria import Place, Rule, Salary, Skills
from search_api.matching.what_if import read_what_if, what_if_body
from tests import people
from tests.conftest import Ask

PREFIX = "truth-"
PEOPLE = 2_000


@pytest.fixture(scope="module")
def crowd(engine_settings: EngineSettings) -> Iterator[list[Candidate]]:
    """Random people, in an index of their own."""
    rng = random.Random(20_261)
    found = [people.candidate(rng, number) for number in range(PEOPLE)]
    client = sync_client(engine_settings)
    index = f"{PREFIX}candidates"
    client.indices.delete(index=index, ignore_unavailable=True)
    client.indices.create(index=index, body=index_body("candidates"))
    lines = [line for one in found for line in (orjson.dumps({"index": {"_id": one.id}}), orjson.dumps(one.body()))]
    answer = client.bulk(index=index, body=b"\n".join(lines) + b"\n", refresh=True)
    assert not answer["errors"]
    yield found
    client.indices.delete(index=index)
    client.close()


def rules(count: int, seed: int) -> list[Rule]:
    rng = random.Random(seed)
    return [people.rule(rng) for _ in range(count)]


async def _counts(settings: EngineSettings, asked: list[Rule]) -> list[int]:
    engine = Engine(replace(settings, prefix=PREFIX))
    try:
        return [await exact_count(engine, rule) for rule in asked]
    finally:
        await engine.close()


def test_the_engine_counts_exactly_those_whom_the_predicate_accepts(
    engine_settings: EngineSettings, crowd: list[Candidate], ask: Ask
) -> None:
    asked = rules(250, seed=1)
    wanted = [sum(map(rule.targets, crowd)) for rule in asked]
    assert ask(lambda _: _counts(engine_settings, asked)) == wanted
    assert sum(count > 0 for count in wanted) > 60, "the random world is too empty to prove anything"


def test_each_wish_alone_means_the_same_to_the_engine(
    engine_settings: EngineSettings, crowd: list[Candidate], ask: Ask
) -> None:
    bare = Rule(Skills((), ()), Place(50.5, 2.7, 150.0))
    asked = [replace(bare, wishes=(wish,)) for rule in rules(60, seed=2) for wish in rule.wishes]
    wanted = [sum(map(rule.targets, crowd)) for rule in asked]
    assert ask(lambda _: _counts(engine_settings, asked)) == wanted
    assert 0 < min(wanted) < max(wanted) < sum(map(bare.targets, crowd))


def test_every_what_if_counts_what_the_relaxed_rule_would(
    engine_settings: EngineSettings, crowd: list[Candidate], ask: Ask
) -> None:
    async def what_ifs() -> None:
        engine = Engine(replace(engine_settings, prefix=PREFIX))
        try:
            for rule in rules(60, seed=3):
                exact, found = read_what_if(rule, await engine.search("candidates", what_if_body(rule)))
                assert exact == sum(map(rule.targets, crowd))
                for one in found:
                    relaxed = _relaxed(rule, one.relaxation.kind, one.relaxation.to, one.relaxation.value)
                    assert one.exact == sum(map(relaxed.targets, crowd)), one.relaxation
        finally:
            await engine.close()

    ask(lambda _: what_ifs())


def _relaxed(rule: Rule, kind: str, to: object, value: object) -> Rule:
    """The relaxed rule, put together here anew so that the test does not lean on the code under test."""
    if isinstance(to, Place):
        return replace(rule, place=to)
    if isinstance(to, Skills):
        return replace(rule, skills=to)
    assert isinstance(value, dict)
    ((name, dropped),) = value.items()
    wishes = []
    for wish in rule.wishes:
        own = {"WeeklyHours": "weekly_hours", "Salary": "salary"}.get(type(wish).__name__) or getattr(wish, "name", "")
        if own != name:
            wishes.append(wish)
        elif isinstance(wish, Salary):
            wishes.append(Salary(dropped["max"]))
        elif len(getattr(wish, "values", ())) > 1:
            wishes.append(replace(wish, values=tuple(one for one in wish.values if one != dropped)))  # type: ignore[type-var,attr-defined]
    return replace(rule, wishes=tuple(wishes))
