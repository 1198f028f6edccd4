"""From the engine's hits to places, and from places to the GeoJSON of the national address API."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import asin, cos, radians, sin, sqrt
from typing import Any

from search_api.places import query as tiers
from search_api.places.question import PlaceQuestion, Point, Reading

Json = dict[str, Any]

_EARTH_METRES = 6_371_008.7714  # mean radius, the one of Lucene's haversine
# Farther than this nothing is "at" a point: it lies at sea or abroad.
_REVERSE_METRES = 50_000
# Nats behind the best place from which a misspelt one is only noise.
_FAR_BEHIND = 4.0
# Tier -> score of the answer without the share of importance. Clients take 0.5 and more for a good match.
_SCORES = (
    (tiers.EXACT, 0.90),
    (tiers.START, 0.80),
    (tiers.GLUED, 0.78),
    (tiers.FORMER, 0.76),
    (tiers.WHOLE, 0.74),
    (tiers.TOWN, 0.72),
    (tiers.STREET, 0.70),
    (tiers.AROUND, 0.50),
    (tiers.FUZZY, 0.40),
    (tiers.NEARLY, 0.35),
    (tiers.PART, 0.35),
    (0.0, 0.20),
)


@dataclass(frozen=True)
class Found:
    """One place of an answer. `number`: the house number asked for, with its own position; score: 0 to 1."""

    id: str
    type: str
    name: str
    lon: float
    lat: float
    score: float
    source: Mapping[str, Any]
    number: str = ""
    postcode: str = ""
    x: float | None = None
    y: float | None = None
    distance: int | None = None

    @property
    def city(self) -> str:
        return str(self.source.get("city", ""))

    @property
    def label(self) -> str:
        """What a field shows once the place is chosen."""
        if self.type in {"municipality", "district"}:
            return self.name
        return " ".join(part for part in (self.number, self.name, self.postcode, self.city) if part)

    @property
    def citycode(self) -> str:
        return str(self.source.get("citycode", [""])[0])

    @property
    def context(self) -> str:
        return str(self.source.get("context", ""))

    def feature(self) -> Json:
        """The GeoJSON feature, with the properties of the national service; what is not known is left out."""
        name = f"{self.number} {self.name}" if self.number else self.name
        properties = {
            "label": self.label,
            "score": self.score,
            "housenumber": self.number,
            "id": self.id,
            "name": name,
            "postcode": self.postcode,
            "citycode": self.citycode,
            "x": self.x,
            "y": self.y,
            "population": self.source.get("population") or None,
            "city": self.city,
            "district": self.source.get("district"),
            "oldcity": self.source.get("oldcity"),
            "context": self.context,
            # As the national service does: its clients look for arrondissements among the municipalities.
            "type": "housenumber" if self.number else "municipality" if self.type == "district" else self.type,
            "importance": self.source.get("importance", 0.0),
            "street": self.name if self.number or self.type == "street" else None,
            "distance": self.distance,
        }
        return {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [self.lon, self.lat]},
            "properties": {key: value for key, value in properties.items() if value is not None and value != ""},
        }


def found_places(hits: Sequence[Json], question: PlaceQuestion, reading: Reading) -> list[Found]:
    """Places for the hits of a search, best first."""
    found = [_found(hit, question, reading) for hit in hits]
    # Clients expect scores to fall along the list.
    caps = accumulate((place.score for place in found), min)
    return [replace(place, score=cap) if cap < place.score else place for place, cap in zip(found, caps, strict=True)]


def worth_a_typo(best: Json, reading: Reading) -> bool:
    """Can a misspelt town beat the best place found? Not a name that begins so, nor several words of an address."""
    score = float(best["_score"])
    if score >= tiers.WHOLE + tiers.LOWEST_BONUS:
        return False
    street = tiers.STREET + tiers.LOWEST_BONUS <= score < tiers.TOWN + tiers.LOWEST_BONUS
    return not (street and " " in reading.town)


def with_misspelt(hits: Sequence[Json], misspelt: Sequence[Json], reading: Reading) -> list[Json]:
    """Put towns that are nearly what was typed among those found by words, each list keeping its order.

    Both are likelihoods: how well known the place is, times what a word matched or a letter missed is worth.
    """
    words = reading.town.split()

    def evidence(hit: Json) -> float:
        score = float(hit["_score"])
        if score >= tiers.TOWN + tiers.LOWEST_BONUS:
            return score - tiers.TOWN
        if score >= tiers.STREET + tiers.LOWEST_BONUS:
            return score - tiers.STREET + tiers.NAME_WORD
        if score >= tiers.AROUND + tiers.LOWEST_BONUS:
            return score - tiers.AROUND - tiers.NAME_WORD
        return score - tiers.FUZZY + tiers.NAME_WORD * len(words)

    known = {hit["_id"] for hit in hits}
    least = evidence(hits[0]) - _FAR_BEHIND
    likely = [hit for hit in misspelt if hit["_id"] not in known and evidence(hit) > least]
    return list(heapq.merge(hits, likely, key=lambda hit: -evidence(hit)))


def _found(hit: Json, question: PlaceQuestion, reading: Reading) -> Found:
    source = hit["_source"]
    number = _number(reading.number, source.get("numbers", {})) if _may_have_number(question) else ""
    at = (
        source["numbers"][number]
        if number
        else [source["lon"], source["lat"], hit["_id"], source.get("x"), source.get("y")]
    )
    return Found(
        id=at[2] or hit["_id"],
        type=source["type"],
        name=source["name"],
        lon=at[0],
        lat=at[1],
        score=_score(hit["_score"], source.get("importance", 0.0)),
        source=source,
        number=number,
        postcode=_postcode(source.get("postcode", ()), reading),
        x=at[3] if len(at) > 3 else None,
        y=at[4] if len(at) > 4 else None,
        distance=metres(question.near, (at[0], at[1])) if question.near else None,
    )


def _may_have_number(question: PlaceQuestion) -> bool:
    return not question.types or "housenumber" in question.types


def _number(asked: str, numbers: Mapping[str, Any]) -> str:
    """The number of the street that is meant: as asked, or "12b" for "12bis", or "12" when there is no "12bis"."""
    if not asked or not numbers:
        return ""
    digits = asked.rstrip("abcdefghijklmnopqrstuvwxyz")
    letter = asked[len(digits) :]
    others = {"b": "bis", "t": "ter", "q": "quater", "bis": "b", "ter": "t", "quater": "q"}
    choices = [asked, digits + others[letter]] if letter in others else [asked]
    return next((choice for choice in (*choices, digits) if choice in numbers), "")


def _postcode(postcodes: Sequence[str], reading: Reading) -> str:
    """Of several postcodes the one that the question says or begins to say, else the first."""
    said = [word for word in reading.town.split() if word.isdigit() and len(word) > 2]
    return next((code for code in postcodes if any(code.startswith(word) for word in said)), next(iter(postcodes), ""))


def _score(score: float, importance: float) -> float:
    base = next(base for least, base in _SCORES if score >= least + tiers.LOWEST_BONUS)
    return round(min(1.0, base + importance / 10), 5)


def nearest(hits: Iterable[Json], at: Point, types: Sequence[str]) -> list[Found]:
    """Places for the hits of a reverse question: each street by its nearest house number, nearest first."""
    found = []
    for hit in hits:
        source = hit["_source"]
        number, where = "", [source["lon"], source["lat"], hit["_id"], source.get("x"), source.get("y")]
        numbers = source.get("numbers", {}) if not types or "housenumber" in types else {}
        if numbers:
            number, where = min(numbers.items(), key=lambda pair: metres(at, (pair[1][0], pair[1][1])))
        distance = metres(at, (where[0], where[1]))
        if distance > _REVERSE_METRES:
            continue
        found.append(
            Found(
                id=where[2] or hit["_id"],
                type=source["type"],
                name=source["name"],
                lon=where[0],
                lat=where[1],
                # The national service: 1 at the spot, 0 from one kilometre.
                score=round(1 - min(distance, 1000) / 1000, 5),
                source=source,
                number=number,
                postcode=next(iter(source.get("postcode", ())), ""),
                x=where[3] if len(where) > 3 else None,
                y=where[4] if len(where) > 4 else None,
                distance=distance,
            )
        )
    return sorted(found, key=lambda place: place.distance or 0)


def metres(a: Point, b: Point) -> int:
    """Distance on the sphere between (lon, lat) points."""
    lon, lat = radians(b[0] - a[0]), radians(b[1] - a[1])
    half = sin(lat / 2) ** 2 + cos(radians(a[1])) * cos(radians(b[1])) * sin(lon / 2) ** 2
    return round(2 * _EARTH_METRES * asin(sqrt(min(1.0, half))))


def collection(found: Iterable[Found], limit: int, query: str | None = None, near: Point | None = None) -> Json:
    """The answer as the national service gives it."""
    more: Json = {} if query is None else {"query": query}
    if near:
        more["center"] = list(near)
    return {
        "type": "FeatureCollection",
        "version": "draft",
        "features": [place.feature() for place in found],
        "attribution": "BAN, Etalab, GeoNames",
        "licence": "ETALAB-2.0",
        **more,
        "limit": limit,
    }
