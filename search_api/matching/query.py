"""Questions to the index `candidates`, as pure functions: rule -> request body."""

from collections.abc import Iterable
from typing import Any

from search_api.matching.criteria import Clause, Criterion, Rule

Body = dict[str, Any]


def filters(criteria: Iterable[Criterion]) -> list[Clause]:
    """The clauses of several criteria; all must hold."""
    return [clause for criterion in criteria for clause in criterion.clauses()]


def targeted(rule: Rule) -> Clause:
    """The people whom a rule targets, as one clause: counted, mapped, scanned, and stored by open offers."""
    return {"bool": {"filter": filters(rule)}}


def count_body(rule: Rule) -> Body:
    """How many people the rule targets: `hits.total.value`, exact."""
    return {"size": 0, "track_total_hits": True, "query": targeted(rule)}
