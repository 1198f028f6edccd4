"""CSV files of the national address registry ("adresses-XX.csv", "lieux-dits-XX-beta.csv"), plain or .gz, `;`.

The header has grown over the years (16, 20, 23 columns) and columns were renamed: they are found by name. One line is
one address; the addresses of a street become one document with its house numbers. The files are sorted by commune,
so one commune is held in memory at a time. They hold no town: the built-in ones are put first.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.documents import Document, Item, Rejected
from indexer.errors import SourceError
from indexer.sources import communes
from indexer.sources.addok_ndjson import RAW_LENGTH, number, point
from indexer.sources.lines import read_lines
from mappings.place_text import number_text, street_text
from mappings.places import HouseNumber, Place, importance

# Our name -> names of the column, newest first (the last ones: address bases of communes, "BAL").
_COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("id", "cle_interop"),
    "number": ("numero",),
    "suffix": ("rep", "suffixe"),
    "street": ("nom_voie", "voie_nom"),
    "locality": ("nom_lieu_dit",),
    "postcode": ("code_postal", "code_post"),
    "citycode": ("code_insee", "commune_insee"),
    "city": ("nom_commune", "commune_nom"),
    "oldcity": ("nom_ancienne_commune", "commune_deleguee_nom"),
    "x": ("x",),
    "y": ("y",),
    "lon": ("lon", "long"),
    "lat": ("lat",),
}
_CITYCODE = re.compile(r"\d{5}|2[AB]\d{3}")
_STREET_ID = re.compile(r"((?:\d{5}|2[AB]\d{3})_[0-9A-Za-z]+)_\d+.*", re.IGNORECASE)
# The base's way to say "this way has no number".
_NO_NUMBER = "99999"

Row = Mapping[str, str]


@dataclass
class Street:
    """A street being put together. `at`: its first point; `numbers` in the order of the file."""

    id: str
    row: Row
    at: tuple[float, float]
    numbers: dict[str, HouseNumber] = field(default_factory=dict)


def read(paths: Iterable[Path]) -> Iterator[Item]:
    """The built-in towns, then the streets and localities of the files; a bad line is yielded as Rejected.

    Raises SourceError for a file that cannot be read or has not the columns.
    """
    yield from communes.read(())
    for path in paths:
        yield from read_file(path)


def read_file(path: Path) -> Iterator[Item]:
    """As `read`, one file and no towns."""
    lines = csv.reader(read_lines(path), delimiter=";", strict=True)
    header = next(lines, [])
    columns = _columns(path, header)
    group: dict[str, Street] = {}
    before, passes = "", Counter[str]()
    while True:
        try:
            values = next(lines)
        except StopIteration:
            break
        except csv.Error as error:
            yield Rejected(str(path), lines.line_num, f"not CSV: {error}", "")
            continue
        if not values:
            continue
        row = {ours: values[at].strip() for ours, at in columns.items() if at < len(values)}
        try:
            if len(values) != len(header):
                raise ValueError(f"{len(values)} columns instead of {len(header)}")
            citycode = row["citycode"] = _citycode(row["citycode"])
            if citycode != before:
                yield from _documents(group, passes[before])
                passes[before] += 1
                group, before = {}, citycode
            _add(group, row)
        except ValueError as error:
            yield Rejected(str(path), lines.line_num, str(error), ";".join(values)[:RAW_LENGTH])
    yield from _documents(group, passes[before])


def _columns(path: Path, header: Sequence[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    found = {
        ours: names.index(next(one for one in theirs if one in names))
        for ours, theirs in _COLUMNS.items()
        if any(one in names for one in theirs)
    }
    missing = [_COLUMNS[ours][0] for ours in ("citycode",) if ours not in found]
    missing += [] if {"street", "locality"} & found.keys() else ["nom_voie"]
    missing += [] if {"lon", "lat"} <= found.keys() or {"x", "y"} <= found.keys() else ["lon", "lat"]
    if missing:
        raise SourceError(f"{path}: not a CSV of the address registry: no column {', '.join(missing)}")
    return found


def _citycode(text: str) -> str:
    # Spreadsheets eat the first zero.
    code = text.upper().rjust(5, "0") if text.isdigit() else text.upper()
    if not _CITYCODE.fullmatch(code):
        raise ValueError(f"code_insee: not an INSEE code: {text!r}")
    return code


def _add(group: dict[str, Street], row: Row) -> None:
    name = row.get("street") or row.get("locality")
    if not name:
        raise ValueError("no name of a street or locality")
    at = point(row, row["citycode"])
    text = _number(row)
    known = _STREET_ID.fullmatch(row.get("id", "")) if row.get("street") else None
    slug = street_text(name).replace(" ", "-")
    key = (
        known[1]
        if known
        else row.get("id")
        if row.get("locality")
        else f"{row['citycode']}_{slug}_{row.get('postcode', '')}"
    )
    street = group.setdefault(key or f"{row['citycode']}_{slug}", Street(key or f"{row['citycode']}_{slug}", row, at))
    if text:
        x, y = number(row.get("x"), "x"), number(row.get("y"), "y")
        street.numbers.setdefault(text, HouseNumber(*at, row.get("id", ""), x, y if x is not None else None))


def _number(row: Row) -> str:
    digits = row.get("number", "")
    if not digits or digits == _NO_NUMBER:
        return ""
    if not digits.isdecimal() or len(digits) > 5:
        raise ValueError(f"numero: not a house number: {digits[:40]!r}")
    return number_text(f"{int(digits)} {row.get('suffix', '')}")


def _documents(group: Mapping[str, Street], again: int) -> Iterator[Document]:
    """The documents of a commune; `again`: how often it already came in this file, which should be never."""
    for street in group.values():
        place = _place(street)
        yield Document(f"{place.id}~{again}" if again else place.id, place.body())


def _place(street: Street) -> Place:
    row = street.row
    town = communes.known_towns().get(row["citycode"])
    district = town is not None and town.type == "district"
    population = town.population if town else 0
    # The street is where its middle number is.
    points = [(at.lon, at.lat) for at in street.numbers.values()] or [street.at]
    lon, lat = points[len(points) // 2]
    middle = list(street.numbers.values())[len(points) // 2] if street.numbers else None
    return Place(
        id=street.id,
        type="street" if row.get("street") else "locality",
        name=row.get("street") or row["locality"],
        lon=lon,
        lat=lat,
        citycodes=town.citycodes if town else (row["citycode"],),
        city=town.city if town else row.get("city", ""),
        district=town.district if town and district else "",
        oldcity=row.get("oldcity", ""),
        postcodes=(row["postcode"],) if row.get("postcode") else (),
        context=town.context if town else "",
        importance=importance(population, len(street.numbers)),
        x=middle.x if middle else number(row.get("x"), "x"),
        y=middle.y if middle else number(row.get("y"), "y"),
        numbers=street.numbers,
    )
