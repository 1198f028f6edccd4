"""A hint, never a refusal, when a note uses words that touch on a criterion of discrimination. Pure.

The text is folded (accents, case, spaces, inclusive spelling), what is about the work is blanked (words.txt),
and what is left is searched by whole words. It is meant to miss a few things rather than to annoy: somebody who is
warned for "personnes âgées" no longer reads warnings.
"""

import re
from dataclasses import dataclass

from unidecode import unidecode

from web.notes.words import Criterion, words


@dataclass(frozen=True, slots=True)
class Hint:
    """A criterion that a text touches on. words: what does, as typed, each once, in the order of the text."""

    criterion: Criterion
    words: tuple[str, ...]


# "âgé(e)", "marié·e": read as the longer form.
_INCLUSIVE = re.compile(r"(?<=\w)\((?:e|ne|le|te|se)s?\)")
_DOTS = "·•‧⋅"


def hints(text: str) -> tuple[Hint, ...]:
    """The criteria that `text` touches on, in the order of the law's list; none for most texts."""
    folded, places = _fold(text)
    known = words()
    left = known.benign.sub(lambda found: "#" * len(found[0]), folded)
    found = []
    for criterion, pattern in known.by.items():
        spans = [one.span() for one in pattern.finditer(left)]
        typed = (text[places[start] : places[end - 1] + 1] for start, end in spans if end > start)
        if told := tuple(dict.fromkeys(" ".join(word.split()) for word in typed)):
            found.append(Hint(criterion, told))
    return tuple(found)


def _fold(text: str) -> tuple[str, list[int]]:
    """`text` in plain lower case, single spaces, a new line as the end of a sentence; and where each letter stood."""
    skipped = {place for one in _INCLUSIVE.finditer(text) for place in (one.start(), one.end() - 1)}
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if place in skipped or letter in _DOTS:
            continue
        plain = ". " if letter == "\n" else " " if letter.isspace() else unidecode(letter).lower()
        for one in plain:
            if one != " " or (letters and letters[-1] != " "):
                letters.append(one)
                places.append(place)
    return "".join(letters), places
