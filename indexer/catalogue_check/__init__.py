"""`vivier catalogue check`: is the built-in catalogue sound, complete and well written? Figures and faults.

Each rule is a function that yields faults, one line each, naming the entry; its threshold stands beside it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.catalogue_check import likeness, rules
from indexer.catalogue_check.reference import Reference
from indexer.catalogue_check.spelling import Dictionary
from indexer.sources.catalogue import Catalogue
from mappings.occupations import Occupation

_RULES: tuple[Callable[[Sequence[Occupation]], Iterator[str]], ...] = (
    rules.counts,
    rules.names,
    rules.genders,
    rules.nearby,
    likeness.skill_sets,
    likeness.descriptions,
    likeness.moulds,
)


@dataclass
class Outcome:
    """figures: name -> number or small table. faults: lines for people; none means that the catalogue is sound."""

    figures: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def check(catalogue: Catalogue, reference: Reference | None, dictionary: Dictionary | None) -> Outcome:
    """Apply every rule; those that need ROME or a dictionary are left out, and said to be, when it is absent."""
    occupations = list(catalogue.occupations.values())
    outcome = Outcome(rules.sizes(catalogue))
    for rule in _RULES:
        outcome.faults += rule(occupations)
    outcome.faults += [*rules.quantities(catalogue), *rules.vocabulary(catalogue)]
    if reference:
        outcome.figures |= reference.figures(occupations)
        outcome.faults += reference.faults(occupations)
    else:
        outcome.figures["rome"] = "not checked: name the folder with --rome"
    if dictionary:
        outcome.faults += dictionary.faults(catalogue)
    else:
        outcome.figures["spelling"] = "not checked: no French dictionary here"
    return outcome
