"""The towns that a map shows, from the real engine."""

import asyncio

from search_api.engine.client import Engine
from search_api.places import Town, around
from tests.site import Site
from web.landing.geometry import Point, distance_km

LILLE = Point(3.06, 50.63)


def _around(site: Site, radius_km: float, limit: int) -> list[Town]:
    async def ask() -> list[Town]:
        engine = Engine(site.settings)
        try:
            return await around(engine, LILLE.lon, LILLE.lat, radius_km, limit)
        finally:
            await engine.close()

    return asyncio.run(ask())


def test_the_largest_towns_come_first_and_none_from_outside(site: Site) -> None:
    towns = _around(site, 20, 200)
    assert [town.name for town in towns[:2]] == ["Lille", "Tourcoing"]
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)
    assert all(distance_km(LILLE, Point(town.lon, town.lat)) <= 20.1 for town in towns)


def test_no_more_towns_than_asked(site: Site) -> None:
    assert len(_around(site, 50, 30)) == 30
