"""What the pages of the search ask the engine: one round of questions for each page, side by side where they can be."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from search_api import matching, occupations, places
from search_api.engine.client import Engine
from search_api.http import UnknownCode
from search_api.matching import CountAnswer, Question, Workplace
from search_api.occupations import OccupationDetail, Suggestion
from search_api.places import Found as Place
from search_api.places import PlaceQuestion, Town
from web.landing import rules
from web.landing.forms import Asked, Search, is_code

# As many as a person reads before typing again.
MOST_CHOICES = 12


@dataclass(frozen=True)
class Meaning:
    """What the two fields may mean. code, citycode: what each means for certain, None when it is open.

    label: of the occupation that is certain. occupations, places: what an open field may mean, best first.
    """

    code: str | None
    citycode: str | None
    label: str = ""
    occupations: Sequence[Suggestion] = ()
    places: Sequence[Place] = ()


@dataclass(frozen=True)
class Found:
    """All that the results page tells. cells: where people live; towns: nearby, by falling population."""

    occupation: OccupationDetail
    place: Place
    answer: CountAnswer
    cells: Sequence[matching.Cell]
    towns: Sequence[Town]


async def understand(engine: Engine, asked: Asked) -> Meaning:
    """Resolve the fields to codes where they have one meaning only."""
    occupation, place = await asyncio.gather(_occupation(engine, asked.metier), _place(engine, asked))
    (code, label, suggestions), (citycode, towns) = occupation, place
    return Meaning(code, citycode, label, suggestions, towns)


async def _occupation(engine: Engine, text: str | None) -> tuple[str | None, str, Sequence[Suggestion]]:
    if text is None:
        return None, "", ()
    if is_code(text) and (known := await occupations.get(engine, text)):
        return text, known.both_labels, ()
    found = await occupations.suggest(engine, text, MOST_CHOICES)
    clear = rules.clear_occupation(text, found)
    return (clear.code, clear.label, ()) if clear else (None, "", found)


async def _place(engine: Engine, asked: Asked) -> tuple[str | None, Sequence[Place]]:
    if asked.citycode is not None:
        return asked.citycode, ()
    if asked.town is None:
        return None, ()
    found = await places.search(engine, PlaceQuestion(asked.town, MOST_CHOICES))
    clear = rules.clear_place(asked.town, found)
    return (clear.citycode, ()) if clear else (None, found)


async def find(engine: Engine, search: Search) -> Found:
    """Count the people that `search` targets and see where they live. Raises UnknownCode."""
    question = Question(
        occupation=search.occupation,
        place=Workplace(citycode=search.citycode),
        radius_km=float(search.refinement.radius_km),
        required=search.refinement.required,
        excluded=search.refinement.excluded,
    )
    occupation, (place, towns), answer, cells = await asyncio.gather(
        _known(occupations.get(engine, search.occupation), "occupation", search.occupation),
        _surroundings(engine, search),
        matching.count(engine, question),
        matching.where(engine, question),
    )
    return Found(occupation, place, answer, cells, towns)


async def _surroundings(engine: Engine, search: Search) -> tuple[Place, Sequence[Town]]:
    place = await _known(places.municipality(engine, search.citycode), "municipality", search.citycode)
    # A little beyond the circle, which does not fill the corners of the map.
    reach = search.refinement.radius_km * 1.6
    return place, await places.around(engine, place.lon, place.lat, reach)


_T = TypeVar("_T")


async def _known(wanted: Awaitable[_T | None], kind: str, code: str) -> _T:
    found = await wanted
    if found is None:
        raise UnknownCode(kind, code)
    return found
