"""What the wizard asks the engine: how many people, and what the place and the SIRET that were typed stand for.

The wizard works without the engine too: the count is then left out, and answers are kept as they were typed.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search_api import matching, places
from search_api.companies import Establishment
from search_api.engine.client import Engine
from search_api.engine.errors import EngineError
from search_api.http import BadInput, UnknownCode
from search_api.matching import CountAnswer
from search_api.places import Found as Place
from search_api.places import PlaceQuestion
from web.companies import rules
from web.companies import service as companies
from web.landing.geometry import Point, distance_km
from web.landing.rules import named_place
from web.offers.forms import spot_of
from web.offers.terms import Criteria, Spot, question_of

MOST_SPOTS = 6
FAR_KM = 60
_log = logging.getLogger(__name__)


async def people(engine: Engine, search: Mapping[str, Any], asked: Criteria) -> CountAnswer | None:
    """How many people the offer targets, and what asking for less would bring; None when that cannot be told now."""
    try:
        return await matching.count(engine, question_of(search, asked, what_if=True))
    except (EngineError, UnknownCode, BadInput) as error:
        _log.warning("count of an offer: %s", error)
        return None


@dataclass(frozen=True)
class Meant:
    """What the field of the place means. spot: for certain; None: `spots` are what it may mean, each with
    what tells homonyms apart. centre: of the town that was searched, None when it is not known now."""

    spot: Spot | None
    spots: Sequence[tuple[Spot, str]] = ()
    centre: Point | None = None


async def place(engine: Engine, citycode: str, text: str, spot: str) -> Meant:
    """Find the place that was typed, unless the field `spot` says it. citycode: of the town that was searched."""
    text = text.strip()[:200]
    try:
        town = await places.municipality(engine, citycode)
        centre = Point(town.lon, town.lat) if town else None
        known = spot_of(text, spot)
        if not text or known:
            return Meant(known, centre=centre)
        near = (town.lon, town.lat) if town else None
        found = await places.search(engine, PlaceQuestion(text, MOST_SPOTS, near=near))
    except (EngineError, BadInput):
        return Meant(spot_of(text, spot))
    # A place that is called otherwise, or lies far away, is not certainly meant: "rue nationale" also finds the commune
    # of Rue, and there are many a Saint-Martin.
    clear = named_place(text, found) or next((one for one in found if _same(one.label, text)), None)
    if clear and centre and distance_km(centre, Point(clear.lon, clear.lat)) <= FAR_KM:
        return Meant(_spot(clear), centre=centre)
    return Meant(None, [(_spot(one), one.context) for one in found], centre)


def _same(label: str, text: str) -> bool:
    return " ".join(label.casefold().replace(",", " ").split()) == " ".join(text.casefold().replace(",", " ").split())


def _spot(found: Place) -> Spot:
    label = found.label if found.label != found.name else f"{found.name} {found.postcode}".strip()
    return Spot(label, found.lat, found.lon, found.citycode)


async def company(engine: Engine, api_url: str, siret: str) -> Establishment | None:
    """What the register says of the SIRET that was typed; None when it is not one, not known, or nobody answers."""
    try:
        digits = rules.siret(siret)
    except ValueError:
        return None
    return await companies.look_up(engine, api_url, digits)
