"""`vivier bench percolate`: one new profile put to 100,000 open offers.

Offers are drawn like the questions of the counting bench (occupations by how often employers hire, towns by
population, conditions as recruiters give them), profiles like the demo candidates. Each profile is put to the engine
over HTTP, one after the other, as the index channel does, and beside it without the fields compared first. What the
engine finds is compared with the rule in plain Python over every offer, for a sample of the people.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from indexer import lifecycle
from indexer.documents import Document
from indexer.generate import labour, lines
from indexer.lifecycle import Job
from indexer.progress import Progress
from indexer.sources.candidates_ndjson import as_candidate
from indexer.sources.candidates_ndjson import parse as parse_profile
from mappings.candidates import Candidate
from search_api.engine.client import WHOLE, sync_client
from search_api.engine.settings import EngineSettings
from search_api.matching.criteria import Rule
from search_api.matching.facts import OccupationFacts, PlaceFacts, assemble
from search_api.matching.percolate import INDEX, percolate_body, standing_offer
from search_api.matching.question import parse
from web.bench.count import poster, questions
from web.bench.report import Bar, Report, percentiles

SEED = 20261123
PEOPLE = 1_000
SAMPLE = 100
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Arrival:
    """A new profile, and the bodies of its two questions."""

    person: Candidate
    ours: bytes
    bare: bytes


def run(settings: EngineSettings, size: int = 100_000) -> Report:
    """Store `size` offers and put people to them. Some minutes; removes its index afterwards."""
    offers = rules(size)
    arrivals = [_arrival(one) for one in people(PEOPLE)]
    client = sync_client(settings)
    try:
        began = time.perf_counter()
        lifecycle.run(settings, _job(offers), Progress(INDEX, size))
        storing = time.perf_counter() - began
        took, found = _measure(settings, arrivals)
    finally:
        client.indices.delete(index=f"{settings.prefix}{INDEX}-*")
        client.close()
    began = time.perf_counter()
    wrong = sum(found[number] != _oracle(offers, arrivals[number].person) for number in range(SAMPLE))
    figures: dict[str, Any] = {name: percentiles(seconds) for name, seconds in took.items()}
    figures |= {
        "offers_a_person_mean": round(sum(map(len, found)) / len(found), 1),
        "offers_a_person_most": max(map(len, found)),
        "storing_per_second": round(size / storing),
        "oracle_ms_a_person": round(1000 * (time.perf_counter() - began) / SAMPLE),
    }
    return Report(
        "percolate",
        {"offers": size, "people": PEOPLE, "compared_with_the_oracle": SAMPLE},
        figures,
        [
            Bar("one new profile, p50 ms", figures["ours"]["p50_ms"], 10.0),
            Bar("one new profile, p99 ms", figures["ours"]["p99_ms"], 50.0),
            Bar("p50 / p50 without the fields compared first", _ratio(figures, "p50_ms"), 0.5),
            Bar("p99 / p99 without the fields compared first", _ratio(figures, "p99_ms"), 0.6),
            Bar("people for whom the engine and the rule in Python find other offers", wrong, 0),
        ],
    )


def _ratio(figures: dict[str, Any], what: str) -> float:
    return float(figures["ours"][what] / figures["without_fields_compared_first"][what])


def rules(count: int, seed: int = SEED) -> list[Rule]:
    """The rules of `count` offers, all different."""
    world = labour()
    cores = {job.code: job.core for job in world.jobs}
    towns = {town.citycode: PlaceFacts(town.lat, town.lon, town.departement) for town in world.towns}
    found = []
    for drawn in questions(count, seed):
        question = parse(orjson.dumps(drawn))
        facts = OccupationFacts(cores[question.occupation], {})
        found.append(assemble(question, facts, towns[question.place.citycode or ""]))
    return found


def people(count: int, seed: int = SEED) -> list[Candidate]:
    """People who may be invited."""
    drawn = (as_candidate(parse_profile(line)) for block in lines(2 * count, seed, 1) for line in block.splitlines())
    return [one for one in drawn if one.reachable][:count]


def _arrival(person: Candidate) -> Arrival:
    ours = percolate_body(person)
    *_, stored = ours["query"]["bool"]["filter"]
    return Arrival(person, orjson.dumps(ours), orjson.dumps(ours | {"query": {"bool": {"filter": [stored]}}}))


def _job(offers: Sequence[Rule]) -> Job:
    def items() -> Iterator[Document]:
        for number, rule in enumerate(offers):
            offer = standing_offer(f"{number:016}", rule, _SINCE + timedelta(minutes=number))
            yield Document(offer.id, offer.body(), 1)

    return Job(INDEX, "bench", items, expected=len(offers))


def _measure(settings: EngineSettings, arrivals: Sequence[Arrival]) -> tuple[dict[str, list[float]], list[list[int]]]:
    """Seconds of each way, and the offers that our way found for each person."""
    path = f"/{settings.prefix}{INDEX}/_search?filter_path={WHOLE},hits.hits._id"
    ask = poster(settings.hosts[0], path)
    for one in arrivals[:SAMPLE]:
        ask(one.ours)
        ask(one.bare)
    took: dict[str, list[float]] = {"ours": [], "without_fields_compared_first": []}
    found = []
    rng = random.Random(SEED)  # noqa: S311 (a draw, not a secret)
    for one in arrivals:
        answers = {}
        ways = [("ours", one.ours), ("without_fields_compared_first", one.bare)]
        for name, body in rng.sample(ways, 2):
            began = time.perf_counter()
            answers[name] = ask(body)
            took[name].append(time.perf_counter() - began)
        found.append([int(hit["_id"]) for hit in orjson.loads(answers["ours"]).get("hits", {}).get("hits", ())])
    return took, found


def _oracle(offers: Sequence[Rule], person: Candidate) -> list[int]:
    return [number for number, rule in enumerate(offers) if rule.targets(person)]
