"""The grid of squares by which the index `candidates` is sorted, and distances as the engine measures them.

A cell is 0.25 degree wide and high, named "RRRCCCC": its row counted from the south pole, its column from the
antimeridian. 0.25 degree is 28 km of latitude and 19 km of longitude at 46 degrees north: a usual search
(30 km) covers 12 to 20 cells (decision 0004).
"""

from functools import lru_cache
from math import asin, ceil, cos, degrees, floor, radians, sin, sqrt

CELL_DEGREES = 0.25
_ROWS = round(180 / CELL_DEGREES)
_COLUMNS = round(360 / CELL_DEGREES)

# Lucene's: SloppyMath.TO_METERS / 2, the mean radius of the Earth (IUGG). `geo_distance` with the arc uses it.
EARTH_RADIUS_KM = 6371.0087714

# The engine keeps coordinates with 32 bits, at most 8.4e-8 degree off: a point may seem just across an edge.
_MARGIN_DEGREES = 1e-6


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Length of the great circle between two points, by the haversine, in km."""
    half = (
        sin(radians(lat2 - lat1) / 2) ** 2
        + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


# Homes are centres of communes: some 35,000 points, asked a million times in a load.
@lru_cache(maxsize=65_536)
def cell_of(lat: float, lon: float) -> str:
    """Name of the cell that holds a point (degrees)."""
    row = min(_ROWS - 1, floor((lat + 90) / CELL_DEGREES))
    return _name(row, floor((lon + 180) / CELL_DEGREES))


def cells_covering(lat: float, lon: float, km: float) -> list[str]:
    """Names, in order, of cells that together hold every point within `km` of a point.

    They cover the circle's bounding box, so a few in the corners lie outside of it.
    """
    south, west, north, east = bounding_box(lat, lon, km)
    low = max(0, floor((south + 90) / CELL_DEGREES))
    high = min(_ROWS, ceil((north + 90) / CELL_DEGREES))
    left = floor((west + 180) / CELL_DEGREES)
    right = ceil((east + 180) / CELL_DEGREES)
    columns = range(left, min(right, left + _COLUMNS))
    return sorted({_name(row, column) for row in range(low, high) for column in columns})


def bounding_box(lat: float, lon: float, km: float) -> tuple[float, float, float, float]:
    """South, west, north, east (degrees) of the box that holds the circle.

    West may be under -180 or east over 180 near the antimeridian; all longitudes when a pole is inside.
    """
    angle = km / EARTH_RADIUS_KM
    height = degrees(angle) + _MARGIN_DEGREES
    south, north = lat - height, lat + height
    if south <= -90 or north >= 90:
        return max(-90.0, south), -180.0, min(90.0, north), 180.0
    width = degrees(asin(min(1.0, sin(angle) / cos(radians(lat))))) + _MARGIN_DEGREES
    return south, lon - width, north, lon + width


def _name(row: int, column: int) -> str:
    return f"{row:03d}{column % _COLUMNS:04d}"
