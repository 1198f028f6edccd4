"""Built-in places: every commune of France, and the arrondissements of Paris, Lyon and Marseille.

The table is data/places/places.csv.gz, made by indexer/sources/build_communes.py; origin and licences: data/README.md.
"""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from indexer.documents import Document, Item
from indexer.sources.projection import project
from mappings.place_text import town_text
from mappings.places import Place, importance


def read(paths: Iterable[Path]) -> Iterator[Item]:
    """The built-in places as documents; `paths` is not used (the data is built in)."""
    for place in known_towns().values():
        yield Document(place.id, place.body())


@lru_cache(maxsize=1)
def known_towns() -> Mapping[str, Place]:
    """Every commune and arrondissement that has a location, by INSEE code.

    Other sources take from here what their format does not hold: former names, and the rank among all towns.
    """
    rows = _rows()
    names = {row["code"]: town_text(row["name"]) for row in rows}
    ranks = {row["code"]: importance(int(row["population"])) for row in rows}
    order = homonyms(names, ranks)
    cities = {row["code"]: row["name"] for row in rows}
    return {row["code"]: _place(row, cities, order[row["code"]]) for row in rows}


@lru_cache(maxsize=1)
def departements() -> frozenset[str]:
    """Codes of the départements and overseas collectivities, without a reading of every place: "59", "2A", "974"."""
    return frozenset(row["departement"] for row in _rows())


def _rows() -> list[dict[str, str]]:
    packed = resources.files("data").joinpath("places", "places.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8")))
    return [row for row in rows if row["lon"]]


def _place(row: dict[str, str], cities: Mapping[str, str], homonym: int) -> Place:
    lon, lat = float(row["lon"]), float(row["lat"])
    at = project(row["code"], lon, lat)
    district = row["type"] == "district"
    population = int(row["population"])
    return Place(
        id=row["code"],
        type=row["type"],
        name=row["name"],
        lon=lon,
        lat=lat,
        citycodes=(row["code"], row["parent"]) if district else (row["code"],),
        city=cities[row["parent"]] if district else row["name"],
        district=row["name"] if district else "",
        postcodes=tuple(code for code in row["postcodes"].split("|") if code),
        context=context(row["departement"], row["departement_name"], row["region_name"]),
        population=population,
        importance=importance(population),
        x=at[0] if at else None,
        y=at[1] if at else None,
        former=dict(pair.split(":", 1) for pair in row["former"].split("|") if pair),
        homonym=homonym,
    )


def context(*parts: str) -> str:
    """ "59, Nord, Hauts-de-France"; a part that repeats the one before (Mayotte, Mayotte) is said once."""
    return ", ".join(dict.fromkeys(part for part in parts if part))


def homonyms(names: Mapping[str, str], ranks: Mapping[str, float]) -> dict[str, int]:
    """Place of each code among those of the same name: 1 for the one of highest rank."""
    counts: dict[str, int] = defaultdict(int)
    found = {}
    for code in sorted(names, key=lambda code: (-ranks[code], code)):
        counts[names[code]] += 1
        found[code] = counts[names[code]]
    return found
