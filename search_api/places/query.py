"""What we ask the engine about places. Pure: a question -> the body of one search.

A hit's score is the sum of its tier (how its name meets the question) and the logarithm of its weight (how well known
it is), so a tier never mixes with the one below, and inside a tier the more populous comes first. A name that begins
with what was typed stays in its tier while one goes on typing: what was among the five is not lost again.
Reasons and figures: docs/decisions/0009-place-ranking.md.
"""

from typing import Any

from mappings.places import TOWN_TYPES
from search_api.places.question import PlaceQuestion, Point, Reading, ReverseQuestion

Json = dict[str, Any]

# Tiers, wide enough apart for every bonus below and the logarithm of the largest weight (e ** 20).
EXACT = 2000.0  # the whole name
START = 1000.0  # the name begins so
GLUED = 900.0  # the same without blanks
FORMER = 700.0  # a former name begins so
WHOLE = 600.0  # a whole name, with words of its surroundings before or behind ("laon 02")
TOWN = 500.0  # every word begins a word of the town or of its surroundings, one at least of its name
STREET = 400.0  # every word is one of the street, its commune or its postcode
AROUND = 300.0  # towns whose département, région or postcode begins so
# Second question, asked when no name begins so.
FUZZY = 200.0  # the name begins nearly so
NEARLY = 150.0  # every word nearly begins a word
PART = 100.0  # a town's whole name stands among other words
LOOSE = 50.0  # words are missing or misspelt

# Bonuses, in nats: +3 is worth twenty times the population.
LOWEST_BONUS = -10.0  # no malus takes a hit further below its tier
_OLD_NAME = 2.0  # a former name typed whole, among names of today that only begin so
_HOMONYM = 2.0  # a name typed whole that a more populous town also has
_WHOLE_NAME = 8.0
_WHOLE_TYPO = 4.0  # nearly a whole name
NAME_WORD = 3.0
_SECOND_TYPO = -6.0
_FORMER_TYPO = -4.0
_NEAR = 6.0
_NEAR_PIVOT = "10km"

_RANK: Json = {"rank_feature": {"field": "weight", "log": {"scaling_factor": 1}}}
_TOWNS: Json = {"terms": {"type": list(TOWN_TYPES)}}
_WAYS: Json = {"terms": {"type": ["street", "locality"]}}
_BEGIN_LETTERS = 3
_STREET_LETTERS = 3
_GLUED_LETTERS = 4
# Shorter texts have too many neighbours at one letter's distance; longer ones bear two typos.
_FUZZY_LETTERS = 4
_TWO_TYPOS_LETTERS = 8


def begin_query(question: PlaceQuestion, reading: Reading) -> Json | None:
    """The first question for up to three letters: towns that begin so, and nothing else. None: it does not suit.

    There are always enough of them, and words that begin with one letter are most of the index.
    """
    short = len(reading.town) <= _BEGIN_LETTERS and not reading.digits
    filtered = question.postcodes or question.citycodes
    if not short or filtered or not _wants(question, *TOWN_TYPES):
        return None
    return _body(question, _begin_tiers(reading), numbers=False)


def search_query(question: PlaceQuestion, reading: Reading) -> Json:
    """The first question for longer texts: names that begin so, then every word somewhere."""
    tiers = []
    if _wants(question, *TOWN_TYPES):
        tiers += _town_tiers(reading)
    if _wants(question, "street", "locality", "housenumber") and _long_enough(reading):
        tiers.append(_street_tier(question, reading))
    return _body(question, tiers, bool(reading.number))


def typo_query(question: PlaceQuestion, reading: Reading) -> Json | None:
    """The second question when words were found but no name that begins so: a town with a typo? None: it is not."""
    tiers = _fuzzy_towns(reading) if _wants(question, *TOWN_TYPES) and not reading.number else []
    return _body(question, tiers, numbers=False) if tiers else None


def rescue_query(question: PlaceQuestion, reading: Reading) -> Json | None:
    """The second question when nothing was found: typos, and words too many. None: nothing is left to try."""
    tiers: list[Json] = []
    if _wants(question, *TOWN_TYPES):
        tiers += [*_fuzzy_towns(reading), *_parts(reading)]
        tiers += _loose(reading.town.split(), "town_words", "name_starts", _TOWNS)
    if _wants(question, "street", "locality", "housenumber") and _long_enough(reading):
        tiers += _loose([*reading.words, reading.last[-1]], "words", "words", _WAYS)
    return _body(question, tiers, bool(reading.number)) if tiers else None


