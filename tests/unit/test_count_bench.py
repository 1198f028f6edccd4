"""The counting bench: the questions it draws, and what it asks PostgreSQL."""

import random

import orjson

from search_api.matching.criteria import Accepts, Place, Rule, Salary, Skills, WeeklyHours
from search_api.matching.question import parse
from tests import people
from web.bench.count import QUESTIONS, questions
from web.bench.postgres import count_sql


def test_questions_are_distinct_valid_and_the_same_each_time() -> None:
    drawn = questions(QUESTIONS)
    assert QUESTIONS >= 300
    assert len({orjson.dumps(one) for one in drawn}) == QUESTIONS
    assert all(parse(orjson.dumps(one)).occupation for one in drawn)
    assert drawn == questions(QUESTIONS)


def test_the_sql_asks_all_that_the_rule_asks() -> None:
    rule = Rule(
        Skills(("bake",), ("dice", "roast", "plate")),
        Place(50.6, 3.0, 30.0, "59", fully_remote=True),
        (Accepts("licences", "licences", ("B",)), Salary(25_000), WeeklyHours(24)),
    )
    _, params = count_sql(rule, {"bake": 1, "dice": 2, "roast": 3})
    assert params == {
        "lat": 50.6,
        "lon": 3.0,
        "km": 30.0,
        "departements": ["59"],
        "required": [1],
        "kept": [2, 3, -1],
        "needed": 2,
        "licences": ["B"],
        "top": 25_000,
        "week": 24,
    }


def test_every_rule_can_be_put_to_postgresql() -> None:
    rng = random.Random(8)
    for _ in range(100):
        sql, params = count_sql(people.rule(rng), {})
        # Each parameter is used, and each place in the text has its parameter.
        assert sql % dict.fromkeys(params, "?")
        assert all(f"%({name})s" in sql for name in params)
