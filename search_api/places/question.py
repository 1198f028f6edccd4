"""What is asked about places, read once: parameters, then the text as a town and as an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mappings.place_text import SAINTS, STREET_WORDS, number_text, street_text, town_text
from mappings.text import fold
from search_api.http import BadInput, float_param, int_param, text_param

MOST_LETTERS = 200
MOST_RESULTS = 100
# Beyond this many words a question is a pasted paragraph; each word costs the engine a look-up.
MOST_WORDS = 16
_NO = frozenset({"0", "false", "no", "off"})
# "12 bis rue", "12bis rue", "36B avenue"; a lone letter only when a kind of way follows ("3 b rue", not "3 l eglise").
_GLUED_NUMBER = re.compile(r"(\d{1,4}(?:[a-z]|bis|ter|quater|quinquies)?) (?=.*[a-z])")
_SPACED_NUMBER = re.compile(r"(\d{1,4} (?:bis|ter|quater|quinquies)) (?=.*[a-z])")
_LETTER_NUMBER = re.compile(r"(\d{1,4} [a-z]) (?=(\S+) )")
_WAYS = frozenset(STREET_WORDS.values()) | {"grande", "ruelle", "sentier", "montee", "cote", "hameau", "lieu", "voie"}

Point = tuple[float, float]


class Reading(NamedTuple):
    """The text of a question after the declared steps.

    town: the text as a town; towns: that, and the same with its last word not taken for an abbreviation ("st" may be
    Strasbourg). number: house number it begins with ("12bis"), or "". words: words of the address without the number;
    last: what the last one, perhaps unfinished, may stand for.
    """

    town: str
    towns: tuple[str, ...]
    number: str
    words: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def glued(self) -> str:
        """The town without blanks."""
        return self.town.replace(" ", "")

    @property
    def digits(self) -> bool:
        """Nothing but a number: a postcode or the beginning of one."""
        return self.town.isdigit()


@dataclass(frozen=True)
class PlaceQuestion:
    """A question to /search/.

    autocomplete: the last word may be unfinished. types, postcodes, citycodes: filters, any of them will do; empty for
    all. near: (lon, lat) in degrees; what is near comes first among equals.
    """

    text: str
    limit: int = 5
    autocomplete: bool = True
    types: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    citycodes: tuple[str, ...] = ()
    near: Point | None = None


@dataclass(frozen=True)
class ReverseQuestion:
    """A question to /reverse/: what is at this point?"""

    at: Point
    limit: int = 1
    types: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    citycodes: tuple[str, ...] = ()


def read_text(text: str) -> Reading:
    """Pass a question's text through the declared steps and cut it into its parts."""
    town = " ".join(town_text(text).split()[:MOST_WORDS])
    number, rest = _split_number(town)
    finished, _, last = rest.rpartition(" ")
    raw = fold(text).split()[-1:]
    # The last word may be the beginning of another one: abbreviations are read both ways.
    towns = [town]
    if raw and raw[0] in SAINTS:
        towns.append(f"{town.rpartition(' ')[0]} {raw[0]}".strip())
    forms = dict.fromkeys([last, *(raw if raw and raw[0] in SAINTS else []), street_text(last)])
    words = tuple(street_text(finished).split())
    return Reading(town, tuple(towns), number, words, tuple(form for form in forms if form and " " not in form))


def _split_number(town: str) -> tuple[str, str]:
    letter = _LETTER_NUMBER.match(town)
    way = bool(letter and (letter[2] in _WAYS or letter[2] in STREET_WORDS))
    found = _SPACED_NUMBER.match(town) or (letter if way else None) or _GLUED_NUMBER.match(town)
    if not found:
        return "", town
    return number_text(found[1]), town[found.end() :]


def read_search(params: Mapping[str, str]) -> PlaceQuestion:
    """The question of a request to /search/. Raises BadInput naming the parameter."""
    text = text_param(params, "q", most=MOST_LETTERS)
    if text is None:
        raise BadInput("q", "missing: say what to look for")
    return PlaceQuestion(
        text=text,
        limit=int_param(params, "limit", 5, 1, MOST_RESULTS),
        autocomplete=(params.get("autocomplete") or "1").lower() not in _NO,
        near=_point(params),
        **_filters(params),
    )


def read_reverse(params: Mapping[str, str]) -> ReverseQuestion:
    """The question of a request to /reverse/. Raises BadInput naming the parameter."""
    at = _point(params)
    if at is None:
        raise BadInput("lat", "missing: both lat and lon are needed")
    return ReverseQuestion(at=at, limit=int_param(params, "limit", 1, 1, MOST_RESULTS), **_filters(params))


def _point(params: Mapping[str, str]) -> Point | None:
    lat = float_param(params, "lat", -90, 90)
    # Some clients of the national service say "lng" or "long".
    name = next((name for name in ("lon", "lng", "long") if params.get(name)), "lon")
    lon = float_param(params, name, -180, 180)
    if (lat is None) != (lon is None):
        raise BadInput("lon" if lon is None else "lat", "lat and lon go together")
    return None if lat is None or lon is None else (lon, lat)


def _filters(params: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        "types": _any_of(params, "type"),
        "postcodes": _any_of(params, "postcode"),
        "citycodes": _any_of(params, "citycode"),
    }


def _any_of(params: Mapping[str, str], name: str) -> tuple[str, ...]:
    text = text_param(params, name) or ""
    return tuple(part for part in re.split(r"[ +,|]+", text) if part)
