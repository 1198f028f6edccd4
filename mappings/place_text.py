"""How the names of places are written: the declared steps that documents and questions pass, in order."""

import re
from collections.abc import Sequence

from mappings.text import Stage, Step, apply_steps, explain_steps, fold, latin, replace_words

_SUR = re.compile(r"\bs\s*/\s*|(?<=[a-z] )s (?=[a-z])")
_SOUS = re.compile(r"\bs\s*/\s*s\b\s*|\bs(?:/|)s\s*/\s*|(?<=[a-z] )ss (?=[a-z])")
_ORDINAL = re.compile(r"\b(\d{1,2}) ?(?:er|ere|e|eme|nd|nde)\b")

SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
# Kinds of ways and titles as people and the post shorten them; a word of one meaning only.
STREET_WORDS = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "boul": "boulevard", "bvd": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin", "chm": "chemin",
    "crs": "cours", "dr": "docteur", "fbg": "faubourg", "fg": "faubourg", "gal": "general", "gl": "general",
    "gral": "general", "hlm": "hlm", "imp": "impasse", "lot": "lotissement", "mal": "marechal", "mar": "marechal",
    "mgr": "monseigneur", "pass": "passage", "pdt": "president", "pl": "place", "pr": "professeur", "prom": "promenade",
    "pt": "petit", "pte": "porte", "qrt": "quartier", "qu": "quai", "r": "rue", "res": "residence", "rpt": "rond point",
    "rte": "route", "sent": "sentier", "sq": "square", "trav": "traverse", "vla": "villa", "za": "zone artisanale",
    "zi": "zone industrielle",
}  # fmt: skip


def _slashes(text: str) -> str:
    # "sous" first: its "ss/" holds an "s/".
    return _SUR.sub("sur ", _SOUS.sub("sous ", text))


LATIN = Step("latin", "case, accents and ligatures do not count", latin)
SLASHES = Step("slashes", "s/ is sur, ss is sous", _slashes)
FOLD = Step("fold", "apostrophes, hyphens and other signs are blanks", fold)
ORDINALS = Step("ordinals", "11e, 11eme and 1er are 11 and 1", lambda text: _ORDINAL.sub(r"\1", text))
SAINT = Step("saint", "st, ste are saint, sainte", replace_words(SAINTS))
STREETS = Step("streets", "bd, av, pl... are boulevard, avenue, place...", replace_words(STREET_WORDS))

TOWN_STEPS: Sequence[Step] = (LATIN, SLASHES, FOLD, ORDINALS, SAINT)
# Only ways pass the last step: in the name of a town "mal" or "res" are words of their own.
STREET_STEPS: Sequence[Step] = (*TOWN_STEPS, STREETS)


def town_text(name: str) -> str:
    """Normalised name of a town: "St-Étienne s/Loire" -> "saint etienne sur loire"."""
    return apply_steps(TOWN_STEPS, name)


def street_text(name: str) -> str:
    """Normalised name of a way or an address: "12 bd St-Michel" -> "12 boulevard saint michel"."""
    return apply_steps(STREET_STEPS, name)


def number_text(text: str) -> str:
    """Normalised house number: "12 Bis" -> "12bis", "0036 B" -> "36b"."""
    return fold(text).replace(" ", "").lstrip("0")


def explain(question: str) -> dict[str, list[Stage]]:
    """What each step makes of a question, when it is read as a town and when it is read as an address."""
    return {
        "town": explain_steps(TOWN_STEPS, question),
        "street": explain_steps(STREET_STEPS, question),
    }
