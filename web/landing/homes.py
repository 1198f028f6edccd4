"""The map of where people live: areas and towns to shapes, and the same told as a table. Pure.

Drawn from our own data only. An area never stands for fewer people than the floor (search_api.matching sees to it).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10, sqrt

from web.landing import wording
from web.landing.geometry import Box, Frame, Point, bearing, distance_km, nearest, offset

WIDTH, HEIGHT = 480, 420
# The radius of the dot for the fewest people, unless that for the most would then outgrow the largest.
FEWEST, FEWEST_DOT, LARGEST_DOT = 5, 9.0, 34.0
MOST_LABELS = 12
NAMING_TOWNS = 40
# Room for a name, by its place in the list: the first ones show on narrow screens too, where the drawing shrinks and
# its text must be larger (site.css). A letter is about half as wide as it is high.
LARGE_LABELS = 5
LARGE_LETTER, LARGE_LINE = 10.6, 22.0
LETTER, LINE = 6.8, 16.0


@dataclass(frozen=True)
class Area:
    """People who live around a point. size_km: side of the square that they live in. count: as told, rounded."""

    point: Point
    size_km: float
    count: int


@dataclass(frozen=True)
class Town:
    """A town to find one's bearings by."""

    name: str
    point: Point
    population: int


@dataclass(frozen=True)
class Dot:
    """A filled circle, in pixels. title: what it stands for."""

    x: float
    y: float
    r: float
    title: str = ""


@dataclass(frozen=True)
class Label:
    """A town's name beside its dot. anchor: "start", "end" or "middle", as SVG has it. main: the place of work;
    extra: for wide screens only."""

    x: float
    y: float
    text: str
    anchor: str
    main: bool
    extra: bool


@dataclass(frozen=True)
class Row:
    """A line of the table that tells the map. town: the nearest one."""

    town: str
    distance: str
    count: str


@dataclass(frozen=True)
class HomesMap:
    """All that the drawing and its table show. radius: of the search, in pixels. beyond: people outside the drawing."""

    width: int
    height: int
    radius: float
    radius_label: str
    towns: tuple[Dot, ...]
    areas: tuple[Dot, ...]
    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    beyond: int


def draw(centre: Town, radius_km: int, areas: Sequence[Area], towns: Sequence[Town]) -> HomesMap:
    """The map of `areas` around a place of work; `towns` nearby by falling population, the centre not among them."""
    frame = _frame(centre.point, radius_km, areas)
    dots = _area_dots(frame, areas)
    inside = [area for area in areas if frame.holds(*frame.xy(area.point))]
    return HomesMap(
        width=WIDTH,
        height=HEIGHT,
        radius=round(radius_km * frame.scale, 1),
        radius_label=f"{radius_km}{wording.BOUND}km",
        towns=tuple(_town_dots(frame, towns)),
        areas=tuple(dots),
        labels=tuple(_labels(frame, centre, towns, radius_km)),
        rows=tuple(_rows(centre, areas, towns)),
        beyond=sum(area.count for area in areas) - sum(area.count for area in inside),
    )


def _frame(centre: Point, radius_km: int, areas: Sequence[Area]) -> Frame:
    # The circle with some air around it; a coarse area beside a small circle must show as well.
    near = [distance_km(centre, area.point) for area in areas if area.size_km > radius_km]
    reach = max(radius_km * 1.15, min(max(near, default=0) * 1.1, radius_km * 4.0))
    return Frame(centre, WIDTH, HEIGHT, HEIGHT / 2 / reach)


def _area_dots(frame: Frame, areas: Sequence[Area]) -> list[Dot]:
    most = max((area.count for area in areas), default=FEWEST)
    largest = min(LARGEST_DOT, FEWEST_DOT * sqrt(most / FEWEST))
    dots = []
    for area in sorted(areas, key=lambda one: -one.count):
        x, y = frame.xy(area.point)
        if frame.holds(x, y):
            # The surface, not the width, grows with the number of people.
            dots.append(
                Dot(
                    x,
                    y,
                    round(largest * sqrt(area.count / most), 1),
                    f"environ {wording.number(area.count)}{wording.BOUND}personnes",
                )
            )
    return dots


def _town_dots(frame: Frame, towns: Sequence[Town]) -> list[Dot]:
    dots = []
    for town in towns:
        x, y = frame.xy(town.point)
        if frame.holds(x, y):
            dots.append(Dot(x, y, round(max(0.8, log10(max(town.population, 1)) - 2.0), 1)))
    return dots


def _labels(frame: Frame, centre: Town, towns: Sequence[Town], radius_km: int) -> list[Label]:
    x, y = frame.xy(centre.point)
    taken = [Box(x - 8, y - 8, x + 8, y + 8)]
    # The circle's own caption, at its foot.
    foot = y + radius_km * frame.scale
    taken.append(Box(x - 36, foot - LARGE_LINE, x + 36, foot + 4))
    labels: list[Label] = []
    for town in (centre, *towns):
        if len(labels) == MOST_LABELS:
            break
        label, box = _label(frame, town, taken, main=town is centre, extra=len(labels) >= LARGE_LABELS)
        if label is not None and box is not None:
            labels.append(label)
            taken.append(box)
    return labels


def _label(frame: Frame, town: Town, taken: list[Box], *, main: bool, extra: bool) -> tuple[Label | None, Box | None]:
    x, y = frame.xy(town.point)
    if not frame.holds(x, y, 6):
        return None, None
    letter, line = (LETTER, LINE) if extra else (LARGE_LETTER, LARGE_LINE)
    width, gap = len(town.name) * letter, 11.0 if main else 6.0
    for anchor, left in (("start", x + gap), ("end", x - gap - width), ("middle", x - width / 2)):
        top = y - line / 2 if anchor != "middle" else y - line - gap
        box = Box(left, top, left + width, top + line)
        if box.within(frame) and not box.meets(taken):
            at = {"start": left, "end": left + width, "middle": x}[anchor]
            return Label(round(at, 1), round(top + line * 0.74, 1), town.name, anchor, main, extra), box
    return None, None


def _rows(centre: Town, areas: Sequence[Area], towns: Sequence[Town]) -> list[Row]:
    # The larger towns tell most people most.
    known = [centre, *towns[:NAMING_TOWNS]]
    points = [offset(centre.point, town.point) for town in known]
    people: Counter[tuple[str, str]] = Counter()
    for area in sorted(areas, key=lambda one: distance_km(centre.point, one.point)):
        # Small squares side by side often say the same in words: one line for them.
        people[known[nearest(offset(centre.point, area.point), points)].name, _away(centre, area)] += area.count
    return [Row(town, away, wording.number(count)) for (town, away), count in people.most_common()]


def _away(centre: Town, area: Area) -> str:
    kilometres = distance_km(centre.point, area.point)
    if kilometres < max(1.5, area.size_km / 2):
        return "sur place ou tout près"
    return f"à {wording.kilometres(kilometres)} {wording.direction(bearing(centre.point, area.point))}"
