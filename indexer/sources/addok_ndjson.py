"""Addok exports of the national address registry: NDJSON, one place a line, plain or .gz.

Keys, as the official files have them: id, type (municipality, district, locality, street...), name, postcode, citycode
and city (a text, a list or null), oldcitycode, oldcity, district, lon, lat, x, y, population, context, importance,
housenumbers {"12bis": {"id", "lon", "lat", "x", "y"}}. Other keys are not read.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from indexer.documents import Document, Item, Rejected
from indexer.sources.communes import known_towns
from indexer.sources.lines import read_lines
from indexer.sources.projection import to_degrees
from mappings.place_text import number_text
from mappings.places import TYPES, HouseNumber, Place, importance

RAW_LENGTH = 500


def read(paths: Iterable[Path]) -> Iterator[Item]:
    """Documents of Addok files; a bad line is yielded as Rejected. Raises SourceError for an unreadable file."""
    for path in paths:
        for number, line in enumerate(read_lines(path), 1):
            if not line.strip():
                continue
            try:
                place = parse(line)
            except ValueError as error:
                yield Rejected(str(path), number, str(error), line.strip()[:RAW_LENGTH])
            else:
                yield Document(place.id, place.body())


def parse(line: str) -> Place:
    """The place of one line. Raises ValueError with a reason for people."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    return _enriched(_place(row))


def _place(row: Mapping[str, Any]) -> Place:
    kind = _text(row, "type")
    if kind not in TYPES:
        raise ValueError(f"type: one of {', '.join(TYPES)}, not {kind!r}" if kind else "type is missing")
    name, citycodes = _text(row, "name"), _texts(row, "citycode")
    if not name:
        raise ValueError("name is missing")
    citycode = citycodes[0] if citycodes else ""
    lon, lat = point(row, citycode)
    numbers = dict(_numbers(row.get("housenumbers"), citycode))
    population = _population(row)
    rank = row.get("importance")
    cities = _texts(row, "city")
    return Place(
        id=_text(row, "id") or f"{citycode}_{name}",
        type=kind,
        name=name,
        lon=lon,
        lat=lat,
        citycodes=citycodes,
        city=cities[0] if cities else "",
        postcodes=_texts(row, "postcode"),
        context=_text(row, "context"),
        district=_text(row, "district"),
        oldcity=_text(row, "oldcity"),
        population=population,
        importance=_rank(rank) if rank is not None else importance(population, len(numbers)),
        x=number(row.get("x"), "x"),
        y=number(row.get("y"), "y"),
        numbers=numbers,
    )


def _enriched(place: Place) -> Place:
    """A town takes its former names and its rank among all towns from the built-in table."""
    known = known_towns().get(place.citycodes[0]) if place.citycodes else None
    if known is None or place.type not in {"municipality", "district"}:
        return place
    return replace(
        place,
        # The registry calls arrondissements municipalities; we tell them apart, and answer as it does.
        type=known.type,
        citycodes=known.citycodes,
        city=known.city,
        district=known.district,
        former=known.former,
        homonym=known.homonym,
        population=place.population or known.population,
    )


def _text(row: Mapping[str, Any], key: str) -> str:
    found = _texts(row, key)
    return found[0] if found else ""


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    values = value if isinstance(value, list) else [value]
    if not all(one is None or isinstance(one, str) for one in values):
        raise ValueError(f"{key}: a text or a list of texts")
    return tuple(dict.fromkeys(one.strip() for one in values if one and one.strip()))


def _population(row: Mapping[str, Any]) -> int:
    # Some versions of the export count in thousands, with decimals.
    value = row.get("population") or 0
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        raise ValueError("population: a number of people")
    return int(value)


def _rank(value: Any) -> float:
    found = number(value, "importance")
    if found is None or not 0 <= found <= 1:
        raise ValueError("importance: a number from 0 to 1")
    return found


def number(value: Any, name: str) -> float | None:
    """A finite number out of JSON or CSV, None for nothing. Raises ValueError naming the field."""
    if value is None or value == "":
        return None
    try:
        found = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise ValueError(f"{name}: not a number: {str(value)[:40]!r}")
    return found


def point(row: Mapping[str, Any], citycode: str) -> tuple[float, float]:
    """(lon, lat) of a row; from x and y when it has no lon and lat. Raises ValueError when neither will do."""
    lon, lat = number(row.get("lon"), "lon"), number(row.get("lat"), "lat")
    if lon is not None and lat is not None:
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise ValueError(f"lon, lat: not on Earth: {lon:g}, {lat:g}")
        return lon, lat
    x, y = number(row.get("x"), "x"), number(row.get("y"), "y")
    if x is None or y is None:
        raise ValueError("no coordinates: neither lon and lat nor x and y")
    found = to_degrees(citycode, x, y)
    if found is None:
        raise ValueError(f"x, y without lon, lat: no legal projection is known for citycode {citycode!r}")
    return found


def _numbers(value: Any, citycode: str) -> Iterator[tuple[str, HouseNumber]]:
    if value is None:
        return
    if not isinstance(value, dict) or not all(isinstance(at, dict) for at in value.values()):
        raise ValueError("housenumbers: an object of house numbers")
    for text, at in value.items():
        lon, lat = point(at, citycode)
        x, y = number(at.get("x"), "x"), number(at.get("y"), "y")
        yield number_text(text), HouseNumber(lon, lat, str(at.get("id") or ""), x, y if x is not None else None)
