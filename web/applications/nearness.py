"""How near two occupations are, by the skills that the catalogue gives them.

    near(a, b) = sum over skills of min(weight in a, weight in b) x rarity / sum of max(...) x rarity

the weighted Jaccard index (Ružička, 1958): 1 for the same skills, 0 for none in common. A core skill weighs 2, a
secondary one 1. rarity(s) = log(occupations / occupations with s): "Travailler en équipe" says little, "Poser un
enduit" a lot. The skills in common, rarest first, are the reason that people are shown.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from indexer.sources import catalogue

CORE, SECONDARY = 2.0, 1.0
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Nearness:
    """share: 0 to 1; 1 for the same occupation. common: codes of the skills in common, rarest first, at most three."""

    share: float
    common: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weights:
    """The skills of every occupation with their weights, and how rare each skill is."""

    occupations: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]

    def near(self, one: str, other: str) -> Nearness:
        """How near two occupations are, by their codes; one that the catalogue does not have is near to itself only."""
        first, second = self.occupations.get(one, {}), self.occupations.get(other, {})
        common = sorted(first.keys() & second.keys(), key=lambda code: (-self.rarity[code], code))
        if one == other:
            return Nearness(1.0, tuple(common[:MOST_REASONS]))
        shared = sum(min(first[code], second[code]) * self.rarity[code] for code in common)
        whole = sum(
            max(first.get(code, 0.0), second.get(code, 0.0)) * self.rarity[code]
            for code in first.keys() | second.keys()
        )
        return Nearness(shared / whole if whole else 0.0, tuple(common[:MOST_REASONS]))


def weights(occupations: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> Weights:
    """From the core and secondary skill codes of each occupation."""
    held = {
        code: dict.fromkeys(secondary, SECONDARY) | dict.fromkeys(core, CORE)
        for code, (core, secondary) in occupations.items()
    }
    used = Counter(skill for skills in held.values() for skill in skills)
    return Weights(held, {skill: log(len(held) / count) for skill, count in used.items()})


@cache
def built_in() -> Weights:
    """Those of the built-in catalogue (3,000 occupations: a third of a second, once in a process)."""
    return weights(
        {
            one.code: (tuple(skill.code for skill in one.core), tuple(skill.code for skill in one.secondary))
            for one in catalogue.load().occupations.values()
        }
    )


# Of the 3,000 occupations, the nearest other one is at 0.42 (median); the twentieth nearest, at 0.17. Below 0.03 what
# is in common is one skill that half of the occupations have.
_WORDS = ((0.999, "Le même métier"), (0.4, "Un métier très proche"), (0.15, "Un métier proche"))
_LEAST = 0.03


def word(share: float) -> str:
    """How near, in words."""
    known = next((told for least, told in _WORDS if share >= least), "")
    return known or ("Quelques points communs" if share >= _LEAST else "Un autre métier")
