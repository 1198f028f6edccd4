"""Why a person is targeted or not: each criterion in a sentence, and whether it holds."""

from dataclasses import dataclass

from mappings.candidates import Candidate
from search_api.matching.criteria import Rule


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion put to one person. sentence: French, what it asks."""

    sentence: str
    holds: bool


def explain(rule: Rule, candidate: Candidate) -> list[Reason]:
    """Every criterion of the rule, in its order; the person is targeted when all hold."""
    return [Reason(criterion.sentence(), criterion.accepts(candidate)) for criterion in rule]
