"""Reading the body of `POST /api/candidates/count`: what is accepted, and which field is named when it is not."""

from typing import Any

import orjson
import pytest

from search_api.http import BadInput
from search_api.matching.question import Conditions, Question, Workplace, parse

LILLE = {"citycode": "59350"}


def _parse(**body: Any) -> Question:
    return parse(orjson.dumps({"occupation": "cuisinier", "place": LILLE} | body))


def test_occupation_and_place_are_enough() -> None:
    assert _parse() == Question("cuisinier", Workplace("59350"), 30.0, (), (), Conditions(), what_if=True)


def test_everything_can_be_asked() -> None:
    asked = _parse(
        place={"lat": 50.6, "lon": 3},
        radius_km=12.5,
        skills={"required": ["a", "b", "a"], "excluded": ["c"]},
        criteria={
            "contract": "cdd",
            "time": "part",
            "weekly_hours": 24,
            "salary": {"min": 22_000, "max": 25_000},
            "licences": ["B", "C"],
            "hours": ["night"],
            "remote": "full",
        },
        what_if=False,
    )
    conditions = Conditions("cdd", "part", 24, 22_000, 25_000, ("B", "C"), ("night",), "full")
    place = Workplace(None, 50.6, 3.0)
    assert asked == Question("cuisinier", place, 12.5, ("a", "b"), ("c",), conditions, what_if=False)


def test_null_is_not_asked() -> None:
    nothing = dict.fromkeys(("contract", "time", "weekly_hours", "salary", "licences", "hours", "remote"))
    assert _parse(criteria=nothing).criteria == Conditions()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"occupation": 3}, "occupation"),
        ({"occupation": " "}, "occupation"),
        ({"place": None}, "place"),
        ({"place": "Lille"}, "place"),
        ({"place": {}}, "place"),
        ({"place": {"citycode": "5935"}}, "place.citycode"),
        ({"place": {"citycode": 59350}}, "place.citycode"),
        ({"place": {"citycode": "59350", "lat": 1}}, "place"),
        ({"place": {"lat": 50.6}}, "place.lon"),
        ({"place": {"lat": 91, "lon": 3}}, "place.lat"),
        ({"place": {"lat": True, "lon": 3}}, "place.lat"),
        ({"place": {"town": "Lille"}}, "place.town"),
        ({"radius_km": 0}, "radius_km"),
        ({"radius_km": "30"}, "radius_km"),
        ({"radius_km": 201}, "radius_km"),
        ({"skills": []}, "skills"),
        ({"skills": {"wanted": []}}, "skills.wanted"),
        ({"skills": {"required": "a"}}, "skills.required"),
        ({"skills": {"required": ["a", 3]}}, "skills.required[1]"),
        ({"skills": {"required": ["a"], "excluded": ["b", "a"]}}, "skills.excluded[1]"),
        ({"skills": {"required": ["a"] * 51}}, "skills.required"),
        ({"criteria": {"age": 30}}, "criteria.age"),
        ({"criteria": {"contract": "permanent"}}, "criteria.contract"),
        ({"criteria": {"time": []}}, "criteria.time"),
        ({"criteria": {"weekly_hours": 35.5}}, "criteria.weekly_hours"),
        ({"criteria": {"salary": {"max": -1}}}, "criteria.salary.max"),
        ({"criteria": {"salary": {"min": 3, "max": 2}}}, "criteria.salary.min"),
        ({"criteria": {"licences": ["B", "Z"]}}, "criteria.licences[1]"),
        ({"criteria": {"hours": [None]}}, "criteria.hours[0]"),
        ({"criteria": {"remote": "yes"}}, "criteria.remote"),
        ({"what_if": "yes"}, "what_if"),
        ({"sex": "f"}, "sex"),
    ],
)
def test_the_field_at_fault_is_named(body: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        _parse(**body)
    assert caught.value.field == field


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"{}" + b" " * 20_000])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        parse(body)
    assert caught.value.field == "body"


def test_a_missing_occupation_is_said_to_be_missing() -> None:
    with pytest.raises(BadInput, match="occupation: is missing"):
        parse(orjson.dumps({"place": LILLE}))
