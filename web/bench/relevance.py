"""`vivier bench relevance`: the official names of ROME as questions to the built-in catalogue.

ROME is read from a folder of its official CSV files; it is not shipped. A suggestion is right when it carries the
ROME code of the name that was asked, or one under the same parent code (`code_rome_parent`): the older, wider code by
which hirings are counted.
"""

import asyncio
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer import lifecycle
from indexer.catalogue_check.reference import hirings_by_code, parent_codes
from indexer.progress import Progress
from indexer.sources import catalogue, rome
from indexer.sources.rome_labels import one_name, plain, split
from mappings.occupations import Name
from mappings.text import fold
from search_api.engine.client import Engine
from search_api.engine.settings import EngineSettings
from search_api.occupations import suggest
from web.bench.report import Bar, Report

LIMIT = 10
TYPOS_SEED = 20261123
RBO_DEPTH_WEIGHT = 0.9


@dataclass(frozen=True)
class Case:
    """A name of ROME in both genders, its code and the code's parent."""

    name: Name
    code: str
    parent: str


def run(settings: EngineSettings, rome: Path, hirings: Path, sample: int | None = None) -> Report:
    """Ask every name of the folder `rome`; weigh by the table `hirings` (columns rome_id, hirings)."""
    cases = read_cases(rome)
    if sample and sample < len(cases):
        cases = random.Random(TYPOS_SEED).sample(cases, sample)  # noqa: S311
    lifecycle.run(settings, lifecycle.Job("occupations", "catalogue", catalogue.read), Progress("occupations"))
    with asyncio.Runner() as runner:
        figures = runner.run(_measure(settings, cases, parent_codes(rome), hirings_by_code(hirings)))
    weighted = figures["full name"]["weighted"]["success@5"]
    return Report(
        "relevance",
        {"names": len(cases)},
        figures,
        [
            Bar("full names: success@5 weighted by hirings", weighted, 0.90, least=True),
            Bar("feminine against masculine: rank-biased overlap", figures["genders"]["rbo_mean"], 1.0, least=True),
        ],
    )


async def _measure(
    settings: EngineSettings, cases: Sequence[Case], parents: Mapping[str, str], hirings: Mapping[str, int]
) -> dict[str, Any]:
    engine = Engine(settings)

    async def codes(text: str) -> list[tuple[str, str]]:
        return [(one.rome_code, one.code) for one in await suggest(engine, text, LIMIT)]

    weights = _weights(cases, hirings)
    figures: dict[str, Any] = {}
    try:
        for kind, ask in KINDS.items():
            ranks = []
            for case in cases:
                found = await codes(ask(case.name.masculine))
                ranks.append(_rank([code for code, _ in found], case, parents))
            figures[kind] = _scores(ranks, weights)
        figures["genders"] = await _genders(cases, codes)
    finally:
        await engine.close()
    return figures


async def _genders(cases: Sequence[Case], codes: Any) -> dict[str, Any]:
    """Likeness of the two lists of each name that has two genders; labels that join two titles are counted apart."""
    overlaps, different, titles = [], [], []
    for case in cases:
        if case.name.masculine == case.name.feminine:
            continue
        if not one_name(case.name):
            titles.append(case.name.text)
            continue
        one, other = [[code for _, code in await codes(text)] for text in (case.name.masculine, case.name.feminine)]
        overlaps.append(rank_biased_overlap(one, other))
        if overlaps[-1] < 1:
            different.append(case.name.text)
    return {
        "names": len(overlaps),
        "rbo_mean": sum(overlaps) / max(len(overlaps), 1),
        "not_identical": len(different),
        "examples": different[:10],
        "two_titles_left_out": len(titles),
        "titles": titles[:20],
    }


def rank_biased_overlap(one: Sequence[str], other: Sequence[str], p: float = RBO_DEPTH_WEIGHT) -> float:
    """Likeness of two ranked lists, 1.0 when identical (Webber, Moffat and Zobel 2010, extrapolated)."""
    if list(one) == list(other):
        return 1.0
    depth = max(len(one), len(other))
    agreement = [len(set(one[:d]) & set(other[:d])) / d for d in range(1, depth + 1)]
    return sum((1 - p) * p**d * agreed for d, agreed in enumerate(agreement)) + p**depth * agreement[-1]


# -- questions ---------------------------------------------------------------------------------------------


def _first_four(name: str) -> str:
    return fold(name)[:4]


def _one_typo(name: str) -> str:
    """Two letters swapped inside the longest word, the same ones each time."""
    rng = random.Random(f"{TYPOS_SEED}{name}")  # noqa: S311
    word = max(re.findall(r"\w+", name), key=len)
    if len(word) < 5:
        return name
    at = rng.randrange(1, len(word) - 2)
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


KINDS: dict[str, Callable[[str], str]] = {
    "full name": str,
    "accents lost": fold,
    "one typo": _one_typo,
    "first four letters": _first_four,
}


def _rank(found: Sequence[str], case: Case, parents: Mapping[str, str]) -> int:
    right = (place for place, code in enumerate(found, 1) if code == case.code or parents.get(code) == case.parent)
    return next(right, 0)


def _weights(cases: Sequence[Case], hirings: Mapping[str, int]) -> list[float]:
    """A case's share of the hirings of its parent code."""
    names: dict[str, int] = defaultdict(int)
    for case in cases:
        names[case.parent] += 1
    return [hirings.get(case.parent, 0) / names[case.parent] for case in cases]


def _scores(ranks: Sequence[int], weights: Sequence[float]) -> dict[str, Any]:
    return {**_mean(ranks, [1.0] * len(ranks)), "weighted": _mean(ranks, weights)}


def _mean(ranks: Sequence[int], weights: Sequence[float]) -> dict[str, float]:
    total = sum(weights) or 1.0

    def share(values: Iterable[float]) -> float:
        return round(sum(value * weight for value, weight in zip(values, weights, strict=True)) / total, 4)

    return {
        "success@1": share(float(rank == 1) for rank in ranks),
        "success@5": share(float(0 < rank <= 5) for rank in ranks),
        "mrr": share(1 / rank if rank else 0.0 for rank in ranks),
    }


# -- files -------------------------------------------------------------------------------------------------


def read_cases(folder: Path) -> list[Case]:
    """The appellations of a folder of ROME 4.0 CSV files."""
    parents = parent_codes(folder)
    names = rome.table(folder, "referentiel_appellation", ("libelle_appellation_long", "code_rome"))
    return [Case(split(plain(label)), code, parents[code]) for label, code in names]
