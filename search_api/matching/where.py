"""Where the targeted people live, as squares that each hold at least FLOOR of them."""

from collections import Counter
from dataclasses import dataclass
from math import atan, cos, degrees, log2, pi, radians, sinh
from typing import Any

from mappings.cells import EARTH_RADIUS_KM, bounding_box
from search_api.matching.criteria import Place, Rule
from search_api.matching.disclosure import FLOOR, disclosed
from search_api.matching.query import Body, targeted

Tile = tuple[int, int, int]
"""Zoom, column, row of the usual web map squares: each splits into four of the next zoom."""

SQUARES_ACROSS = 16
COARSER_ZOOMS = 4
_MOST_TILES = 10_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the map. lon, lat: its centre, degrees; size_deg: its width in degrees of longitude (a square on a
    Mercator map); count: people, disclosed (a multiple of FLOOR)."""

    lon: float
    lat: float
    size_deg: float
    count: int


def where_body(rule: Rule) -> Body:
    """How many people live in each small square around the place of work."""
    grid = {"field": "home", "precision": _zoom(rule.place), "size": _MOST_TILES, "bounds": _bounds(rule.place)}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": targeted(rule),
        "aggs": {"squares": {"geotile_grid": grid}},
    }


def read_where(answer: dict[str, Any]) -> list[Cell]:
    """Cells to draw, from the finest to the coarsest."""
    exact: dict[Tile, int] = {}
    for bucket in answer["aggregations"]["squares"]["buckets"]:
        zoom, column, row = map(int, bucket["key"].split("/"))
        exact[zoom, column, row] = int(bucket["doc_count"])
    return [_cell(tile, count) for tile, count in merged(exact).items()]


def merged(exact: dict[Tile, int]) -> dict[Tile, int]:
    """Squares with FLOOR people or more; those with fewer are counted together in the coarser square around them.

    What is still too few in the coarsest squares is left out.
    """
    kept: dict[Tile, int] = {}
    level = dict(exact)
    for _ in range(COARSER_ZOOMS):
        rest: Counter[Tile] = Counter()
        for (zoom, column, row), count in level.items():
            if count >= FLOOR:
                kept[zoom, column, row] = count
            else:
                rest[zoom - 1, column // 2, row // 2] += count
        level = dict(rest)
    return kept


def _zoom(place: Place) -> int:
    """The zoom at which about SQUARES_ACROSS squares span the circle."""
    around_km = 2 * pi * EARTH_RADIUS_KM * cos(radians(place.lat))
    wanted = 2 * place.radius_km / SQUARES_ACROSS
    return max(COARSER_ZOOMS, min(13, round(log2(max(1.0, around_km / wanted)))))


def _bounds(place: Place) -> dict[str, Any]:
    # Twice the radius: people who accept the whole département live beyond the circle.
    south, west, north, east = bounding_box(place.lat, place.lon, 2 * place.radius_km)
    return {
        "top_left": {"lat": min(north, 85.0), "lon": max(west, -180.0)},
        "bottom_right": {"lat": max(south, -85.0), "lon": min(east, 180.0)},
    }


def _cell(tile: Tile, count: int) -> Cell:
    zoom, column, row = tile
    size = 360 / 2**zoom
    lat = degrees(atan(sinh(pi * (1 - (2 * row + 1) / 2**zoom))))
    return Cell(round(column * size - 180 + size / 2, 5), round(lat, 5), size, disclosed(count) or 0)
