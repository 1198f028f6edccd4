"""What the templates of applications may see: what web.anonymity lets through, in words."""

from dataclasses import dataclass
from typing import ClassVar

from web.anticv.formats import Link
from web.applications.sheet import Trait
from web.notes.screens import Panel


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
    """One application in a list. name: after lifting only. answer, rest: its beginning, and what is folded. gone: it
    was withdrawn. blind: answers only. left: it is not of this list any more, and says where it went. notice: what a
    colleague did first."""

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
    watch: where to ask whether anything changed since `version`.
    first_url, next_url: of the first and next part, empty where one is on it. downloads_url: of the favourites' files,
    on their list only."""

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
    version: str
    first_url: str
    next_url: str
    downloads_url: str


@dataclass(frozen=True)
class News:
    """What changed, as pieces that take their places in a board on a screen. said: for those who listen. watch,
    version: as in Board, empty when they stay as they are. fresh: how many applications came since, as a sentence;
    here: to see them."""

    template: ClassVar[str] = "news.html"
    rows: tuple[Row, ...]
    filters: tuple[Choice, ...]
    told: str
    said: str
    watch: str
    version: str
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
class Identity:
    """Who the person is, after lifting. mail_url, phone_url: open a letter, call. by: who lifted, when."""

    email: str
    mail_url: str
    phone: str
    phone_url: str
    by: str


@dataclass(frozen=True)
class Lifted:
    """Who the person is, and what one does about it. contacted: somebody already noted that they were contacted. back:
    where one came from."""

    template: ClassVar[str] = "lifted.html"
    title: str
    acts: Acts
    identity: Identity
    contacted: bool
    back: str


@dataclass(frozen=True)
class Held:
    """A skill that the offer asks for and the person has. required: the offer cannot do without. seen_in: occupations
    of their experience that use it, as a sentence; empty when none does."""

    label: str
    required: bool
    seen_in: str


@dataclass(frozen=True)
class Met:
    """One criterion of the offer put to the person. told: what answers it ("12 km"), or the criterion where they stated
    nothing; under: the other of the two."""

    told: str
    under: str
    holds: bool


@dataclass(frozen=True)
class Experience:
    """A time in an occupation. near: how near to the offer's, in words; common: skills in common, as a sentence."""

    occupation: str
    period: str
    duration: str
    near: str
    common: str


@dataclass(frozen=True)
class Profile:
    """The anonymous part of a person, in words. criteria: empty while the engine does not answer. missing: skills of
    the offer that the person does not have. wishes: pairs (name, value)."""

    criteria: tuple[Met, ...]
    asked: tuple[Held, ...]
    missing: tuple[str, ...]
    others: tuple[str, ...]
    wishes: tuple[tuple[str, str], ...]
    experiences: tuple[Experience, ...]
    traits: tuple[Trait, ...]


@dataclass(frozen=True)
class Happened:
    """One act on the application. when: empty where that is not to be told."""

    what: str
    when: str


@dataclass(frozen=True)
class Detail:
    """`/candidatures/{ref}`. about: which one it is, under a name. gone: it was withdrawn, and profile is None;
    identity: None until anonymity was lifted. told_notes: how many there are. here: URL of this page, for acts to come
    back to it. previous, following: URLs of the neighbours in the list that one came from, empty at its ends."""

    template: ClassVar[str] = "application.html"
    title: str
    about: str
    board_url: str
    previous: str
    following: str
    here: str
    acts: Acts
    stage_word: str
    availability: str
    gone: str
    identity: Identity | None
    question: str
    answer: str
    profile: Profile | None
    downloads: tuple[Link, ...]
    history: tuple[Happened, ...]
    told_notes: str
    panel: Panel
