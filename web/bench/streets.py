"""Invented streets for benches: a realistic mix of very common and rare words, spread over the towns by population.

They are no addresses. The same seed and count give the same streets.
"""

import bisect
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator

from indexer.documents import Document
from indexer.sources.communes import known_towns
from mappings.places import HouseNumber, Place, importance

SEED = 7
_KINDS = {
    "Rue": 55, "Chemin": 11, "Impasse": 9, "Avenue": 6, "Place": 6, "Allée": 6, "Route": 5, "Boulevard": 2
}  # fmt: skip
# Found in nearly every commune.
_EVERYWHERE = (
    "de l'Église", "de la Mairie", "des Écoles", "du Stade", "de la Gare", "du Moulin", "de la Fontaine", "des Jardins",
    "du Château", "de la République", "du 8 Mai 1945", "du 11 Novembre", "Victor Hugo", "Pasteur", "Jean Jaurès",
    "du Général de Gaulle", "des Lilas", "de la Poste", "du Cimetière", "des Vignes", "du Lavoir", "Jules Ferry",
    "du Four", "de la Forêt", "des Tilleuls", "du Marché", "de la Croix", "Saint-Martin", "Notre-Dame", "de Verdun",
)  # fmt: skip
_FIRST = (
    "Anne", "Denise", "Louise", "Jeanne", "Germaine", "Marcelle", "Lucie", "Émilie", "Paul", "Jean", "Pierre", "Marcel",
    "Gustave", "Auguste", "Édouard", "Honoré", "Léon", "Félix", "Armand", "Edgar",
)  # fmt: skip
_LAST_BEGIN = ("Bou", "Char", "Del", "Fon", "Gué", "Lam", "Mar", "Per", "Rou", "Vil", "Cas", "Dur", "Lan", "Mon", "Pel")
_LAST_END = (
    "bert",
    "cher",
    "dier",
    "grand",
    "lier",
    "main",
    "nard",
    "rand",
    "tal",
    "vin",
    "deau",
    "gnon",
    "quet",
    "son",
)


def streets(count: int, seed: int = SEED) -> Iterator[Document]:
    """`count` street documents, with up to twelve house numbers each."""
    rng = random.Random(seed)  # noqa: S311 (a draw, not a secret)
    towns = _inhabited()
    cumulated = list(itertools.accumulate(max(town.population, 40) ** 0.75 for town in towns))
    near = defaultdict(list)
    for town in towns:
        near[town.departement].append(town.city)
    for number in range(count):
        town = towns[bisect.bisect(cumulated, rng.random() * cumulated[-1])]
        name = f"{rng.choices(list(_KINDS), list(_KINDS.values()))[0]} {_after(rng, near[town.departement])}"
        place = _street(f"{town.id}_b{number:06d}", name, town, rng)
        yield Document(place.id, place.body())


def _inhabited() -> list[Place]:
    """Towns with a postcode; Paris, Lyon and Marseille by their arrondissements."""
    places = known_towns()
    divided = {place.citycodes[1] for place in places.values() if place.type == "district"}
    return [place for place in places.values() if place.postcodes and place.id not in divided]


def _after(rng: random.Random, near: list[str]) -> str:
    draw = rng.random()
    if draw < 0.45:
        return _EVERYWHERE[int(len(_EVERYWHERE) * rng.random() ** 2)]
    if draw < 0.75:
        return f"{rng.choice(_FIRST)} {rng.choice(_LAST_BEGIN)}{rng.choice(_LAST_END)}"
    return f"de {rng.choice(near)}"


def _street(code: str, name: str, town: Place, rng: random.Random) -> Place:
    lon, lat = town.lon + rng.gauss(0, 0.01), town.lat + rng.gauss(0, 0.007)
    houses = {str(n): HouseNumber(lon + n * 1e-4, lat + n * 5e-5) for n in range(1, rng.choice((0, 2, 4, 6, 12)) + 1)}
    return Place(
        id=code,
        type="street",
        name=name,
        lon=lon,
        lat=lat,
        citycodes=town.citycodes,
        city=town.city,
        district=town.district,
        postcodes=(rng.choice(town.postcodes),),
        context=town.context,
        importance=importance(town.population, len(houses)),
        numbers=houses,
    )
