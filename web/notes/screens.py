"""What the templates of notes may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from web.staff.screens import Sheet


@dataclass(frozen=True)
class Advice:
    """A criterion that a text touches on. words: which of its words do, quoted; criterion: follows "touche"."""

    words: str
    criterion: str


@dataclass(frozen=True)
class Version:
    """What a note said before. told: who had written it, and until when it stood."""

    text: str
    told: str


@dataclass(frozen=True)
class Note:
    """A note. told: who wrote it and when; edited: who changed it and when, empty for nobody; removed: that it was
    taken back and when, empty while it stands. mine: the reader is its author. advices: for who wrote the present
    text only."""

    ref: str
    text: str
    told: str
    edited: str
    removed: str
    mine: bool
    revision: int
    versions: Sequence[Version]
    advices: Sequence[Advice]


@dataclass(frozen=True)
class Panel:
    """The notes of an application. action: where a new one is sent; typed, error, advices: of one that came back.
    most: characters that a note may have."""

    action: str
    notes: Sequence[Note]
    typed: str
    error: str
    advices: Sequence[Advice]
    most: int


@dataclass(frozen=True)
class EditNote:
    """`/notes/{ref}`. revision: that the reader has seen. clash: a colleague was first: what the note says now, and by
    whom; None: nobody was. back: the application; about: its name."""

    template: ClassVar[str] = "note_edit.html"
    title: str
    action: str
    hint_url: str
    typed: str
    error: str
    revision: int
    clash: Version | None
    advices: Sequence[Advice]
    about: str
    back: str
    most: int


@dataclass(frozen=True)
class NoteHint:
    """What a text that is being typed touches on, as a piece of a page."""

    template: ClassVar[str] = "note_hint.html"
    advices: Sequence[Advice]


@dataclass(frozen=True)
class StaffNote:
    """A note as staff read it: about which application, by its day; what would name the person is struck."""

    about: str
    told: str
    edited: str
    removed: str
    text: str
    versions: Sequence[Version]


@dataclass(frozen=True)
class StaffNotes:
    """`/equipe/offres/{ref}/notes`."""

    template: ClassVar[str] = "staff_notes.html"
    sheet: Sheet
    notes: Sequence[StaffNote]
    offer: str
    offer_url: str
    title: str = "Notes"
