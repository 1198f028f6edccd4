"""`vivier bench count`: counting people near a place, by our endpoint, by the bare engine, and by PostgreSQL.

Every question is put to all of them in turn, in shuffled order, so that a slow moment of the machine strikes all.
No answer comes from the engine's request cache: it is off for the bench's index.
"""

import asyncio
import contextlib
import http.client
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import orjson

from indexer import lifecycle
from indexer.generate import labour, lines
from indexer.progress import Progress
from indexer.registry import INDICES, Wanted, job
from indexer.sources.candidates_ndjson import as_candidate
from indexer.sources.candidates_ndjson import parse as parse_profile
from indexer.sources.catalogue import load
from mappings.candidates import Candidate
from search_api.engine.client import WHOLE, Engine, sync_client
from search_api.engine.settings import EngineSettings
from search_api.matching.count import INDEX
from search_api.matching.criteria import Rule
from search_api.matching.disclosure import disclosed
from search_api.matching.facts import rule_of
from search_api.matching.query import count_body
from search_api.matching.question import parse
from web.bench.postgres import Peer, postgres
from web.bench.report import Bar, Report, percentiles
from web.bench.server import api_server

SEED = 20261123
QUESTIONS = 300
ROUNDS = 3
_JSON = {"content-type": "application/json"}
_LOADED = {"occupations": "catalogue", "places": "communes", "candidates": "demo"}


@dataclass(frozen=True)
class Asked:
    """One question in every form. bare: body for the engine; off, on: for our endpoint, without and with what-ifs."""

    rule: Rule
    bare: bytes
    off: bytes
    on: bytes


def run(settings: EngineSettings, size: int = 1_000_000, peer: str | None = None) -> Report:
    """Load `size` invented people and measure. peer: "postgres", or None. Some minutes."""
    with contextlib.ExitStack() as stack:
        stack.callback(_remove, settings)
        _load(settings, size)
        asked = asyncio.run(_in_every_form(settings, questions(QUESTIONS)))
        site = stack.enter_context(api_server(settings))
        postgresql = stack.enter_context(postgres()) if peer else None
        if postgresql:
            postgresql.load(_people(size))
        took, differing = _measure(settings, site, postgresql, asked)
    figures: dict[str, Any] = {name: percentiles(seconds) for name, seconds in took.items()}
    return Report(
        "count",
        {"profiles": size, "questions": QUESTIONS, "rounds": ROUNDS, "occupations": len(load().occupations)},
        figures,
        _bars(figures, differing, with_peer=peer is not None),
    )


def _bars(figures: dict[str, Any], differing: dict[str, int], *, with_peer: bool) -> list[Bar]:
    def ratio(one: str, other: str, what: str) -> float:
        return float(figures[one][what] / figures[other][what])

    bars = [
        Bar("endpoint p50 / bare engine p50", ratio("endpoint", "bare", "p50_ms"), 1.5),
        Bar("endpoint p99 / bare engine p99", ratio("endpoint", "bare", "p99_ms"), 2.0),
        Bar("endpoint with what-ifs p50 / bare engine p50", ratio("endpoint_what_if", "bare", "p50_ms"), 4.0),
        Bar("questions that our endpoint and the bare engine count differently", differing["endpoint"], 0),
    ]
    if with_peer:
        bars += [
            Bar("bare engine p50 / PostgreSQL p50", ratio("bare", "postgres", "p50_ms"), 0.1),
            Bar("questions that PostgreSQL and the engine count differently", differing["postgres"], 0),
        ]
    return bars


def questions(count: int, seed: int = SEED) -> list[dict[str, Any]]:
    """Distinct questions: occupations by how often employers hire, towns by population, some with more to ask."""
    rng = random.Random(seed)  # noqa: S311 (a draw, not a secret)
    world = labour()
    found: dict[bytes, dict[str, Any]] = {}
    while len(found) < count:
        job = world.jobs[world.draw_job(rng)]
        question: dict[str, Any] = {
            "occupation": job.code,
            "place": {"citycode": world.draw_town(rng).citycode},
            "radius_km": rng.choice((10, 20, 30, 30, 30, 50)),
            "skills": {"required": rng.sample(job.core, 1) if rng.random() < 0.3 else []},
            "criteria": _criteria(rng),
        }
        found[orjson.dumps(question)] = question
    return list(found.values())


