"""What is done with notes: each function is the body of one transaction. The way to a note is its application's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from web.access import NotYours
from web.accounts.tables import Account
from web.anonymity import struck
from web.applications.access import application_of
from web.applications.tables import Application, Note, NoteVersion
from web.candidates.tables import Candidate
from web.db.writes import id_of
from web.offers.tables import Offer


class Edited(Exception):
    """The note does not say any more what the page showed: a colleague was first."""


class Removed(Exception):
    """The note was taken back meanwhile, by whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it is read. versions: what it said before, the last first. people: names by account id."""

    note: Note
    versions: Sequence[NoteVersion]
    people: Mapping[int, str]


def of_application(session: Session, application: Application) -> list[Written]:
    """The notes of an application, as they were written."""
    wanted = select(Note).where(Note.application_id == application.id).order_by(col(Note.id))
    return written(session, session.exec(wanted).all())


def written(session: Session, notes: Sequence[Note]) -> list[Written]:
    """Notes with what they said before and the names of who wrote: two questions, however many they are."""
    versions: dict[int, list[NoteVersion]] = {id_of(note): [] for note in notes}
    before = select(NoteVersion).where(col(NoteVersion.note_id).in_(versions)).order_by(col(NoteVersion.id).desc())
    for one in session.exec(before):
        versions[one.note_id].append(one)
    writers = {one.author_id for one in notes} | {one.edited_by for one in notes}
    writers |= {one.edited_by for several in versions.values() for one in several}
    people = {
        id_of(one): one.name for one in session.exec(select(Account).where(col(Account.id).in_(writers - {None})))
    }
    return [Written(note, versions[id_of(note)], people) for note in notes]


def note_of(
    session: Session, account: Account, ref: str, *, to_change: bool = False
) -> tuple[Note, Application, Offer]:
    """A note, its application and its offer. Raises NotYours."""
    wanted = select(Application.ref, Note).join(Note, col(Note.application_id) == Application.id).where(Note.ref == ref)
    found = session.exec(wanted.with_for_update(of=Note) if to_change else wanted).one_or_none()
    if found is None:
        raise NotYours
    application_ref, note = found
    return note, *application_of(session, account, application_ref)


def add(session: Session, account: Account, application_ref: str, text: str, now: datetime) -> Note:
    """Write a note. Raises NotYours."""
    application, _ = application_of(session, account, application_ref)
    note = Note(application_id=id_of(application), author_id=id_of(account), text=text, written_at=now)
    session.add(note)
    session.flush()
    return note


def edit(session: Session, account: Account, ref: str, text: str, revision: int, now: datetime) -> Note:
    """Change what a note says; what it said is kept. revision: of the text that the editor has read.

    Any colleague may: the note says who did. Raises NotYours, Removed, Edited.
    """
    note, _, _ = note_of(session, account, ref, to_change=True)
    if note.removed_at:
        raise Removed
    if note.text == text:
        return note
    if note.revision != revision:
        raise Edited
    session.add(NoteVersion(note_id=id_of(note), text=note.text, edited_by=note.edited_by, until=now))
    note.text, note.edited_by, note.edited_at = text, id_of(account), now
    note.revision += 1
    session.add(note)
    return note


def remove(session: Session, account: Account, ref: str, revision: int, now: datetime) -> Note:
    """Take a note back: nobody reads it any more, nor what it said before; that there was one stays.

    Its author only. Nothing to do when it is done. Raises NotYours, also for a colleague's note, and Edited.
    """
    note, _, _ = note_of(session, account, ref, to_change=True)
    if note.author_id != account.id:
        raise NotYours
    if note.removed_at:
        return note
    if note.revision != revision:
        raise Edited
    session.execute(delete(NoteVersion).where(col(NoteVersion.note_id) == note.id))
    note.text, note.removed_at = "", now
    session.add(note)
    return note


def strike(session: Session, candidate: Candidate, applications: Collection[int]) -> None:
    """Strike what tells who the person is out of all that was noted on these applications of theirs, which are to be
    nobody's (by id): their names and numbers go, the notes stay."""
    # Held: an edit under way is waited for, and struck with its versions.
    theirs = select(Note).where(col(Note.application_id).in_(applications)).order_by(col(Note.id))
    notes = session.exec(theirs.with_for_update()).all()
    versions = session.exec(select(NoteVersion).where(col(NoteVersion.note_id).in_([one.id for one in notes]))).all()
    for note in notes:
        note.text = struck(note.text, candidate)
    for version in versions:
        version.text = struck(version.text, candidate)
    session.add_all([*notes, *versions])
