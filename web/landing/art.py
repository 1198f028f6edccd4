"""Draws the picture of the first page from our own table of communes.

    python -m web.landing.art > web/static/images/france.svg

A dot for each hexagon of metropolitan France in which people live, as wide as the logarithm of how many.
"""

import csv
import gzip
import io
import sys
from collections import Counter
from importlib import resources
from math import cos, log10, radians, sqrt

STEP = 12.0  # pixels between two dots
WIDTH, HEIGHT, MARGIN = 444, 432, 8
WEST, EAST, SOUTH, NORTH = -5.3, 9.7, 41.3, 51.2
MIDDLE = 46.6  # latitude at which the map is true to scale


def hexagons() -> Counter[tuple[float, float]]:
    """People by centre of hexagon, in pixels."""
    scale = (HEIGHT - 2 * MARGIN) / (NORTH - SOUTH)
    packed = (resources.files("data") / "places" / "places.csv.gz").read_bytes()
    people: Counter[tuple[float, float]] = Counter()
    for row in csv.DictReader(io.StringIO(gzip.decompress(packed).decode())):
        if not row["lon"] or row["code"].startswith("97") or row["type"] != "municipality":
            continue
        lon, lat = float(row["lon"]), float(row["lat"])
        if WEST <= lon <= EAST and SOUTH <= lat <= NORTH:
            x = (lon - WEST) * cos(radians(MIDDLE)) * scale
            people[_centre(x, (NORTH - lat) * scale)] += int(row["population"] or 0)
    return people


def _centre(x: float, y: float) -> tuple[float, float]:
    height = STEP * sqrt(3) / 2
    candidates = []
    for line in (int(y // height), int(y // height) + 1):
        shift = STEP / 2 if line % 2 else 0.0
        column = round((x - shift) / STEP)
        candidates.append((column * STEP + shift, line * height))
    return min(candidates, key=lambda one: (one[0] - x) ** 2 + (one[1] - y) ** 2)


def picture() -> str:
    """The whole SVG file."""
    dots = []
    for (x, y), people in sorted(hexagons().items(), key=lambda one: (one[0][1], one[0][0])):
        size = min(5.4, max(1.2, (log10(max(people, 1)) - 2.4) * 1.5))
        dots.append(f'<circle cx="{x + MARGIN:g}" cy="{y + MARGIN:.1f}" r="{size:.1f}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g fill="#8457d6">{"".join(dots)}</g></svg>\n'
    )


if __name__ == "__main__":
    sys.stdout.write(picture())
