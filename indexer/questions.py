"""The product's own questions that a new index must answer before it serves.

Two sorts. Any source: documents drawn from the new index are asked for by their own name, by the functions that the
API calls, and all but a few must be among the first answers. Built-in data: what everybody knows.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from indexer.check import Question
from search_api import matching, occupations, places
from search_api.engine.client import Engine
from search_api.matching.count import exact_count
from search_api.matching.facts import OccupationFacts, PlaceFacts, assemble

DRAWN = 30
FIRST = 20
# A name that many share (a "Rue de l'Église" among hundreds) may rightly be beyond the first answers.
LOST_SHARE = 0.2

Source = Mapping[str, Any]


def questions_for(index: str, kinds: Sequence[str]) -> Sequence[Question]:
    """Questions for `index` filled from `kinds`."""
    known = [question for kind in kinds for question in _KNOWN.get((index, kind), ())]
    return [*known, *_ANY.get(index, ())]


# -- any source --------------------------------------------------------------------------------------------


async def _drawn(
    engine: Engine, index: str, wanted: Mapping[str, Any], fields: Sequence[str]
) -> list[tuple[str, Source]]:
    """Some documents of the index, the same at each call: id and `fields`."""
    drawing = {"function_score": {"query": wanted, "random_score": {"seed": 1, "field": "_seq_no"}}}
    answer = await engine.search(index, {"size": DRAWN, "_source": list(fields), "query": drawing})
    return [(hit["_id"], hit["_source"]) for hit in answer["hits"]["hits"]]


async def _lost(
    drawn: Sequence[tuple[str, Source]], found_by_name: Callable[[str, Source], Awaitable[bool]]
) -> str | None:
    lost = [
        str(source.get("name") or source.get("label"))
        for doc_id, source in drawn
        if not await found_by_name(doc_id, source)
    ]
    if len(lost) <= LOST_SHARE * len(drawn):
        return None
    return f"{len(lost)} of {len(drawn)} are not found by their name ({', '.join(lost[:3])}...)"


async def _occupations_by_name(engine: Engine) -> str | None:
    async def found(code: str, source: Source) -> bool:
        return code in {one.code for one in await occupations.suggest(engine, source["label"], FIRST)}

    return await _lost(await _drawn(engine, occupations.INDEX, {"match_all": {}}, ["label"]), found)


async def _places_by_name(engine: Engine) -> str | None:
    async def found(place: str, source: Source) -> bool:
        question = places.PlaceQuestion(source["name"], FIRST, citycodes=_codes(source.get("citycode")))
        return place in {one.id for one in await places.search(engine, question)}

    return await _lost(await _drawn(engine, "places", {"match_all": {}}, ["name", "citycode"]), found)


def _codes(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


async def _candidates_by_home_and_skills(engine: Engine) -> str | None:
    """Somebody who may be invited is counted for a job at home that asks for what they know."""
    wanted = {"bool": {"filter": [{"term": {"reachable": True}}, {"exists": {"field": "skills"}}]}}
    for _, source in await _drawn(engine, "candidates", wanted, ["skills", "home"]):
        core, home = tuple(source["skills"][:8]), source["home"]
        question = matching.Question("", matching.Workplace(lat=home["lat"], lon=home["lon"]))
        rule = assemble(question, OccupationFacts(core, {}), PlaceFacts(home["lat"], home["lon"], None))
        if not await exact_count(engine, rule):
            return "somebody is not counted for a job at home that asks for their own skills"
    return None


_ANY: dict[str, Sequence[Question]] = {
    "occupations": [Question("occupations by their name", _occupations_by_name)],
    "places": [Question("places by their name", _places_by_name)],
    "candidates": [Question("people by home and skills", _candidates_by_home_and_skills)],
}


# -- built-in data -----------------------------------------------------------------------------------------


def _first_place(text: str, citycode: str) -> Question:
    async def ask(engine: Engine) -> str | None:
        found = await places.search(engine, places.PlaceQuestion(text, 1))
        return None if found and found[0].id == citycode else f"{citycode} is not the first answer"

    return Question(f"place {text!r}", ask)


def _first_occupation(text: str, rome_code: str) -> Question:
    async def ask(engine: Engine) -> str | None:
        found = await occupations.suggest(engine, text, 1)
        return None if found and found[0].rome_code == rome_code else f"no occupation of {rome_code} comes first"

    return Question(f"occupation {text!r}", ask)


_KNOWN: dict[tuple[str, str], Sequence[Question]] = {
    ("places", "communes"): [_first_place("paris", "75056"), _first_place("st etienne", "42218")],
    ("occupations", "catalogue"): [
        _first_occupation("aide soignante", "J1501"),
        _first_occupation("caissier", "D1505"),
    ],
}
