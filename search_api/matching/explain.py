"""Why a person is targeted or not: each criterion in a sentence, whether it holds, and by what."""

from dataclasses import dataclass

from mappings.candidates import Candidate
from search_api.matching.criteria import Rule


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion put to one person. sentence: what it asks, in French; fact: what of the person answers it, in a few
    words ("12 km", "permis B"); empty when that is not to be told."""

    sentence: str
    fact: str
    holds: bool


def explain(rule: Rule, candidate: Candidate) -> list[Reason]:
    """Every criterion of the rule, in its order; the person is targeted when all hold."""
    return [Reason(criterion.sentence(), criterion.fact(candidate), criterion.accepts(candidate)) for criterion in rule]
