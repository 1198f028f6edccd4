"""The questions about places, put to the engine."""

from typing import Any

from search_api.engine.client import Engine
from search_api.places.answer import Found, found_places, nearest, with_misspelt, worth_a_typo
from search_api.places.query import AROUND, begin_query, rescue_query, reverse_query, search_query, typo_query
from search_api.places.question import PlaceQuestion, ReverseQuestion, read_text

INDEX = "places"
# What the answer needs of the engine's: a quarter of its bytes to read.
NEEDED = "hits.hits._id,hits.hits._score,hits.hits._source"


async def search(engine: Engine, question: PlaceQuestion) -> list[Found]:
    """Places for a text, best first; empty when nothing fits.

    One question to the engine; a second one, for typos, when no name begins with what was typed.
    """
    reading = read_text(question.text)
    if not reading.town:
        return []
    hits = await _hits(engine, begin_query(question, reading))
    if not hits:
        hits = await _hits(engine, search_query(question, reading))
        if not hits:
            hits = await _hits(engine, rescue_query(question, reading))
        elif worth_a_typo(hits[0], reading):
            misspelt = await _hits(engine, typo_query(question, reading))
            hits = with_misspelt(hits, misspelt, reading)[: question.limit]
    return found_places(hits, question, reading)


async def _hits(engine: Engine, query: dict[str, Any] | None) -> list[dict[str, Any]]:
    if query is None:
        return []
    answer = await engine.search(INDEX, query, only=NEEDED)
    hits: list[dict[str, Any]] = answer.get("hits", {}).get("hits", [])
    return hits


async def reverse(engine: Engine, question: ReverseQuestion) -> list[Found]:
    """Places around a point, nearest first."""
    return nearest(await _hits(engine, reverse_query(question)), question.at, question.types)


async def municipality(engine: Engine, citycode: str) -> Found | None:
    """The commune or arrondissement with this INSEE code, or None."""
    source = await engine.get(INDEX, citycode)
    if source is None or source["type"] not in {"municipality", "district"}:
        return None
    hit = {"_id": citycode, "_score": AROUND, "_source": source}
    question = PlaceQuestion(text=source["name"])
    return found_places([hit], question, read_text(""))[0]
