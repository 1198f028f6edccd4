"""What the templates of applications may see: what web.anonymity lets through, in words."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Choice:
    """A link among several: a list or an order. code: for its pictogram. count: of applications, empty where it is not
    told."""

    code: str
    word: str
    url: str
    here: bool
    count: str = ""


@dataclass(frozen=True)
class Acts:
    """What the buttons of one application need. title: how it is called when read out ("candidature du 3 mars 2026"),
    for it has no name. may: the moves that are possible (rules.py:Move). lift: whether contacting means lifting first.
    """

    ref: str
    title: str
    stage: str
    favourite: bool
    revision: int
    may: tuple[str, ...]
    lift: bool


@dataclass(frozen=True)
class Row:
    """One application in a list. name: after lifting only. answer, rest: its beginning, and what is folded. gone: the
    person has erased themselves. blind: answers only. left: it is not of this list any more, and says where it went.
    notice: what a colleague did first."""

    ref: str
    acts: Acts
    title: str
    name: str
    availability: str
    answer: str
    rest: str
    gone: str
    stage_word: str
    blind: bool
    left: bool
    notice: str


@dataclass(frozen=True)
class Board:
    """The applications of an offer. done: what was just done, when its row left the list. here: URL of this very list.
    watch: where to ask whether anything changed; empty in the past of a list (a part that is not the last).
    first_url, next_url: of the first and next part, empty where one is on it."""

    template: ClassVar[str] = "board.html"
    title: str
    offer_url: str
    occupation: str
    near: str
    question: str
    told: str
    empty: str
    filters: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    rows: tuple[Row, ...]
    done: Row | None
    here: str
    watch: str
    first_url: str
    next_url: str


@dataclass(frozen=True)
class News:
    """What changed, as pieces that take their places in a board on a screen. said: for those who listen. watch: as in
    Board, empty when it stays as it is. fresh: how many applications came since, as a sentence; here: to see them."""

    template: ClassVar[str] = "news.html"
    rows: tuple[Row, ...]
    filters: tuple[Choice, ...]
    told: str
    said: str
    watch: str
    fresh: str
    here: str


@dataclass(frozen=True)
class Clash:
    """Somebody was first, or the move is not possible: the application as it is now. back: where one came from."""

    template: ClassVar[str] = "clash.html"
    title: str
    row: Row
    back: str


@dataclass(frozen=True)
class Lift:
    """The commitment, before anonymity is lifted. back: where one came from."""

    template: ClassVar[str] = "lift.html"
    title: str
    acts: Acts
    occupation: str
    near: str
    back: str


@dataclass(frozen=True)
class Lifted:
    """Who the person is, and what one does about it. mail_url: opens a letter to them; phone_url: calls them.
    contacted: somebody already noted that they were contacted. by: who lifted, when."""

    template: ClassVar[str] = "lifted.html"
    title: str
    acts: Acts
    name: str
    email: str
    mail_url: str
    phone: str
    phone_url: str
    by: str
    contacted: bool
    back: str
