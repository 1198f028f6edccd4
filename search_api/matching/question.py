"""What a caller asks about candidates, parsed once from JSON into frozen values.

`parse` raises BadInput with the path of the field at fault ("place.citycode", "criteria.salary.max").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from mappings.candidates import CONTRACTS, HOURS, LICENCES, MOST_WEEKLY_HOURS, REMOTES, WORKING_TIMES
from search_api.http import BadInput

DEFAULT_RADIUS_KM = 30.0
MOST_RADIUS_KM = 200.0
MOST_SKILLS = 50
MOST_SALARY = 1_000_000
MOST_BYTES = 20_000

_CITYCODE = re.compile(r"([0-9]{2}|2[AB])[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where the post is: an INSEE code, or a point in degrees."""

    citycode: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Steps 1 and 2 of an offer. None or empty: not asked. salary: gross euros a year."""

    contract: str | None = None
    time: str | None = None
    weekly_hours: int | None = None
    salary_min: int | None = None
    salary_max: int | None = None
    licences: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    remote: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """How many people would this search or offer target? required, excluded: skill codes."""

    occupation: str
    place: Workplace
    radius_km: float = DEFAULT_RADIUS_KM
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    criteria: Conditions = Conditions()
    what_if: bool = True


def parse(body: bytes) -> Question:
    """Read the JSON body of `POST /api/candidates/count`."""
    if len(body) > MOST_BYTES:
        raise BadInput("body", f"at most {MOST_BYTES} bytes")
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadInput("body", f"not JSON: {error}") from None
    root = _object(content, "body", ("occupation", "place", "radius_km", "skills", "criteria", "what_if"))
    skills = _object(root.get("skills", {}), "skills", ("required", "excluded"))
    required = _codes(skills.get("required", []), "skills.required")
    excluded = _codes(skills.get("excluded", []), "skills.excluded")
    for place, code in enumerate(excluded):
        if code in required:
            raise BadInput(f"skills.excluded[{place}]", f"{code} is required as well")
    return Question(
        occupation=_code(root.get("occupation"), "occupation"),
        place=_workplace(root.get("place")),
        radius_km=_number(root.get("radius_km", DEFAULT_RADIUS_KM), "radius_km", 1, MOST_RADIUS_KM),
        required=required,
        excluded=excluded,
        criteria=_conditions(root.get("criteria", {})),
        what_if=_flag(root.get("what_if", True), "what_if"),
    )


def _workplace(value: Any) -> Workplace:
    place = _object(value, "place", ("citycode", "lat", "lon"))
    if "citycode" in place:
        if "lat" in place or "lon" in place:
            raise BadInput("place", "either citycode, or lat and lon")
        citycode = place["citycode"]
        if not isinstance(citycode, str) or not _CITYCODE.fullmatch(citycode):
            raise BadInput("place.citycode", 'an INSEE code of five characters, like "59350"')
        return Workplace(citycode)
    if "lat" not in place and "lon" not in place:
        raise BadInput("place", "citycode is missing, or lat and lon")
    return Workplace(
        lat=_number(place.get("lat"), "place.lat", -90, 90), lon=_number(place.get("lon"), "place.lon", -180, 180)
    )


def _conditions(value: Any) -> Conditions:
    known = ("contract", "time", "weekly_hours", "salary", "licences", "hours", "remote")
    asked = _object(value, "criteria", known)
    salary = _object(asked.get("salary") or {}, "criteria.salary", ("min", "max"))
    low, high = (_whole(salary.get(end), f"criteria.salary.{end}", MOST_SALARY) for end in ("min", "max"))
    if low is not None and high is not None and low > high:
        raise BadInput("criteria.salary.min", "more than criteria.salary.max")
    return Conditions(
        contract=_choice(asked.get("contract"), "criteria.contract", CONTRACTS),
        time=_choice(asked.get("time"), "criteria.time", WORKING_TIMES),
        weekly_hours=_whole(asked.get("weekly_hours"), "criteria.weekly_hours", MOST_WEEKLY_HOURS),
        salary_min=low,
        salary_max=high,
        licences=_choices(asked.get("licences"), "criteria.licences", LICENCES),
        hours=_choices(asked.get("hours"), "criteria.hours", HOURS),
        remote=_choice(asked.get("remote"), "criteria.remote", REMOTES),
    )


def _object(value: Any, field: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadInput(field, "an object is wanted" if value is not None else "is missing")
    for key in value:
        if key not in known:
            raise BadInput(key if field == "body" else f"{field}.{key}", f"unknown; known: {', '.join(known)}")
    return value


def _code(value: Any, field: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 120:
        raise BadInput(field, "a code is wanted" if value is not None else "is missing")
    return value


def _codes(value: Any, field: str) -> tuple[str, ...]:
    codes = [_code(one, f"{field}[{place}]") for place, one in enumerate(_list(value, field))]
    return tuple(dict.fromkeys(codes))


def _list(value: Any, field: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_SKILLS:
        raise BadInput(field, f"a list of at most {MOST_SKILLS} is wanted")
    return value


def _number(value: Any, field: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise BadInput(field, f"a number from {low:g} to {high:g} is wanted")
    return float(value)


def _whole(value: Any, field: str, high: int) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= high:
        raise BadInput(field, f"a whole number from 0 to {high} is wanted")
    return value


def _choice(value: Any, field: str, known: tuple[str, ...]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in known:
        raise BadInput(field, f"one of {', '.join(known)} is wanted")
    return value


def _choices(value: Any, field: str, known: tuple[str, ...]) -> tuple[str, ...]:
    if value is None:
        return ()
    found = [_choice(one, f"{field}[{place}]", known) for place, one in enumerate(_list(value, field))]
    if None in found:
        raise BadInput(f"{field}[{found.index(None)}]", f"one of {', '.join(known)} is wanted")
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise BadInput(field, "true or false is wanted")
    return value
