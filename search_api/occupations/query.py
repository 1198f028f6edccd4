"""Question -> engine query, for the occupation field. Pure.

A name of the catalogue is matched by the first of these tiers that holds; within a tier what employers look for
most comes first, then the shorter name.

    exact    the whole name was typed                        "as", "aide soignante"
    start    the name starts like that                       "aide-soi", "aidesoi"
    words    each word typed begins a word of the name       "soignant nuit", "prof math"
    typos    as `words` or `start`, one or two letters off   "aide soingant"
    related  some of the words, or words of the same family, in the names, keywords or description

The first three are one question, `suggest_query`; the last two, dearer, are asked when it finds little
(`rescue_query`). Figures: docs/decisions/0008-occupation-suggestions.md.
"""

import re
from typing import Any

from mappings.occupation_text import expand, masculine, name_words, singular, split_words

Query = dict[str, Any]

# Far apart, so that popularity (at most about 7) and brevity (at most 1) never cross a tier, nor a related name, even
# one that holds twelve rare words (about 400), the one above.
EXACT, START, WORDS, TYPOS = 800.0, 700.0, 600.0, 500.0
# As many names of a stronger tier stand alone; fewer are followed by weaker ones.
ENOUGH = 5
_MOST_WORDS = 12
_BRACKETS = re.compile(r"\([^()]*\)")
_SOURCE = ["code", "label", "label_feminine", "rome_code", "names.text"]


def suggest_query(text: str, limit: int) -> Query | None:
    """The search body for `text`, or None when it holds no letter or digit."""
    words = name_words(text)[:_MOST_WORDS]
    if not words:
        return None
    tiers = [tier for variant in _variants(text) for tier in _tiers(variant)]
    return _body([_names(tiers)], limit)


def rescue_query(text: str, limit: int) -> Query | None:
    """What to ask when `suggest_query` found little: misspelt words, then names that share some words."""
    words = name_words(text)[:_MOST_WORDS]
    if not words or max(map(len, words)) < 4:
        return None
    return _body([_names(_typos(words)), *_related(words)], limit, demand=0.8)


def _body(should: list[Query], limit: int, demand: float = 1.0) -> Query:
    return {
        "size": limit,
        "_source": _SOURCE,
        "track_total_hits": False,
        "query": {
            "bool": {
                "should": should,
                "minimum_should_match": 1,
                "must": {"rank_feature": {"field": "demand", "log": {"scaling_factor": 1}, "boost": demand}},
            }
        },
    }


def _variants(text: str) -> list[str]:
    """The text, and without what stands in brackets: "Auxiliaire de vie sociale (AVS)", pasted from an offer."""
    bare = _BRACKETS.sub(" ", text)
    return [text, bare] if bare != text and name_words(bare) else [text]


def _tiers(text: str) -> list[Query]:
    words, last = name_words(text)[:_MOST_WORDS], _unfinished(text)
    return [_exact(words), _start(words, last), _words(words, last)]


def _unfinished(text: str) -> list[str]:
    """What the last word may become: itself without gender, and itself as typed."""
    last = split_words(text)[-1]
    return list(dict.fromkeys((masculine(singular(expand(last)[-1])), last)))


def _names(tiers: list[Query]) -> Query:
    brevity = {"rank_feature": {"field": "names.length", "saturation": {"pivot": 2}}}
    query = {"bool": {"must": {"dis_max": {"queries": tiers}}, "should": brevity}}
    return _nested(query)


def _constant(query: Query, score: float) -> Query:
    return {"constant_score": {"filter": query, "boost": score}}


def _term(field: str, value: str) -> Query:
    return {"term": {f"names.{field}": value}}


def _exact(words: list[str]) -> Query:
    return _constant(_term("exact", " ".join(words)), EXACT)


def _start(words: list[str], last: list[str]) -> Query:
    spaced = {" ".join([*words[:-1], form]) for form in last}
    starts = spaced | {start.replace(" ", "") for start in spaced}
    return _constant({"terms": {"names.start": sorted(start[:40] for start in starts)}}, START)


def _words(words: list[str], last: list[str]) -> Query:
    clauses = [_term("forms", word[:24]) for word in words[:-1]]
    clauses.append({"terms": {"names.forms": [form[:24] for form in last]}})
    return _constant({"bool": {"filter": clauses}}, WORDS)


def _typos(words: list[str]) -> list[Query]:
    """As `_words` and `_start`, each word of five letters or more may be a letter off (two from nine letters on)."""
    each = {"bool": {"filter": [_fuzzy("forms", word[:24]) for word in words]}}
    glued = _fuzzy("start", "".join(words)[:40])
    return [_constant(each, TYPOS), _constant(glued, TYPOS)]


def _fuzzy(field: str, word: str) -> Query:
    edits = 0 if len(word) < 5 else 1 if len(word) < 9 else 2
    if not edits:
        return _term(field, word)
    return {"fuzzy": {f"names.{field}": {"value": word, "fuzziness": edits, "prefix_length": 1, "max_expansions": 200}}}


def _related(words: list[str]) -> list[Query]:
    """Names that hold some of the words: rare words count most, and together in one name more than apart.

    The first word is the job's own, so it counts a little more; a word's beginning stands for its family
    ("nettoyage" -> "nettoyeur").
    """
    text = " ".join(words)
    together = [
        {"match": {"names.words": {"query": text, "fuzziness": "AUTO:5,9", "prefix_length": 1, "boost": 2}}},
        {"term": {"names.words": {"value": words[0], "boost": 0.5}}},
        *({"term": {"names.forms": {"value": _family(word), "boost": 0.4}}} for word in words if len(word) > 5),
    ]
    return [
        _nested({"bool": {"should": together}}),
        *(_nested({"term": {"names.words": word}}) for word in dict.fromkeys(words)),
        {"match": {"keywords": {"query": text, "boost": 0.5}}},
        {"match": {"description": {"query": text, "boost": 0.3}}},
    ]


def _family(word: str) -> str:
    """The beginning that words of one family share: "maconnerie" -> "maconne", "nettoyage" -> "nettoy"."""
    return word[: max(5, len(word) - 3)][:24]


def _nested(query: Query) -> Query:
    return {"nested": {"path": "names", "score_mode": "max", "query": query}}
