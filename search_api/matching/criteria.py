"""The rule that says whom an offer targets, in one place (PRODUCT.md, "Matching, exactly").

Each criterion is one object with faces that must agree:

- `clauses()`: what the engine is asked; all must hold;
- `accepts(candidate)`: the same in plain Python: the tests' oracle, and why a person was matched;
- `sentence()`: what it says, in French; `fact(candidate)`: what of the person meets it, in a few words ("12 km");
- `relaxations()`: the smallest useful ways to ask for less.

To add a criterion: write its class here, give it to `Rule`, and add its field to question.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from mappings.candidates import ANY, Candidate
from mappings.cells import cells_covering, distance_km
from search_api.matching import wording

Clause = dict[str, Any]
WishField = Literal["contracts", "time", "licences", "hours", "remote"]

# The radii that the pages offer, in km.
RADII_KM = (5, 10, 20, 30, 50, 75, 100, 150, 200)

# Painless. `arcDistance` is Lucene's haversine in metres: mappings/cells.py:distance_km is the same in Python.
WITHIN_REACH = "doc['home'].arcDistance(params.lat, params.lon) <= 1000 * Math.min(params.km, doc['mobility_km'].value)"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One way to ask for less. kind, value: for machines; sentence: French; to: what replaces the criterion."""

    kind: Literal["radius", "skill", "criterion"]
    value: Any
    sentence: str
    to: "Criterion | None"


class Criterion(Protocol):
    """What every criterion can do."""

    def clauses(self) -> list[Clause]: ...
    def accepts(self, candidate: Candidate) -> bool: ...
    def sentence(self) -> str: ...
    def fact(self, candidate: Candidate) -> str: ...
    def relaxations(self) -> list[Relaxation]: ...


@dataclass(frozen=True, slots=True)
class Skills:
    """Holds every required skill, and at least half (rounded up) of the core skills kept by the recruiter.

    required, kept: codes; labels: of the codes, to be shown.
    """

    required: tuple[str, ...]
    kept: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def needed(self) -> int:
        """How many of the kept core skills must be held."""
        return (len(self.kept) + 1) // 2

    def clauses(self) -> list[Clause]:
        found: list[Clause] = [{"term": {"skills": code}} for code in self.required]
        # A required core skill is held already: it counts, and need not be looked up twice.
        others = [code for code in self.kept if code not in self.required]
        missing = self.needed - (len(self.kept) - len(others))
        if missing > 0:
            should = [{"term": {"skills": code}} for code in others]
            found.append({"bool": {"should": should, "minimum_should_match": missing}})
        return found

    def accepts(self, candidate: Candidate) -> bool:
        held = set(candidate.skills)
        return held.issuperset(self.required) and len(held.intersection(self.kept)) >= self.needed

    def sentence(self) -> str:
        return wording.skills(self.needed, len(self.kept), [self._label(code) for code in self.required])

    def fact(self, candidate: Candidate) -> str:
        return wording.held_skills(len(set(candidate.skills).intersection(self.kept)), len(self.kept))

    def relaxations(self) -> list[Relaxation]:
        return [
            Relaxation(
                "skill",
                code,
                wording.without_skill(self._label(code)),
                replace(self, required=tuple(one for one in self.required if one != code)),
            )
            for code in self.required
        ]

    def _label(self, code: str) -> str:
        return self.labels.get(code, code)


@dataclass(frozen=True, slots=True)
class Place:
    """Lives within the smaller of the radius and the person's own mobility, or accepts the département, or the
    post is fully remote and the person wants that.

    lat, lon: degrees, the place of work; radius_km: of the offer; departement: code, None when unknown.
    """

    lat: float
    lon: float
    radius_km: float
    departement: str | None = None
    fully_remote: bool = False

    def clauses(self) -> list[Clause]:
        alternatives = [self._near()]
        if self.departement:
            alternatives.append({"term": {"departements": self.departement}})
        if self.fully_remote:
            alternatives.append({"term": {"remote": "full"}})
        return [{"bool": {"should": alternatives, "minimum_should_match": 1}}]

    def _near(self) -> Clause:
        params = {"lat": self.lat, "lon": self.lon, "km": self.radius_km}
        return {
            "bool": {
                "filter": [
                    # Implied by the circle; the index is sorted by cell, so this skips the rest of the country.
                    {"terms": {"cell": cells_covering(self.lat, self.lon, self.radius_km)}},
                    # Checked last, on the few who hold the skills: three times quicker than `geo_distance`
                    # circles, one a mobility (decision 0004).
                    {"script": {"script": {"source": WITHIN_REACH, "params": params}}},
                ]
            }
        }

    def accepts(self, candidate: Candidate) -> bool:
        distance = distance_km(self.lat, self.lon, candidate.lat, candidate.lon)
        return (
            distance <= min(self.radius_km, candidate.mobility_km)
            or self.departement in candidate.departements
            or (self.fully_remote and "full" in (candidate.remote or ()))
        )

    def sentence(self) -> str:
        return wording.place(self.radius_km, self.fully_remote)

    def fact(self, candidate: Candidate) -> str:
        distance = distance_km(self.lat, self.lon, candidate.lat, candidate.lon)
        if distance <= min(self.radius_km, candidate.mobility_km):
            return wording.distance(distance)
        if self.departement in candidate.departements:
            return wording.WHOLE_DEPARTEMENT
        return wording.REMOTES["full"] if self.accepts(candidate) else wording.distance(distance)

    def relaxations(self) -> list[Relaxation]:
        """The two next radii, and the one before: what people try next, at half the cost of all."""
        narrower = [km for km in RADII_KM if km < self.radius_km][-1:]
        wider = [km for km in RADII_KM if km > self.radius_km][:2]
        return [
            Relaxation("radius", km, wording.other_radius(km), replace(self, radius_km=km)) for km in narrower + wider
        ]


