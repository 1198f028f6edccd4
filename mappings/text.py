"""Pure text steps that documents and questions share: the same list on both sides, so that they meet.

A step has a name and a reason; `explain` shows what each one did. Lists of steps live with their domain
(`place_text`, `occupation_text`).
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from unidecode import unidecode

_NOT_WORD = re.compile(r"[^a-z0-9]+")


class Step(NamedTuple):
    """One change of a text: `apply` is pure; `why` is a sentence for whoever reads an explanation."""

    name: str
    why: str
    apply: Callable[[str], str]


class Stage(NamedTuple):
    """What a step made of a text."""

    step: str
    why: str
    text: str


def latin(text: str) -> str:
    """Lower case without accents or ligatures, punctuation kept: "L’Haÿ" -> "l'hay", "Œting" -> "oeting"."""
    return unidecode(text).lower()


def fold(text: str) -> str:
    """`latin` with everything but letters and digits turned into single blanks: "L’Haÿ-les" -> "l hay les"."""
    return _NOT_WORD.sub(" ", latin(text)).strip()


def words(text: str) -> list[str]:
    """The words of `fold(text)`."""
    return fold(text).split()


def apply_steps(steps: Sequence[Step], text: str) -> str:
    """Pass `text` through every step, in order."""
    for step in steps:
        text = step.apply(text)
    return text


def explain_steps(steps: Sequence[Step], text: str) -> list[Stage]:
    """As `apply_steps`, but every step that changed something is told, with the text after it."""
    stages = []
    for step in steps:
        changed = step.apply(text)
        if changed != text:
            stages.append(Stage(step.name, step.why, changed))
        text = changed
    return stages


def replace_words(table: dict[str, str]) -> Callable[[str], str]:
    """A change that replaces whole words of a folded text by `table`."""

    @lru_cache(maxsize=4096)
    def change(text: str) -> str:
        return " ".join(table.get(word, word) for word in text.split(" "))

    return change
