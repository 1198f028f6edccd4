"""What asking for less would bring: every relaxation of a rule, counted with the rule itself in one search.

The query is the widest base: the largest radius asked about, and people who miss at most one of the terms that
could be dropped. A `filters` aggregation puts each of them to the rule and to each relaxed rule; under it a
`range` aggregation over the distance gives all radii at once (decision 0004 compares it with as many counts in
one `_msearch`).
"""

from dataclasses import dataclass, replace
from typing import Any

from search_api.matching.criteria import Clause, Criterion, Place, Relaxation, Rule, Skills
from search_api.matching.query import Body, filters

FAR_KM = 99_999.0
# The radius in km from which a person is within reach of the post: 0 when whatever the radius, FAR_KM when never.
# It says what criteria.Place says, for all radii at once.
REACHED_FROM = f"""\
if (params.departement != null && doc['departements'].contains(params.departement)) return 0;
if (params.fully_remote && doc['remote'].contains('full')) return 0;
double km = doc['home'].arcDistance(params.lat, params.lon) / 1000;
return km <= doc['mobility_km'].value ? km : {FAR_KM};
"""
# A range leaves its upper end out, a radius takes it in: a tenth of a millimetre more.
_HAIR_KM = 1e-7


@dataclass(frozen=True, slots=True)
class Counted:
    """A relaxation and how many people the rule so relaxed targets (exact, never shown as it is)."""

    relaxation: Relaxation
    exact: int


def what_if_body(rule: Rule) -> Body:
    """One search for the count of `rule` and of each of its relaxations; read by `read_what_if`."""
    radii = _radii(rule)
    widest = replace(rule.place, radius_km=radii[-1])
    base = filters([Skills((), rule.skills.kept), widest, rule.standing])
    droppable = _droppable(rule)
    if len(droppable) > 1:
        base.append({"bool": {"should": droppable, "minimum_should_match": len(droppable) - 1}})
    rules = [rule, *(relaxed for _, relaxed in _relaxed(rule))]
    ranges = [{"key": str(number), "to": km + _HAIR_KM} for number, km in enumerate(radii)]
    script = {"source": REACHED_FROM, "params": _params(rule.place)}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": base}},
        "aggs": {
            "rules": {
                "filters": {"filters": {str(n): {"bool": {"filter": _droppable(one)}} for n, one in enumerate(rules)}},
                "aggs": {"radii": {"range": {"script": script, "ranges": ranges, "keyed": True}}},
            }
        },
    }


def read_what_if(rule: Rule, answer: dict[str, Any]) -> tuple[int, list[Counted]]:
    """The exact count of `rule`, and of each relaxation: radii first, from the least."""
    rules = answer["aggregations"]["rules"]["buckets"]
    radii = _radii(rule)

    def exact(number: int, km: float) -> int:
        return int(rules[str(number)]["radii"]["buckets"][str(radii.index(km))]["doc_count"])

    own = rule.place.radius_km
    found = [Counted(one, exact(0, one.value)) for one in rule.place.relaxations()]
    found += [Counted(one, exact(number, own)) for number, (one, _) in enumerate(_relaxed(rule), 1)]
    return exact(0, own), found


def _radii(rule: Rule) -> list[float]:
    return sorted({rule.place.radius_km, *(float(one.value) for one in rule.place.relaxations())})


def _droppable(rule: Rule) -> list[Clause]:
    """The clauses of which a relaxation drops or eases exactly one."""
    return filters([Skills(rule.skills.required, ()), *rule.wishes])


def _relaxed(rule: Rule) -> list[tuple[Relaxation, Rule]]:
    """Every relaxation but those of the radius, and the rule that each makes."""
    found = [(one, replace(rule, skills=_skills(one.to))) for one in rule.skills.relaxations()]
    for number, wish in enumerate(rule.wishes):
        before, after = rule.wishes[:number], rule.wishes[number + 1 :]
        for one in wish.relaxations():
            eased = (one.to,) if one.to else ()
            found.append((one, replace(rule, wishes=(*before, *eased, *after))))
    return found


def _skills(criterion: Criterion | None) -> Skills:
    assert isinstance(criterion, Skills)  # noqa: S101 (for mypy: a relaxation of Skills is Skills)
    return criterion


def _params(place: Place) -> dict[str, Any]:
    return {
        "lat": place.lat,
        "lon": place.lon,
        "departement": place.departement,
        "fully_remote": place.fully_remote,
    }
