"""Writing, changing and taking back notes, each a POST that leads back to the application; and the hint while one
types."""

from datetime import timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.access import recruiter
from web.accounts.tables import Account
from web.applications import board
from web.applications.access import application_of
from web.applications.detail import url
from web.applications.pages.detail import application_page
from web.applications.pages.moves import revision_of
from web.applications.tables import Application
from web.clock import day_of
from web.forms import Reader, first, posted
from web.limits import Limit
from web.notes import service, show, wording
from web.notes.screens import EditNote, NoteHint
from web.offers.wording import day
from web.rendering import page

# Far above what a person types; below what would fill a disk.
WRITING = Limit("notes", 60, timedelta(minutes=10))
HINTS = Limit("note hints", 400, timedelta(minutes=10))


async def add(request: Request) -> Response:
    """POST `/candidatures/{ref}/notes`."""
    account, values = recruiter(request), await posted(request)
    state, ref = request.app.state, request.path_params["ref"]
    reader = Reader(values)
    text = reader.text("texte", missing=wording.MISSING, most=show.MOST_TEXT)
    if reader.errors:
        return await application_page(request, ref, text, reader.errors["texte"], 400)
    await state.database.read(application_of, account, ref)
    await state.limits.take({WRITING: account.ref})
    note = await state.database.write(service.add, account, ref, text, state.clock())
    return RedirectResponse(f"{url(ref, board.parse(request.query_params))}#note-{note.ref}", 303)


async def hint(request: Request) -> Response:
    """POST `/candidatures/{ref}/notes/conseil`: what a text that is being typed touches on. It is kept nowhere."""
    account, values = recruiter(request), await posted(request)
    state = request.app.state
    await state.database.read(application_of, account, request.path_params["ref"])
    await state.limits.take({HINTS: account.ref})
    return page(request, NoteHint(show.advices(first(values, "texte")[: show.MOST_TEXT])))


async def show_note(request: Request) -> Response:
    """`/notes/{ref}`: to change it. One that was taken back leads to its application."""
    account, state = recruiter(request), request.app.state
    ref = request.path_params["ref"]
    screen, application_ref = await state.database.read(_edit, account, ref)
    return page(request, screen) if screen else RedirectResponse(show.back_of(application_ref, ref), 303)


async def save(request: Request) -> Response:
    """POST `/notes/{ref}`: unless a colleague was first; then both texts are shown (409)."""
    account, values = recruiter(request), await posted(request)
    state, ref = request.app.state, request.path_params["ref"]
    screen, application_ref = await state.database.read(_edit, account, ref)
    revision, reader = revision_of(values), Reader(values)
    text = reader.text("texte", missing=wording.EMPTY, most=show.MOST_TEXT)
    if screen and reader.errors:
        screen, _ = await state.database.read(_edit, account, ref, text, reader.errors["texte"])
        return page(request, screen, 400)
    await state.limits.take({WRITING: account.ref})
    try:
        await state.database.write(service.edit, account, ref, text, revision, state.clock())
    except service.Removed:
        return await application_page(request, application_ref, text, wording.GONE, 409)
    except service.Edited:
        return await _clash(request, account, ref, text)
    return RedirectResponse(show.back_of(application_ref, ref), 303)


async def remove(request: Request) -> Response:
    """POST `/notes/{ref}/retirer`: its author takes it back, having read what it says now."""
    account, values = recruiter(request), await posted(request)
    state, ref = request.app.state, request.path_params["ref"]
    _, application_ref = await state.database.read(_edit, account, ref)
    try:
        await state.database.write(service.remove, account, ref, revision_of(values), state.clock())
    except service.Edited:
        return await _clash(request, account, ref, "")
    return RedirectResponse(show.back_of(application_ref, ref), 303)


async def _clash(request: Request, account: Account, ref: str, typed: str) -> Response:
    """What the note says now, by whom, beside what was typed (nothing: its own text, to be looked at again)."""
    screen, _ = await request.app.state.database.read(_edit, account, ref, typed or None, "", True)
    return page(request, screen, 409)


def _edit(
    session: Session, account: Account, ref: str, typed: str | None = None, error: str = "", clash: bool = False
) -> tuple[EditNote | None, str]:
    """The page that changes a note, None when it was taken back; and the reference of its application."""
    note, application, _ = service.note_of(session, account, ref)
    if note.removed_at:
        return None, application.ref
    one = service.written(session, [note])[0]
    text = note.text if typed is None else typed
    return show.edit(one, application.ref, _called(application), text, error, clash=clash), application.ref


def _called(application: Application) -> str:
    return f"Candidature du {day(day_of(application.sent_at))}"


routes = [
    Route("/candidatures/{ref}/notes", add, methods=["POST"]),
    Route("/candidatures/{ref}/notes/conseil", hint, methods=["POST"]),
    Route("/notes/{ref}", show_note, methods=["GET"]),
    Route("/notes/{ref}", save, methods=["POST"]),
    Route("/notes/{ref}/retirer", remove, methods=["POST"]),
]