def reverse_query(question: ReverseQuestion) -> Json:
    """The places nearest to a point; of a street, its nearest house number counts."""
    near = {"distance_feature": {"field": "where", "origin": list(question.at), "pivot": "1km", "boost": 1.0}}
    types = question.types or ("street", "locality", "housenumber")
    return {
        "size": question.limit,
        "track_total_hits": False,
        "query": {"bool": {"must": [near], "filter": _filters(types, question.postcodes, question.citycodes)}},
    }


# -- towns -------------------------------------------------------------------------------------------------


def _begin_tiers(reading: Reading) -> list[Json]:
    begin = _same(START, _any("start", reading.towns))
    if len(reading.town) == 1:
        return [begin]
    return [
        begin,
        _same(EXACT, _any("exact", reading.towns)),
        _same(START + _HOMONYM, _any("also_exact", reading.towns)),
        _same(START + _OLD_NAME, _any("former_exact", reading.towns)),
    ]


def _town_tiers(reading: Reading) -> list[Json]:
    words = reading.town.split()
    tiers = [
        *_begin_tiers(reading),
        _same(FORMER, _any("former_start", (*reading.towns, reading.glued))),
        _same(AROUND, _all("town_starts", words)),
    ]
    if len(reading.glued) >= _GLUED_LETTERS:
        tiers.append(_same(GLUED, _term("glued", reading.glued)))
    if reading.digits and len(reading.town) == 5:
        # A postcode of one arrondissement means that one, before the whole city.
        tiers.append(_same(TOWN, {"bool": {"filter": [_term("type", "district"), _term("postcode", reading.town)]}}))
    elif not reading.digits:
        tiers += _town_words(words)
    return tiers


def _town_words(words: list[str]) -> list[Json]:
    # Only the last word may be unfinished: "la cru" is not Lascours.
    every = [*(_term("town_words", word) for word in words[:-1]), _term("town_starts", words[-1])]
    named = [_same(NAME_WORD, _term("name_starts", word)) for word in words]
    named_so: list[Json] = [{"terms": {field: _edges(words)}} for field in ("exact", "also_exact")]
    whole: Json = {"bool": {"filter": every, "should": named_so, "minimum_should_match": 1}}
    some: Json = {"bool": {"filter": [*every, {"terms": {"name_starts": words}}]}}
    tiers = [(WHOLE, whole), (TOWN, some)] if len(words) > 1 else [(TOWN, some)]
    return [{"bool": {"must": [_same(tier, match)], "should": named}} for tier, match in tiers]


def _edges(words: list[str]) -> list[str]:
    """The text cut short at its end or at its beginning: a name with something behind or before it."""
    cut = range(1, len(words))
    return [" ".join(words[:size]) for size in cut] + [" ".join(words[size:]) for size in cut]


def _parts(reading: Reading) -> list[Json]:
    """A whole name among other words ("plan de la roche bernard"): the longest counts."""
    words = reading.town.split()
    tiers = []
    for size in range(1, len(words)):
        names = [" ".join(words[at : at + size]) for at in range(len(words) - size + 1)]
        tiers.append(_same(PART + 10 * size, {"terms": {"exact": names}}))
    postcodes = [word for word in words if word.isdigit() and len(word) == 5]
    return [*tiers, _same(PART, {"terms": {"postcode": postcodes}})] if postcodes else tiers


def _fuzzy_towns(reading: Reading) -> list[Json]:
    text = reading.glued
    if len(text) < _FUZZY_LETTERS or reading.digits:
        return []
    tiers = [
        _same(FUZZY, _fuzzy("glued", text, 1)),
        _same(FUZZY + _WHOLE_TYPO, _fuzzy("exact", reading.town, 1)),
        _same(FUZZY + _FORMER_TYPO, _fuzzy("former_start", text, 1, first=1)),
    ]
    if len(text) >= _TWO_TYPOS_LETTERS:
        tiers.append(_same(FUZZY + _SECOND_TYPO, _fuzzy("glued", text, 2, first=1)))
    return [{"bool": {"must": [tier], "filter": [_TOWNS]}} for tier in tiers]


