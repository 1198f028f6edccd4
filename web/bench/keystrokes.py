"""How many letters one must type: the measure of an autocomplete that its users feel."""

import itertools
import statistics
from collections.abc import Callable, Iterable
from typing import Any

# What was typed -> codes suggested, best first.
Suggest = Callable[[str], list[str]]


def typed_letter_by_letter(targets: Iterable[tuple[str, str]], suggest: Suggest) -> dict[str, Any]:
    """Type each (text, wanted code) one letter at a time and look where the wanted code stands.

    first, five: letters until it is first, among the first five (mean); a target that never comes costs its whole
    text plus one. lost: share of targets that were among the five and left them as typing went on.
    """
    first, five, lost, never, letters = [], [], 0, 0, []
    for text, wanted in targets:
        ranks = [(size, _rank(suggest(text[:size]), wanted)) for size in _stops(text)]
        letters.append(len(text))
        first.append(next((size for size, rank in ranks if rank == 1), len(text) + 1))
        five.append(next((size for size, rank in ranks if 0 < rank <= 5), len(text) + 1))
        never += all(not 0 < rank <= 5 for _, rank in ranks)
        shown = [0 < rank <= 5 for _, rank in ranks]
        lost += any(before and not after for before, after in itertools.pairwise(shown))
    count = len(letters)
    return {
        "targets": count,
        "letters_mean": round(statistics.fmean(letters), 2),
        "first_mean": round(statistics.fmean(first), 3),
        "first_median": statistics.median(first),
        "five_mean": round(statistics.fmean(five), 3),
        "five_median": statistics.median(five),
        "lost_share": round(lost / count, 4),
        "never_share": round(never / count, 4),
    }


def _stops(text: str) -> list[int]:
    """Lengths at which a person looks: after each letter, not after a blank."""
    return [size for size in range(1, len(text) + 1) if text[size - 1] != " "]


def _rank(codes: list[str], wanted: str) -> int:
    return codes.index(wanted) + 1 if wanted in codes else 0
