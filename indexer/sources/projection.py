"""Legal projections of the French territories: x, y in metres to lon, lat in WGS 84 degrees, and back.

The codes are those of the decree on geodetic references (décret 2000-1276 as amended): Lambert-93 on the mainland and
in Corsica, UTM overseas.
"""

from functools import lru_cache

from pyproj import Transformer

_OVERSEAS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471, "977": 5490, "978": 5490}
_MAINLAND = 2154
# No coordinate of these projections is as far from its origin: beyond, formulas still give some point.
_FARTHEST = 1e7


def epsg(citycode: str) -> int | None:
    """EPSG code of the legal projection where the commune is, None where we know of none."""
    if (citycode[:2].isdecimal() and "01" <= citycode[:2] <= "95") or citycode[:2] in {"2A", "2B"}:
        return _MAINLAND
    return _OVERSEAS.get(citycode[:3])


def to_degrees(citycode: str, x: float, y: float) -> tuple[float, float] | None:
    """(lon, lat) rounded to a decimetre, or None: an unknown territory, or a point that is not on Earth."""
    code = epsg(citycode)
    if code is None or max(abs(x), abs(y)) > _FARTHEST:
        return None
    lon, lat = _transformer(code, 4326).transform(x, y)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    return round(lon, 6), round(lat, 6)


def project(citycode: str, lon: float, lat: float) -> tuple[float, float] | None:
    """(x, y) rounded to a centimetre, or None when the territory's projection is unknown."""
    code = epsg(citycode)
    if code is None:
        return None
    x, y = _transformer(4326, code).transform(lon, lat)
    return round(x, 2), round(y, 2)


@lru_cache(maxsize=16)
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)
