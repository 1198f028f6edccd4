"""What an offer says, typed: what candidates read, and what the matching rule asks. Frozen at publication.

`question_of` is the ONE place where an offer, draft or published, becomes a question to the matching rule.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from search_api.matching import Conditions, Question, Workplace


@dataclass(frozen=True)
class Spot:
    """An exact place of work. lat, lon: degrees. citycode: of its commune, empty when not known."""

    label: str
    lat: float
    lon: float
    citycode: str = ""


@dataclass(frozen=True)
class Criteria:
    """The part of an offer that the matching rule asks; None or empty: not said, or not valid yet.

    Codes are those of mappings.candidates. weekly_hours: 37.5 for 37 h 30. salary_min, salary_max: gross euros a year.
    workplace: None: the town that was searched. radius_km: None: that of the search.
    """

    contract: str | None = None
    time: str | None = None
    weekly_hours: float | None = None
    salary_min: int | None = None
    salary_max: int | None = None
    licences: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    remote: str | None = None
    workplace: Spot | None = None
    radius_km: int | None = None


@dataclass(frozen=True)
class Terms:
    """A complete offer. Fields as in Criteria, and more.

    months: length of the contract, None when it has no end. start: first day of work. posts: how many people are
    wanted. licences, hours, remote, workplace, radius_km: hidden criteria, never shown to candidates.
    """

    contract: str
    months: int | None
    time: str
    weekly_hours: float
    salary_min: int
    salary_max: int
    start: date
    posts: int
    company_name: str
    siret: str
    presentation: str
    website: str
    question: str
    radius_km: int
    licences: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    remote: str | None = None
    workplace: Spot | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for `Offer.terms`."""
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Terms":
        """Terms as `to_json` gave them. Raises msgspec.ValidationError for anything else."""
        return msgspec.convert(plain, cls)


def question_of(search: Mapping[str, Any], asked: Criteria | Terms, *, what_if: bool = False) -> Question:
    """The question that an offer puts to the matching rule. search: `Offer.search`."""
    spot = asked.workplace
    return Question(
        occupation=search["occupation"],
        place=Workplace(lat=spot.lat, lon=spot.lon) if spot else Workplace(citycode=search["citycode"]),
        radius_km=float(asked.radius_km or search["radius_km"]),
        required=tuple(search["required"]),
        excluded=tuple(search["excluded"]),
        criteria=Conditions(
            contract=asked.contract,
            time=asked.time,
            # Wishes are in whole hours: who goes up to 37 does not want 37 h 30.
            weekly_hours=None if asked.weekly_hours is None else math.ceil(asked.weekly_hours),
            salary_min=asked.salary_min,
            salary_max=asked.salary_max,
            licences=asked.licences,
            hours=asked.hours,
            remote=asked.remote,
        ),
        what_if=what_if,
    )
