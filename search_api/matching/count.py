"""Ask the index `candidates`: how many people, what asking for less would bring, and where they live."""

from search_api.engine.client import Engine
from search_api.matching.answer import CountAnswer, answer
from search_api.matching.criteria import Rule
from search_api.matching.facts import rule_of
from search_api.matching.query import count_body
from search_api.matching.question import Question
from search_api.matching.what_if import read_what_if, what_if_body
from search_api.matching.where import Cell, read_where, where_body

INDEX = "candidates"


async def count(engine: Engine, question: Question) -> CountAnswer:
    """How many people `question` targets, as it may be told (disclosure.py); one round trip to the engine.

    Raises UnknownCode (occupation, citycode), BadInput (unknown skill), EngineError.
    """
    rule = await rule_of(engine, question)
    if not question.what_if:
        return answer(await exact_count(engine, rule), [])
    found = await engine.search(INDEX, what_if_body(rule), only="aggregations")
    return answer(*read_what_if(rule, found))


async def exact_count(engine: Engine, rule: Rule) -> int:
    """How many people `rule` targets. Never leaves the program: invitations only."""
    found = await engine.search(INDEX, count_body(rule), only="hits.total.value")
    return int(found["hits"]["total"]["value"])


async def where(engine: Engine, question: Question) -> list[Cell]:
    """The squares where those people live, none with fewer than FLOOR of them; one round trip to the engine."""
    rule = await rule_of(engine, question)
    return read_where(await engine.search(INDEX, where_body(rule), only="aggregations"))
