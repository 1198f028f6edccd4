"""The document of the `places` index: one place of the address registry, whatever its source.

A source gives a `Place` as it is shown; `body()` adds what search needs (mappings/place_text.py).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mappings.place_text import street_text, town_text

TOWN_TYPES = ("municipality", "district")
TYPES = (*TOWN_TYPES, "locality", "street")
# An arrondissement says "Paris" like its city; at its full weight twenty of them would hide the towns in Par-.
_DISTRICT_SHARE = 20


class HouseNumber(NamedTuple):
    """Where a house number is: WGS 84 degrees; `x`, `y` in the legal projection (metres) when the source has them."""

    lon: float
    lat: float
    id: str = ""
    x: float | None = None
    y: float | None = None


def importance(population: int, numbers: int = 0) -> float:
    """Rank of a place as the address registry publishes it, 0 to about 1."""
    return round(min(1.0, (math.log(1 + max(population, 0) / 3) + math.log(1 + numbers)) / 20), 5)


def departement_of(citycode: str) -> str:
    """Code of the département (or overseas collectivity) of an INSEE code: "59", "2A", "974"."""
    return citycode[:3] if citycode.startswith(("97", "98")) else citycode[:2]


@dataclass(frozen=True)
class Place:
    """One place.

    citycodes: INSEE codes, the place's own first. former: old INSEE code -> former name. numbers: "12bis" -> where.
    homonym: 1 for the most populous town of this name.
    """

    id: str
    type: str
    name: str
    lon: float
    lat: float
    citycodes: tuple[str, ...]
    city: str
    postcodes: tuple[str, ...] = ()
    context: str = ""
    district: str = ""
    oldcity: str = ""
    population: int = 0
    importance: float = 0.0
    x: float | None = None
    y: float | None = None
    former: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, HouseNumber] = field(default_factory=dict)
    homonym: int = 1

    @property
    def departement(self) -> str:
        """Code of the département, from the INSEE code: "59", "2A", "974"."""
        return departement_of(self.citycodes[0] if self.citycodes else "")

    def body(self) -> dict[str, Any]:
        """The document as the mapping says."""
        shown = {
            "type": self.type,
            "name": self.name,
            "citycode": list(self.citycodes),
            "city": self.city,
            "district": self.district,
            "oldcity": self.oldcity,
            "postcode": list(self.postcodes),
            "departement": self.departement,
            "context": self.context,
            "population": self.population,
            "importance": self.importance,
            "lon": self.lon,
            "lat": self.lat,
            "x": self.x,
            "y": self.y,
            "former": dict(self.former),
            "numbers": {number: _number(at) for number, at in self.numbers.items()},
        }
        search = self._town() if self.type in TOWN_TYPES else self._way()
        search["weight"] = self._weight()
        search["where"] = [[self.lon, self.lat], *([at.lon, at.lat] for at in self.numbers.values())]
        return {key: value for key, value in (shown | search).items() if value not in (None, "", [], {})}

    def _weight(self) -> float:
        weight = math.exp(20 * self.importance)
        return max(1.0, weight / _DISTRICT_SHARE) if self.type == "district" else weight

    def _town(self) -> dict[str, Any]:
        names = _town_names(self.name, self.type)
        whole = list(dict.fromkeys([*names, *(name.replace(" ", "") for name in names)]))
        former = [town_text(name) for name in self.former.values()]
        words = " ".join(dict.fromkeys(word for name in (*names, *former) for word in name.split()))
        context = " ".join([*self.postcodes, self.departement, town_text(self.context)])
        return {
            "start": names[0],
            "glued": names[0].replace(" ", ""),
            "former_start": sorted({form for name in former for form in (name, name.replace(" ", ""))}),
            ("exact" if self.homonym == 1 else "also_exact"): whole,
            "former_exact": former,
            "name_starts": words,
            "town_words": f"{words} {context}",
            "town_starts": f"{words} {context}",
        }

    def _way(self) -> dict[str, Any]:
        name = street_text(self.name)
        around = (town_text(text) for text in (self.city, self.district, self.oldcity))
        words = " ".join(dict.fromkeys(" ".join([name, *around, *self.postcodes]).split()))
        return {"way_name": name, "words": words, "word_starts": words}


def _town_names(name: str, kind: str) -> list[str]:
    """Normalised names of a town, the first as it is shown; a district is also "paris 11"."""
    text = town_text(name)
    short = text.removesuffix(" arrondissement")
    return [text, short] if kind == "district" and short != text else [text]


def _number(at: HouseNumber) -> list[Any]:
    values: Iterable[Any] = (at.lon, at.lat, at.id) if at.x is None else at
    return list(values)
