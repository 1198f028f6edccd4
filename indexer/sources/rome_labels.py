"""ROME's labels, which mix "Masculin / Féminin" and "mot(se)", as a masculine and a feminine form in full.

"Concepteur organisateur / Conceptrice organisatrice en formation"
    -> "Concepteur organisateur en formation", "Conceptrice organisatrice en formation"
"Responsable commercial / Commerciale"  -> "Responsable commercial", "Responsable commerciale"
"Electromécanicien(ne) d'équipements"   -> "Electromécanicien d'équipements", "Electromécanicienne d'équipements"
"Agent / Agente principal(e) des impôts" -> both forms of both words
"""

import re

from mappings.occupations import Name
from mappings.text import fold

_SHORT = re.compile(r"(\w+)\(([a-zéè]{1,7})\)")
_WORDS = re.compile(r"[a-z0-9]+")
_FEMININE_END = re.compile("(e|a|woman)s?$")
# (feminine ending, masculine ending), longest first: "(trice)" after "teur", "(reuse)" after "reur".
_ENDINGS = (
    ("trice", "teur"),
    ("rice", "eur"),
    ("euse", "eur"),
    ("ère", "er"),
    ("ive", "if"),
    ("ve", "f"),
    ("se", "r"),
    ("se", "x"),
)
# Feminine words that do not begin like the masculine one.
_PAIRS = frozenset(
    {
        ("homme", "femme"),
        ("man", "woman"),
        ("barman", "barmaid"),
        ("garcon", "fille"),
        ("monsieur", "dame"),
        ("steward", "hotesse"),
        ("valet", "femme"),
    }
)


def split(label: str) -> Name:
    """Both forms of a label; equal when it has one form."""
    text = " ".join(label.split())
    left, slash, right = text.partition(" / ")
    masculine, feminine = _align(left.split(), right.split()) if slash else (text, text)
    return Name(_SHORT.sub(r"\1", masculine), _SHORT.sub(_feminine, feminine))


def one_name(name: Name) -> bool:
    """Whether the two forms are one name in two genders, not two titles that share a label by a slash.

    Word by word they are equal, or begin alike and one ends as feminine words do. "Lapidaire / Diamantaire" and
    "Analyste prix / pricing" are two titles.
    """
    one, other = _WORDS.findall(fold(name.masculine)), _WORDS.findall(fold(name.feminine))
    return len(one) == len(other) and all(map(_genders, one, other))


def _genders(one: str, other: str) -> bool:
    feminine = any(_FEMININE_END.search(word) for word in (one, other))
    return one == other or (one, other) in _PAIRS or (feminine and _same_word(one, other))


def plain(text: str) -> str:
    """Text as people write it: doubled and typographic apostrophes undone, blanks single."""
    return " ".join(text.replace("''", "'").replace("’", "'").split())


def _align(left: list[str], right: list[str]) -> tuple[str, str]:
    """Find which words of the masculine part the feminine part repeats; what follows belongs to both."""
    feminine, at, used = list(left), 0, 0
    for word in right:
        match = next((place for place in range(at, len(left)) if _same_word(left[place], word)), None)
        if match is None:
            break
        feminine[match] = _cased_as(left[match], word)
        at, used = match + 1, used + 1
    tail = right[used:]
    if not used and len(left) == 1 and not any(_same_word(left[0], word) for word in right):
        # Two words for one trade: "Steward / Hôtesse de l'air".
        return " ".join((*left, *right[1:])), " ".join(right)
    if not used or (tail and at < len(left)) or feminine == left:
        return " ".join(left), " ".join(right)
    return " ".join((*left, *tail)), " ".join((*feminine, *tail))


def _same_word(masculine: str, feminine: str) -> bool:
    one, other = fold(masculine), fold(feminine).replace("woman", "man")
    return one == other or (one, other) in _PAIRS or (len(one) > 2 and one[:3] == other[:3])


def _cased_as(model: str, word: str) -> str:
    return word[:1].lower() + word[1:] if model[:1].islower() else word


def _feminine(found: re.Match[str]) -> str:
    stem, ending = found[1], found[2]
    if ending == "s":  # "site(s)": a plural
        return stem
    for feminine, masculine in _ENDINGS:
        if ending.endswith(feminine):
            whole = ending.removesuffix(feminine) + masculine
            if stem.endswith(whole):
                return stem.removesuffix(whole) + ending
    return stem + ending
