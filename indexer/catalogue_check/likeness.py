"""Rules on what is too alike: entries that a recruiter could not tell apart, sentences cast in one mould."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from mappings.occupation_text import name_words
from mappings.occupations import Occupation
from mappings.text import fold

# Share of their skills, core and secondary, that two occupations may have in common (Jaccard).
MOST_SKILLS = 0.85
# Share of their runs of three words that two descriptions may have in common (Jaccard).
MOST_TEXT = 0.30
# A run of so many words, so many of them longer than three letters, may not stand in more descriptions than that.
MOULD_WORDS, MOULD_TELLING, MOULD_MOST = 6, 3, 4
# A feature shared by more entries than this says nothing about likeness; pairs are sought over the rarer ones.
_COMMON = 60


def skill_sets(occupations: Sequence[Occupation]) -> Iterator[str]:
    """Neighbours differ: no two core sets are the same, no two whole sets nearly so."""
    seen: dict[frozenset[str], str] = {}
    for one in occupations:
        core = frozenset(skill.code for skill in one.core)
        if core in seen:
            yield f"{one.code}: same core skills as {seen[core]}"
        seen.setdefault(core, one.code)
    sets = {one.code: {skill.code for skill in (*one.core, *one.secondary)} for one in occupations}
    for one_code, other, share in _alike(sets, MOST_SKILLS):
        yield f"{one_code}: {share:.0%} of its skills are those of {other}"


def descriptions(occupations: Sequence[Occupation]) -> Iterator[str]:
    """No description would fit another entry."""
    sets = {one.code: set(_runs(one.description, 3)) for one in occupations}
    for one_code, other, share in _alike(sets, MOST_TEXT):
        yield f"{one_code}: {share:.0%} of its description is that of {other}"


def moulds(occupations: Sequence[Occupation]) -> Iterator[str]:
    """No run of words comes back from description to description, the entry's own name set aside."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in occupations:
        for run in _runs(_without_name(one), MOULD_WORDS):
            if sum(len(word) > 3 for word in run.split()) >= MOULD_TELLING:
                found[run].add(one.code)
    for run, codes in found.items():
        if len(codes) > MOULD_MOST:
            yield f"{len(codes)} descriptions hold {run!r}: {', '.join(sorted(codes)[:5])}..."


def _without_name(one: Occupation) -> str:
    own = set(name_words(one.label.masculine))
    return " ".join(
        "_" if name_words(word)[:1] and name_words(word)[0] in own else word for word in one.description.split()
    )


def _runs(text: str, size: int) -> Iterator[str]:
    words = fold(text).split()
    return (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def _alike(sets: dict[str, set[str]], most: float) -> Iterator[tuple[str, str, float]]:
    """Pairs whose Jaccard likeness exceeds `most`. Only pairs that share rarer features are compared."""
    having: dict[str, list[str]] = defaultdict(list)
    for code, features in sets.items():
        for feature in features:
            having[feature].append(code)
    shared: Counter[tuple[str, str]] = Counter()
    for codes in having.values():
        if len(codes) <= _COMMON:
            shared.update(combinations(codes, 2))
    for (one, other), count in shared.items():
        if count < 2:
            continue
        share = len(sets[one] & sets[other]) / len(sets[one] | sets[other])
        if share > most:
            yield one, other, share
