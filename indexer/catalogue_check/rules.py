"""Rules on numbers, names and codes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from indexer.sources.catalogue import Catalogue
from mappings.occupation_text import masculine, name_words, singular, split_words
from mappings.occupations import Name, Occupation
from mappings.text import fold

LEAST_OCCUPATIONS = 3_000
SKILLS = range(1_200, 3_001)
LEAST_TRAITS = 30
_COUNTS = {
    "appellations": range(1, 13),
    "keywords": range(5, 9),
    "core": range(6, 11),
    "secondary": range(4, 9),
    "nearby": range(2, 7),
    "traits": range(3, 6),
}
_SENTENCES = range(2, 5)
# A name of one form whose first word ends like this has surely another form, unless the word is listed.
_GENDERED = re.compile(r"(eur|ier|ien|ant|if|ois|ais|é)$")
_ONE_FORM = frozenset({"faisant", "kiné", "plant", "quant", "relais"})


def sizes(catalogue: Catalogue) -> dict[str, Any]:
    """How much there is of each kind."""
    used = Counter(skill.code for one in catalogue.occupations.values() for skill in (*one.core, *one.secondary))
    return {
        "occupations": len(catalogue.occupations),
        "appellations": sum(len(one.appellations) for one in catalogue.occupations.values()),
        "skills": len(catalogue.skills),
        "skills used once": sum(used[code] == 1 for code in catalogue.skills),
        "traits": len(catalogue.traits),
    }


def quantities(catalogue: Catalogue) -> Iterator[str]:
    """The catalogue is as large as promised."""
    if len(catalogue.occupations) < LEAST_OCCUPATIONS:
        yield f"{len(catalogue.occupations)} occupations; at least {LEAST_OCCUPATIONS} are promised"
    if len(catalogue.skills) not in SKILLS:
        yield f"{len(catalogue.skills)} skills; {SKILLS.start} to {SKILLS.stop - 1} are wanted"
    if len(catalogue.traits) < LEAST_TRAITS:
        yield f"{len(catalogue.traits)} traits; at least {LEAST_TRAITS} are wanted"


def counts(occupations: Sequence[Occupation]) -> Iterator[str]:
    """Each entry has as many of each thing as the format says, none twice."""
    for one in occupations:
        for name, allowed in _COUNTS.items():
            values = getattr(one, name)
            if len(values) not in allowed:
                yield f"{one.code}: {len(values)} {name}; {allowed.start} to {allowed.stop - 1} are wanted"
            if len(set(values)) < len(values):
                yield f"{one.code}: {name} holds one thing twice"
        if both := {skill.code for skill in one.core} & {skill.code for skill in one.secondary}:
            yield f"{one.code}: {', '.join(sorted(both))} is both core and secondary"
        sentences = len(re.findall(r"[.!?](?:\s|$)", one.description))
        if sentences not in _SENTENCES:
            yield f"{one.code}: the description has {sentences} sentences; 2 to 4 are wanted"
        if "’" in one.description:
            yield f"{one.code}: the description holds a typographic apostrophe"


def names(occupations: Sequence[Occupation]) -> Iterator[str]:
    """No two occupations have the same label, whatever the order of its words, their gender or number."""
    seen: dict[tuple[str, ...], str] = {}
    for one in occupations:
        key = tuple(sorted(name_words(one.label.masculine)))
        if key in seen:
            yield f"{one.code}: its label says the same as {seen[key]}'s"
        seen.setdefault(key, one.code)


def genders(occupations: Sequence[Occupation]) -> Iterator[str]:
    """Every name that changes with gender has both forms, and both are understood as one by the search."""
    for one in occupations:
        for name in (one.label, *one.appellations):
            if name.masculine == name.feminine:
                if _misses_a_form(name):
                    yield f"{one.code}: {name.masculine!r} has no feminine form"
            elif name_words(name.masculine) != name_words(name.feminine):
                yield f"{one.code}: search takes {name.text!r} for two names"


def _misses_a_form(name: Name) -> bool:
    first = name.masculine.split()[0].split("-")[0].lower()
    if first in _ONE_FORM or name.masculine.isupper() or not _GENDERED.search(first):
        return False
    # "Assistante maternelle" stands alone on purpose; a feminine first word is a choice, not an omission.
    return masculine(singular(fold(first))) == singular(fold(first))


def nearby(occupations: Sequence[Occupation]) -> Iterator[str]:
    """Nearby occupations exist and are others."""
    codes = {one.code for one in occupations}
    for one in occupations:
        for code in one.nearby:
            if code not in codes or code == one.code:
                yield f"{one.code}: nearby names {code}, which is no other occupation of the catalogue"


def vocabulary(catalogue: Catalogue) -> Iterator[str]:
    """No two skills mean the same; each is used; a trait that is named exists."""
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for skill in catalogue.skills.values():
        by_words[tuple(sorted(map(singular, split_words(skill.label))))].append(skill.code)
    for codes in by_words.values():
        if len(codes) > 1:
            yield f"skills {', '.join(codes)} have the same label"
    used = {skill.code for one in catalogue.occupations.values() for skill in (*one.core, *one.secondary)}
    for code in catalogue.skills.keys() - used:
        yield f"skill {code}: no occupation uses it"
    for one in catalogue.occupations.values():
        for trait in one.traits:
            if trait not in catalogue.traits:
                yield f"{one.code}: no trait {trait}"