@dataclass(frozen=True, slots=True)
class Accepts:
    """Accepts each of the values given, or did not say."""

    name: Literal["contract", "time", "licences", "hours", "remote"]
    field: WishField
    values: tuple[str, ...]

    def clauses(self) -> list[Clause]:
        return [{"terms": {self.field: [value, ANY]}} for value in self.values]

    def accepts(self, candidate: Candidate) -> bool:
        wish: tuple[str, ...] | None = getattr(candidate, self.field)
        return wish is None or set(wish).issuperset(self.values)

    def sentence(self) -> str:
        return wording.accepts(self.name, self.values)

    def fact(self, candidate: Candidate) -> str:
        wish: tuple[str, ...] | None = getattr(candidate, self.field)
        return wording.accepted(self.name, None if wish is None else [one for one in self.values if one in wish])

    def relaxations(self) -> list[Relaxation]:
        """Without each value; without the criterion when it has one."""
        return [
            Relaxation(
                "criterion",
                {self.name: value},
                wording.without(self.name, value),
                replace(self, values=rest) if rest else None,
            )
            for value in self.values
            for rest in [tuple(one for one in self.values if one != value)]
        ]


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Accepts that many hours a week, or did not say."""

    hours: int

    def clauses(self) -> list[Clause]:
        return [{"term": {"weekly_hours": self.hours}}]

    def accepts(self, candidate: Candidate) -> bool:
        least, most = candidate.weekly_hours or (self.hours, self.hours)
        return least <= self.hours <= most

    def sentence(self) -> str:
        return wording.weekly_hours(self.hours)

    def fact(self, candidate: Candidate) -> str:
        return wording.accepted_hours(candidate.weekly_hours)

    def relaxations(self) -> list[Relaxation]:
        return [Relaxation("criterion", {"weekly_hours": self.hours}, wording.without("weekly_hours", ""), None)]


@dataclass(frozen=True, slots=True)
class Salary:
    """Hopes for no more than the top of the range (gross euros a year), or did not say."""

    top: int

    def clauses(self) -> list[Clause]:
        return [{"range": {"salary_wish": {"lte": self.top}}}]

    def accepts(self, candidate: Candidate) -> bool:
        return (candidate.salary_wish or 0) <= self.top

    def sentence(self) -> str:
        return wording.salary(self.top)

    def fact(self, candidate: Candidate) -> str:
        return wording.wished_salary(candidate.salary_wish)

    def relaxations(self) -> list[Relaxation]:
        """A tenth more, rounded up to 500 euros."""
        more = -(-self.top * 11 // 5_000) * 500
        return [Relaxation("criterion", {"salary": {"max": more}}, wording.more_salary(more), Salary(more))]


@dataclass(frozen=True, slots=True)
class Standing:
    """May be invited now: active, consenting, not paused, under the weekly cap."""

    def clauses(self) -> list[Clause]:
        return [{"term": {"reachable": True}}]

    def accepts(self, candidate: Candidate) -> bool:
        return candidate.reachable

    def sentence(self) -> str:
        return wording.STANDING

    def fact(self, candidate: Candidate) -> str:
        del candidate  # whether they may be invited now is no business of a recruiter's
        return ""

    def relaxations(self) -> list[Relaxation]:
        return []


@dataclass(frozen=True, slots=True)
class Rule:
    """Everything that an offer asks; a candidate is targeted when all of it holds."""

    skills: Skills
    place: Place
    wishes: tuple[Criterion, ...] = ()
    standing: Standing = Standing()

    def __iter__(self) -> Iterator[Criterion]:
        yield self.skills
        yield self.place
        yield from self.wishes
        yield self.standing

    def targets(self, candidate: Candidate) -> bool:
        """Does the rule hold for this person?"""
        return all(criterion.accepts(candidate) for criterion in self)