# -- streets -----------------------------------------------------------------------------------------------


def _street_tier(question: PlaceQuestion, reading: Reading) -> Json:
    words = [*reading.words, reading.last[-1]]
    last = "word_starts" if question.autocomplete else "words"
    every = [*(_term("words", word) for word in reading.words), _any(last, reading.last)]
    whole = _same(_WHOLE_NAME, {"terms": {"way_name": [" ".join(words), *_edges(words)]}})
    return {"bool": {"must": [_same(STREET, {"bool": {"filter": [_WAYS, *every]}})], "should": [whole]}}


def _loose(words: list[str], field: str, starts: str, kinds: Json) -> list[Json]:
    """Every word right or nearly so; or, among three or more, one or two words too many."""
    nearly = [_nearly(field, starts, word) for word in words]
    spare = [0] if len(words) == 2 else [0, 1 if len(words) < 5 else 2] if len(words) > 2 else []
    tiers = []
    for missing in spare:
        tier = _same(LOOSE if missing else NEARLY, kinds)
        some = {"bool": {"should": nearly, "minimum_should_match": len(words) - missing}}
        tiers.append({"bool": {"must": [tier, some]}})
    return tiers


def _nearly(field: str, starts: str, word: str) -> Json:
    exactly = _same(NAME_WORD + 2, _term(field, word))
    if len(word) < _FUZZY_LETTERS or word.isdigit():
        return exactly
    return {"dis_max": {"queries": [exactly, _same(NAME_WORD, _fuzzy(starts, word, 1))]}}


# -- parts -------------------------------------------------------------------------------------------------


def _body(question: PlaceQuestion, tiers: list[Json], numbers: bool) -> Json:
    should = [_RANK]
    if question.near:
        should.append(_closeness(question.near))
    # A kind that is neither a town nor a way (type=planet) leaves no tier, and finds nothing.
    named: Json = {"dis_max": {"queries": tiers}} if tiers else {"match_none": {}}
    bool_query: Json = {"must": [named], "should": should}
    filters = _filters(question.types, question.postcodes, question.citycodes)
    if filters:
        bool_query["filter"] = filters
    return {
        "size": question.limit,
        "track_total_hits": False,
        "_source": {"excludes": ["former"]} if numbers else {"excludes": ["former", "numbers"]},
        "query": {"bool": bool_query},
    }


def _closeness(near: Point) -> Json:
    return {"distance_feature": {"field": "where", "origin": list(near), "pivot": _NEAR_PIVOT, "boost": _NEAR}}


def _filters(types: tuple[str, ...], postcodes: tuple[str, ...], citycodes: tuple[str, ...]) -> list[Json]:
    filters: list[Json] = []
    if types:
        # Clients of the national service ask for arrondissements as municipalities, for house numbers as a type.
        stored = {"municipality": TOWN_TYPES, "housenumber": ("street",)}
        filters.append({"terms": {"type": list(dict.fromkeys(k for t in types for k in stored.get(t, (t,))))}})
    if postcodes:
        filters.append({"terms": {"postcode": list(postcodes)}})
    if citycodes:
        filters.append({"terms": {"citycode": list(citycodes)}})
    return filters


def _wants(question: PlaceQuestion, *types: str) -> bool:
    return not question.types or not set(question.types).isdisjoint(types)


def _long_enough(reading: Reading) -> bool:
    # One or two letters give towns; so does a postcode.
    return bool(reading.last) and len(reading.town) >= _STREET_LETTERS and not reading.digits


def _same(score: float, query: Json) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}


def _term(field: str, value: str) -> Json:
    return {"term": {field: value}}


def _any(field: str, values: tuple[str, ...]) -> Json:
    return _term(field, values[0]) if len(values) == 1 else {"terms": {field: list(values)}}


def _all(field: str, words: list[str]) -> Json:
    return _term(field, words[0]) if len(words) == 1 else {"bool": {"filter": [_term(field, word) for word in words]}}


def _fuzzy(field: str, value: str, typos: int, first: int = 0) -> Json:
    """Terms within `typos` edits, the first `first` letters being right (ten times cheaper with two edits)."""
    # constant_score: every neighbour counts, not only the first fifty of the dictionary.
    options = {"value": value, "fuzziness": typos, "prefix_length": first, "rewrite": "constant_score"}
    return {"fuzzy": {field: options}}
