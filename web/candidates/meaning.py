"""What the words of a field with suggestions mean, by the engine; what to ask back when it may be several things."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from anyio import to_thread

from indexer.sources import catalogue
from indexer.sources.candidates_ndjson import HOME_DECIMALS
from mappings.places import departement_of
from search_api import occupations, places, skills
from search_api.engine.client import Engine
from search_api.engine.errors import EngineError
from search_api.occupations import OccupationDetail
from search_api.places import Found as Place
from search_api.places import PlaceQuestion, Town
from web.candidates.forms import Named
from web.forms import Reader
from web.landing import rules
from web.landing.choices import place_detail
from web.landing.forms import is_code
from web.landing.results import place_text

MOST_CHOICES = 12
T = TypeVar("T")


@dataclass(frozen=True)
class Option:
    """One thing that may be meant. detail: what tells it from its neighbours, may be empty."""

    code: str
    label: str
    detail: str


@dataclass(frozen=True)
class Meant(Generic[T]):
    """What a field means: `one` when that is certain, else what it may mean, best first (none: nothing is like it)."""

    one: T | None = None
    choices: Sequence[Option] = ()


async def place(engine: Engine, field: Named) -> Meant[Place]:
    """The commune (or arrondissement) that a field means; of an address, its commune. Raises EngineError."""
    if is_code(field.code) and field.code and (known := await places.municipality(engine, field.code)):
        return Meant(known)
    found = await places.search(engine, PlaceQuestion(field.text, MOST_CHOICES)) if field.text else []
    clear = rules.clear_place(field.text, found)
    if clear and (known := await places.municipality(engine, clear.citycode)):
        return Meant(known)
    options = {one.citycode: Option(one.citycode, one.city or one.name, place_detail(one)) for one in reversed(found)}
    return Meant(choices=list(reversed(options.values())))


async def town_of_form(engine: Engine, reader: Reader, field: Named) -> Meant[Place]:
    """The commune that the field `ville` of a form means; when that is not certain, `reader` says so in French."""
    try:
        meant = await place(engine, field)
    except EngineError:
        reader.errors["ville"] = "Les villes ne répondent pas en ce moment. Réessayez dans un instant."
        return Meant()
    if meant.one is None:
        many = "Précisez la ville."
        reader.errors["ville"] = many if meant.choices else "Nous ne trouvons pas cette ville. Essayez son code postal."
    return meant


async def occupation(engine: Engine, field: Named) -> Meant[OccupationDetail]:
    """The occupation that a field means. Raises EngineError."""
    if field.code and is_code(field.code) and (known := await occupations.get(engine, field.code)):
        return Meant(known)
    found = await occupations.suggest(engine, field.text, MOST_CHOICES) if field.text else []
    clear = rules.clear_occupation(field.text, found)
    if clear and (known := await occupations.get(engine, clear.code)):
        return Meant(known)
    return Meant(
        choices=[Option(one.code, one.label, one.appellation if one.appellation != one.label else "") for one in found]
    )


def home_of(found: Place) -> dict[str, Any]:
    """A commune as a profile holds it."""
    code = found.citycode
    return {
        "citycode": code,
        "departement": departement_of(code),
        "lat": round(found.lat, HOME_DECIMALS),
        "lon": round(found.lon, HOME_DECIMALS),
    }


async def town(engine: Engine, home: Mapping[str, Any]) -> str:
    """What a home is called: "Lille (59)"; its INSEE code while the engine is away."""
    try:
        found = await places.municipality(engine, home["citycode"])
    except EngineError:
        found = None
    return place_text(found) if found else str(home["citycode"])


@dataclass(frozen=True)
class Surroundings:
    """Where somebody lives, and the towns around, by falling population."""

    home: Place
    towns: Sequence[Town]


async def surroundings(engine: Engine, home: Mapping[str, Any], radius_km: int) -> Surroundings | None:
    """What a map of the reach shows; None when the engine does not answer, or knows the commune no more."""
    try:
        found, towns = await asyncio.gather(
            places.municipality(engine, home["citycode"]),
            # A little beyond the circle, which does not fill the corners of the map.
            places.around(engine, home["lon"], home["lat"], radius_km * 1.6),
        )
    except EngineError:
        return None
    return Surroundings(found, towns) if found else None


@dataclass(frozen=True)
class Words:
    """What the codes of a profile are called."""

    skills: Mapping[str, str]
    occupations: Mapping[str, str]
    traits: Mapping[str, str]

    def skill(self, code: str) -> str:
        return self.skills.get(code, code)

    def occupation(self, code: str) -> str:
        return self.occupations.get(code, code)

    def trait(self, code: str) -> str:
        return self.traits.get(code, code)


async def words(engine: Engine, profile: Mapping[str, Any]) -> Words:
    """The labels of a profile's skills and occupations, by the catalogue that serves; while the engine is away, by the
    built-in one, so that people can see, change and erase what is theirs."""
    wanted = {one["occupation"] for one in profile.get("experiences", ())}
    wanted |= set((profile.get("wishes") or {}).get("occupations", ()))
    built_in = await to_thread.run_sync(catalogue.load)
    traits = {code: one.label for code, one in built_in.traits.items()}
    try:
        vocabulary, found = await asyncio.gather(skills.vocabulary(engine), known(engine, sorted(wanted)))
    except EngineError:
        return Words(
            {code: skill.label for code, skill in built_in.skills.items()},
            {code: one.label.text for code, one in built_in.occupations.items()},
            traits,
        )
    labels = {code: vocabulary.label(code) or code for code in profile.get("skills", ())}
    return Words(labels, {code: one.both_labels for code, one in found.items()}, traits)


async def known(engine: Engine, codes: Iterable[str]) -> dict[str, OccupationDetail]:
    """The occupations of these codes, in this order, those that there are. Raises EngineError."""
    wanted = list(dict.fromkeys(codes))
    found = await asyncio.gather(*(occupations.get(engine, code) for code in wanted))
    return {code: one for code, one in zip(wanted, found, strict=True) if one is not None}
