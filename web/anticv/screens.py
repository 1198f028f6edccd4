"""What the templates of downloads may see."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Favourites:
    """`/offres/{ref}/favoris`. base: URL of the page; offer: of the offer; board: of its applications. count, gone,
    lifted: as told, empty for none. notice: what to know first, empty for nothing."""

    template: ClassVar[str] = "favourites.html"
    title: str
    base: str
    board: str
    occupation: str
    near: str
    count: str
    gone: str
    lifted: str
    notice: str


@dataclass(frozen=True)
class Preparing:
    """`/offres/{ref}/favoris/{bundle}`: a ZIP while it is made, and then. state: running, ready or failed. told: how
    far; size: of the file, as told; until: when it is taken away."""

    template: ClassVar[str] = "preparing.html"
    title: str
    base: str
    here: str
    state: str
    percent: int
    told: str
    size: str
    until: str
