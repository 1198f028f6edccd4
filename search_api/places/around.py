"""The towns around a place, for maps."""

from typing import Any, NamedTuple

from search_api.engine.client import Engine

INDEX = "places"
_NEEDED = "hits.hits.fields"


class Town(NamedTuple):
    """A commune: lon, lat in degrees; population: inhabitants, 0 when not known."""

    name: str
    lon: float
    lat: float
    population: int


def around_query(lon: float, lat: float, radius_km: float, limit: int) -> dict[str, Any]:
    """The `limit` most populous communes within the circle."""
    circle = {"geo_distance": {"distance": f"{radius_km:g}km", "where": {"lat": lat, "lon": lon}}}
    return {
        "size": limit,
        "track_total_hits": False,
        # Columns are read for the few fields that a map needs; documents would be parsed whole.
        "_source": False,
        "docvalue_fields": ["name", "lon", "lat", "population"],
        "query": {"bool": {"filter": [{"term": {"type": "municipality"}}, circle]}},
        "sort": [{"population": "desc"}, {"name": "asc"}],
    }


async def around(engine: Engine, lon: float, lat: float, radius_km: float, limit: int = 200) -> list[Town]:
    """The most populous communes around a point, by falling population."""
    answer = await engine.search(INDEX, around_query(lon, lat, radius_km, limit), only=_NEEDED)
    return [_town(hit["fields"]) for hit in answer.get("hits", {}).get("hits", [])]


def _town(fields: dict[str, Any]) -> Town:
    return Town(fields["name"][0], fields["lon"][0], fields["lat"][0], fields.get("population", [0])[0])
