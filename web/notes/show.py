"""Notes as screens. Pure."""

from collections.abc import Callable, Sequence

from web.accounts.tables import Account
from web.applications.tables import NoteVersion
from web.notes import screens, wording
from web.notes.hints import hints
from web.notes.screens import Advice, Note, Panel, StaffNote, Version
from web.notes.service import Written
from web.spans import moment

MOST_TEXT = 2_000


def advices(text: str) -> tuple[Advice, ...]:
    """What a text touches on."""
    return tuple(Advice(wording.quoted(one.words), one.criterion) for one in hints(text))


def panel(ref: str, found: Sequence[Written], reader: Account, typed: str = "", error: str = "") -> Panel:
    """The notes of the application `ref`, and the field for a new one. typed, error: of one that came back."""
    return Panel(
        action=f"/candidatures/{ref}/notes",
        notes=tuple(_note(one, reader) for one in found),
        typed=typed,
        error=error,
        advices=advices(typed),
        most=MOST_TEXT,
    )


def edit(
    one: Written, application_ref: str, about: str, typed: str, error: str = "", *, clash: bool = False
) -> screens.EditNote:
    """The page that changes a note. about: how its application is called. clash: a colleague was first."""
    note = one.note
    return screens.EditNote(
        title="Modifier la note",
        action=f"/notes/{note.ref}",
        hint_url=f"/candidatures/{application_ref}/notes/conseil",
        typed=typed,
        error=error,
        revision=note.revision,
        clash=Version(note.text, _edited(one) or _told(one)) if clash else None,
        advices=advices(typed),
        about=about,
        back=back_of(application_ref, note.ref),
        most=MOST_TEXT,
    )


def back_of(application_ref: str, ref: str) -> str:
    """Where a note stands on the page of its application."""
    return f"/candidatures/{application_ref}#note-{ref}"


def staff_note(one: Written, about: str, strike: Callable[[str], str]) -> StaffNote:
    """A note for staff. strike: takes out what would name the person."""
    versions = [Version(strike(version.text), version.told) for version in _versions(one)]
    return StaffNote(about, _told(one), _edited(one), _removed(one), strike(one.note.text), versions)


def _note(one: Written, reader: Account) -> Note:
    note = one.note
    return Note(
        ref=note.ref,
        text=note.text,
        told=_told(one),
        edited=_edited(one),
        removed=_removed(one),
        mine=note.author_id == reader.id,
        revision=note.revision,
        versions=_versions(one),
        advices=advices(note.text) if reader.id == (note.edited_by or note.author_id) else (),
    )


def _told(one: Written) -> str:
    return f"{one.people[one.note.author_id]}, le {moment(one.note.written_at)}"


def _edited(one: Written) -> str:
    note = one.note
    if note.edited_at is None or note.edited_by is None or note.removed_at:
        return ""
    return f"Modifiée par {one.people[note.edited_by]}, le {moment(note.edited_at)}"


def _removed(one: Written) -> str:
    return f"Note retirée le {moment(one.note.removed_at)}." if one.note.removed_at else ""


def _versions(one: Written) -> tuple[Version, ...]:
    def version(before: NoteVersion) -> Version:
        writer = one.people[before.edited_by or one.note.author_id]
        return Version(before.text, f"{writer}, jusqu'au {moment(before.until)}")

    return tuple(map(version, one.versions))
