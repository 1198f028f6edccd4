"""What a question's codes stand for: the occupation's skills, and where the place of work is.

Raises UnknownCode for an occupation or citycode that does not exist, BadInput for an unknown skill.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from search_api.engine.client import Engine
from search_api.http import BadInput, UnknownCode
from search_api.matching.criteria import Accepts, Criterion, Place, Rule, Salary, Skills, WeeklyHours
from search_api.matching.kept import Kept
from search_api.matching.question import Conditions, Question, Workplace

NEAREST_COMMUNE_KM = 30

_kept: WeakKeyDictionary[Engine, Kept] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class OccupationFacts:
    """core: skill codes; labels: of those and of the secondary skills, by code."""

    core: tuple[str, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Where a place is (degrees); departement: its code, None when no commune is known near it."""

    lat: float
    lon: float
    departement: str | None


async def rule_of(engine: Engine, question: Question) -> Rule:
    """The rule that a question stands for: its codes looked up and checked."""
    kept = _kept.setdefault(engine, Kept())
    occupation, place = await _known(engine, kept, question)
    for name in ("required", "excluded"):
        for number, code in enumerate(getattr(question, name)):
            known = code in occupation.labels or await kept.get(("skill", code), partial(_is_skill, engine, code))
            if not known:
                raise BadInput(f"skills.{name}[{number}]", f"no skill has the code {code!r}")
    return assemble(question, occupation, place)


async def _known(engine: Engine, kept: Kept, question: Question) -> tuple[OccupationFacts, PlaceFacts]:
    first, second = ("occupation", question.occupation), ("place", question.place)
    occupation, place = kept.seen(first), kept.seen(second)
    if occupation is None or place is None:
        occupation, place = await asyncio.gather(
            kept.get(first, partial(_occupation, engine, question.occupation)),
            kept.get(second, partial(_place, engine, question.place)),
        )
    return occupation, place


def assemble(question: Question, occupation: OccupationFacts, place: PlaceFacts) -> Rule:
    """The rule of a question whose codes are known."""
    kept = tuple(code for code in occupation.core if code not in question.excluded)
    return Rule(
        Skills(question.required, kept, occupation.labels),
        Place(
            place.lat,
            place.lon,
            question.radius_km,
            place.departement,
            fully_remote=question.criteria.remote == "full",
        ),
        tuple(_wishes(question.criteria)),
    )


def _wishes(asked: Conditions) -> list[Criterion]:
    found: list[Criterion] = []
    if asked.contract:
        found.append(Accepts("contract", "contracts", (asked.contract,)))
    if asked.time:
        found.append(Accepts("time", "time", (asked.time,)))
    if asked.weekly_hours is not None:
        found.append(WeeklyHours(asked.weekly_hours))
    top = asked.salary_min if asked.salary_max is None else asked.salary_max
    if top is not None:
        found.append(Salary(top))
    if asked.licences:
        found.append(Accepts("licences", "licences", asked.licences))
    if asked.hours:
        found.append(Accepts("hours", "hours", asked.hours))
    if asked.remote:
        found.append(Accepts("remote", "remote", (asked.remote,)))
    return found


async def _occupation(engine: Engine, code: str) -> OccupationFacts:
    source = await engine.get("occupations", code)
    if source is None:
        raise UnknownCode("occupation", code)
    return OccupationFacts(tuple(source["core"]), dict(source["skill_labels"]))


async def _place(engine: Engine, place: Workplace) -> PlaceFacts:
    if place.citycode is not None:
        source = await engine.get("places", place.citycode)
        if source is None:
            raise UnknownCode("municipality", place.citycode)
        return PlaceFacts(source["lat"], source["lon"], source["departement"])
    point = {"lat": place.lat, "lon": place.lon}
    # A point has no département of its own: that of the nearest commune.
    body = {
        "size": 1,
        "_source": ["departement"],
        "query": {
            "bool": {
                "filter": [
                    {"term": {"type": "municipality"}},
                    {"geo_distance": {"distance": f"{NEAREST_COMMUNE_KM}km", "where": point}},
                ]
            }
        },
        "sort": [{"_geo_distance": {"where": point, "order": "asc"}}],
    }
    hits = (await engine.search("places", body))["hits"]["hits"]
    departement = hits[0]["_source"]["departement"] if hits else None
    return PlaceFacts(float(place.lat or 0), float(place.lon or 0), departement)


async def _is_skill(engine: Engine, code: str) -> bool:
    asked: list[dict[str, Any]] = [{"term": {"core": code}}, {"term": {"secondary": code}}]
    body = {"size": 0, "terminate_after": 1, "query": {"bool": {"should": asked}}}
    answer = await engine.search("occupations", body, only="hits.total.value")
    return bool(answer["hits"]["total"]["value"])
