"""The vocabulary of skills in memory, and which of them a text may mean. Pure.

A skill is found by the first of these that holds; a synonym stands one step behind a label. Within a step labels come
first, then what more occupations need, then the shorter name.

    exact   the whole name was typed                              "dresser des assiettes"
    start   the name starts like that                             "dresser des a"
    words   each word typed begins a word of the name             "assiet dress"
    across  the same over the label and the synonyms together     "légumerie tailler"
    family  the same for the beginning that a family shares       "nettoyage vitres" -> "nettoyer"
    typos   the same, words that begin nothing a letter off       "asiettes"
            (two letters from nine on)
    some    half of the words or more, the rare ones first
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from mappings.occupation_text import singular, split_words

_MOST_WORDS = 8
_KEPT_TEXTS = 2_000
EXACT, START, WORDS = range(3)
# As many of the stronger tiers stand alone; fewer are followed by weaker ones.
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A skill. uses: how many occupations have it."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A skill that may be meant. match: the name that matched, the label or a synonym."""

    code: str
    label: str
    match: str

    def body(self) -> dict[str, str]:
        return {"code": self.code, "label": self.label, "match": self.match}


@dataclass(frozen=True, slots=True)
class _Name:
    entry: Entry
    text: str
    words: tuple[str, ...]

    @property
    def by_weight(self) -> tuple[bool, int, int, str]:
        return self.text != self.entry.label, -self.entry.uses, len(self.text), self.entry.label


_Names = set[int]
_Reach = Callable[[str], _Names]


class Vocabulary:
    """The skills of a catalogue, ready to be searched."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {one.code: one for one in entries}
        self._names = [
            _Name(entry, text, tuple(split_words(text)))
            for entry in self._entries.values()
            for text in (entry.label, *entry.synonyms)
        ]
        holding: defaultdict[str, _Names] = defaultdict(set)
        for number, name in enumerate(self._names):
            for word in name.words:
                # Both forms, for typing may stop before the plural mark or go on through it.
                holding[word].add(number)
                holding[singular(word)].add(number)
        self._holding = dict(holding)
        self._words = sorted(holding)
        self._of: defaultdict[str, _Names] = defaultdict(set)
        for number, name in enumerate(self._names):
            self._of[name.entry.code].add(number)
        self.suggest = lru_cache(maxsize=_KEPT_TEXTS)(self._suggest)

    def __len__(self) -> int:
        return len(self._entries)

    def label(self, code: str) -> str | None:
        """What a skill is called; None when there is no such skill."""
        found = self._entries.get(code)
        return found.label if found else None

    def _suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Skills for what was typed so far, best first; empty when nothing fits."""
        words = tuple(split_words(text)[:_MOST_WORDS])
        found: dict[str, Suggestion] = {}
        for names in self._tiers(words):
            for name in names:
                found.setdefault(name.entry.code, Suggestion(name.entry.code, name.entry.label, name.text))
            if len(found) >= min(limit, _ENOUGH):
                break
        return tuple(found.values())[:limit]

    def _tiers(self, words: tuple[str, ...]) -> Iterator[list[_Name]]:
        if not words:
            return
        together = self._together(words, self._beginning)
        yield self._sorted(together, words)
        yield self._sorted(self._across(words, self._beginning))
        yield self._sorted(self._across(words, self._family))
        yield self._sorted(self._across(words, self._misspelt))
        if len(words) > 1:
            yield self._some(words)

    def _together(self, words: Sequence[str], reach: _Reach) -> _Names:
        return set.intersection(*(reach(word) for word in words))

    def _across(self, words: Sequence[str], reach: _Reach) -> _Names:
        codes = set.intersection(*({self._names[one].entry.code for one in reach(word)} for word in words))
        # The label stands first among the names of a skill.
        return {min(self._of[code]) for code in codes}

    def _sorted(self, names: _Names, words: tuple[str, ...] = ()) -> list[_Name]:
        found = [self._names[one] for one in names]
        return sorted(found, key=lambda name: (_step(name, words), *name.by_weight))

    def _some(self, words: Sequence[str]) -> list[_Name]:
        shares: defaultdict[str, float] = defaultdict(float)
        matched: Counter[str] = Counter()
        for word in set(words):
            codes = {self._names[one].entry.code for one in self._misspelt(word)}
            for code in codes:
                shares[code] += log(1 + len(self._entries) / len(codes))
                matched[code] += 1
        half = (len(set(words)) + 1) // 2
        good = [code for code, count in matched.items() if count >= half]
        best = sorted(good, key=lambda code: (-shares[code], -self._entries[code].uses, code))
        return [self._names[min(self._of[code])] for code in best]

    def _beginning(self, word: str) -> _Names:
        """Names of which a word begins so."""
        found: _Names = set()
        for start in {word, singular(word)}:
            for at in range(bisect_left(self._words, start), len(self._words)):
                if not self._words[at].startswith(start):
                    break
                found |= self._holding[self._words[at]]
        return found

    def _family(self, word: str) -> _Names:
        return self._beginning(word[: max(5, len(word) - 3)]) if len(word) > 5 else self._beginning(word)

    def _misspelt(self, word: str) -> _Names:
        if self._beginning(word):
            return self._family(word)
        found = self._family(word)
        edits = 0 if len(word) < 4 else 1 if len(word) < 9 else 2
        if edits:
            first = bisect_left(self._words, word[0])
            for at in range(first, len(self._words)):
                known = self._words[at]
                if known[0] != word[0]:
                    break
                if len(set(word) - set(known)) <= edits and _begins_nearly(known, word, edits):
                    found |= self._holding[known]
        return found


def _step(name: _Name, words: tuple[str, ...]) -> int:
    typed, whole = "".join(words), "".join(name.words)
    step = EXACT if typed == whole else START if typed and whole.startswith(typed) else WORDS
    return step + (name.text != name.entry.label)


def _begins_nearly(known: str, word: str, edits: int) -> bool:
    """Is some beginning of `known` at most `edits` letters off `word` (a letter more, less, other, or two swapped)?"""
    before: list[int] = []
    row = list(range(len(known) + 1))
    for at, letter in enumerate(word, 1):
        older, before, row = before, row, [at]
        for to, other in enumerate(known, 1):
            best = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != other))
            if older and to > 1 and letter == known[to - 2] and word[at - 2] == other:
                best = min(best, older[to - 2] + 1)
            row.append(best)
        if min(row) > edits:
            return False
    return min(row) <= edits
