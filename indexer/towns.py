"""The built-in towns as the demo data and the benches draw them."""

import csv
import gzip
import io
from importlib import resources
from typing import NamedTuple


class Town(NamedTuple):
    """A commune, or an arrondissement of Paris, Lyon or Marseille in place of its commune. Degrees, three decimals."""

    citycode: str
    name: str
    departement: str
    population: int
    lat: float
    lon: float


def towns() -> list[Town]:
    """Towns that have inhabitants and a location, in order of citycode."""
    packed = resources.files("data").joinpath("places", "places.csv.gz").read_bytes()
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"))))
    # Paris, Lyon and Marseille would count twice beside their arrondissements.
    divided = {row["parent"] for row in rows if row["parent"]}
    return [
        Town(
            row["code"],
            row["name"],
            row["departement"],
            int(row["population"]),
            round(float(row["lat"]), 3),
            round(float(row["lon"]), 3),
        )
        for row in sorted(rows, key=lambda one: one["code"])
        if row["population"] and row["lat"] and row["code"] not in divided
    ]
