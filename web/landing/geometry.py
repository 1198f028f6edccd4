"""Plane geometry of a map some hundred kilometres wide. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sqrt

KM_PER_DEGREE = 111.195  # of latitude, on the sphere that the engine uses


@dataclass(frozen=True)
class Point:
    """A place on Earth, in degrees."""

    lon: float
    lat: float


@dataclass(frozen=True)
class Frame:
    """An equirectangular map around `centre`: true to scale there, and within 1 % at 200 km in France.

    width, height: in pixels of the drawing. scale: pixels for one kilometre.
    """

    centre: Point
    width: int
    height: int
    scale: float

    def xy(self, point: Point) -> tuple[float, float]:
        """Where a point falls; y grows to the south."""
        east, north = offset(self.centre, point)
        return round(self.width / 2 + east * self.scale, 1), round(self.height / 2 - north * self.scale, 1)

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, others: Iterable["Box"]) -> bool:
        return any(
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
            for other in others
        )

    def within(self, frame: Frame) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= frame.width and self.bottom <= frame.height


def offset(centre: Point, point: Point) -> tuple[float, float]:
    """Kilometres to the east and to the north of `centre`."""
    east = (point.lon - centre.lon) * cos(radians((point.lat + centre.lat) / 2)) * KM_PER_DEGREE
    return east, (point.lat - centre.lat) * KM_PER_DEGREE


def distance_km(centre: Point, point: Point) -> float:
    """Kilometres between two points of one map."""
    east, north = offset(centre, point)
    return sqrt(east * east + north * north)


def bearing(centre: Point, point: Point) -> float:
    """Direction of `point` seen from `centre`: 0 north, 90 east."""
    east, north = offset(centre, point)
    return degrees(atan2(east, north)) % 360


def nearest(at: tuple[float, float], others: Sequence[tuple[float, float]]) -> int:
    """Position in `others` of the nearest to `at`, all of them kilometres to the east and north of one centre."""
    return min(range(len(others)), key=lambda index: (others[index][0] - at[0]) ** 2 + (others[index][1] - at[1]) ** 2)


def width_km(degrees_wide: float, lat: float) -> float:
    """Width in kilometres of something `degrees_wide` of longitude wide at that latitude."""
    return degrees_wide * KM_PER_DEGREE * cos(radians(lat))