async def _in_every_form(settings: EngineSettings, drawn: list[dict[str, Any]]) -> list[Asked]:
    engine = Engine(settings)
    try:
        return [await _asked(engine, question) for question in drawn]
    finally:
        await engine.close()


async def _asked(engine: Engine, question: dict[str, Any]) -> Asked:
    off, on = (orjson.dumps(question | {"what_if": flag}) for flag in (False, True))
    rule = await rule_of(engine, parse(off))
    return Asked(rule, orjson.dumps(count_body(rule)), off, on)


def _criteria(rng: random.Random) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if rng.random() < 0.3:
        asked["contract"] = rng.choice(("cdi", "cdd", "interim"))
    if rng.random() < 0.2:
        asked["salary"] = {"min": 22_000, "max": rng.randrange(24_000, 34_000, 1_000)}
    if rng.random() < 0.15:
        asked["hours"] = [rng.choice(("night", "weekend", "shifts"))]
    if rng.random() < 0.15:
        asked["licences"] = ["B"]
    return asked


def _load(settings: EngineSettings, size: int) -> None:
    for name, kind in _LOADED.items():
        work = replace(job(INDICES[name], [kind], Wanted(count=size, seed=SEED)), min_count=1)
        lifecycle.run(settings, work, Progress(name, work.expected))
    client = sync_client(settings)
    client.indices.put_settings(index=settings.prefix + INDEX, body={"index.requests.cache.enable": False})
    client.close()


def _remove(settings: EngineSettings) -> None:
    client = sync_client(settings)
    for name in _LOADED:
        for index in client.indices.get(index=f"{settings.prefix}{name}-*"):
            client.indices.delete(index=index)
    client.close()


def _people(size: int) -> Iterator[Candidate]:
    for block in lines(size, SEED):
        for line in block.splitlines():
            yield as_candidate(parse_profile(line))


def _measure(
    settings: EngineSettings, site: str, peer: Peer | None, asked: list[Asked]
) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Seconds of each way to ask, and how many questions each counted otherwise than the bare engine."""
    bare = poster(settings.hosts[0], f"/{settings.prefix}{INDEX}/_search?filter_path={WHOLE},hits.total.value")
    ours = poster(site, "/api/candidates/count")
    ways: dict[str, Callable[[Asked], Any]] = {
        "bare": lambda one: bare(one.bare),
        "endpoint": lambda one: ours(one.off),
        "endpoint_what_if": lambda one: ours(one.on),
    }
    sql = {id(one): peer.prepare(one.rule) for one in asked} if peer else {}
    if peer:
        ways["postgres"] = lambda one: peer.count(sql[id(one)])
    # Once over everything: programs are compiled, pages read, and the site knows the towns and occupations, as it does
    # from the second question of a visit on.
    for one in asked:
        for way in ways.values():
            way(one)
    took: dict[str, list[float]] = {name: [] for name in ways}
    wrong = {"endpoint": set[int](), "postgres": set[int]()}
    rng = random.Random(SEED)  # noqa: S311
    for _ in range(ROUNDS):
        for number, one in enumerate(asked):
            answers = {}
            for name in rng.sample(list(ways), len(ways)):
                began = time.perf_counter()
                answers[name] = ways[name](one)
                took[name].append(time.perf_counter() - began)
            exact = orjson.loads(answers["bare"])["hits"]["total"]["value"]
            told = [orjson.loads(answers[name])["count"] for name in ("endpoint", "endpoint_what_if")]
            if told != [disclosed(exact)] * 2:
                wrong["endpoint"].add(number)
            if answers.get("postgres", exact) != exact:
                wrong["postgres"].add(number)
    return took, {name: len(numbers) for name, numbers in wrong.items()}


def poster(base: str, path: str) -> Callable[[bytes], bytes]:
    """Post JSON over one keep-alive connection; raises when the status is not 200."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc)

    def post(body: bytes) -> bytes:
        connection.request("POST", path, body, _JSON)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"HTTP {answer.status}: {content[:300]!r}")
        return content

    return post
