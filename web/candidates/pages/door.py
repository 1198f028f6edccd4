"""`/candidat`: into one's space by a link that a mail brings, and out of it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.accounts import rules
from web.candidates import access, space
from web.candidates.access import NO_STORE
from web.candidates.screens import Door, Enter, LinkSent, RegisterDoor, UsedLink
from web.candidates.tables import Candidate
from web.forms import Reader, first, posted
from web.limits import Limit, address
from web.outbox.pages import mailbox_of
from web.rendering import page
from web.visitor import keep, visitor

# By address of the network, and by mailbox: anyone may have a link sent to anybody.
LINKS = Limit("space links", 20, timedelta(hours=1))
MAIL = Limit("space mail", 5, timedelta(hours=1))

HOME = "/candidat/espace"

# In a transaction: the addresses that may be meant, now.
Ask = Callable[[Session, Sequence[str], datetime], None]


async def show(request: Request) -> Response:
    """The form; who is in already goes on."""
    if await access.candidate_or_nobody(request):
        return RedirectResponse(HOME, 303)
    return page(request, Door(), headers=NO_STORE)


async def ask(request: Request) -> Response:
    """Send a link, or not: the same page follows, before anyone knows."""
    return await send_link(request, Door, space.ask, "/candidat/envoye")


async def send_link(request: Request, form: type[Door | RegisterDoor], send: Ask, then: str) -> Response:
    """Read a mail address and have `send` send a link there after the answer, so that the answer tells nothing of
    whether the address is known. form: shown again with what is wrong; then: the page that follows."""
    values = await posted(request)
    reader = Reader(values)
    email = reader.parsed("mail", rules.email, missing="Indiquez votre adresse mail.")
    typed = first(values, "mail").strip()
    if reader.errors:
        return page(request, form(typed=typed, errors=reader.errors), 400, NO_STORE)
    state = request.app.state
    await state.limits.take({LINKS: address(request), MAIL: email})
    task = BackgroundTask(state.database.write, send, (email, typed.lower()), state.clock())
    return RedirectResponse(then, 303, background=task)


async def show_sent(request: Request) -> Response:
    """`/candidat/envoye`."""
    return page(request, LinkSent(mailbox_of(request)))


async def show_enter(request: Request) -> Response:
    """`/candidat/entrer/{token}`: a button, for a program that opens the links of mails must not use this one up."""
    ref = _ref(request)
    found: Candidate | None = await request.app.state.database.read(space.behind, ref) if ref else None
    if found is None:
        return _used(request)
    return page(request, Enter(request.url.path, found.email), headers=NO_STORE)


async def enter(request: Request) -> Response:
    """Use the link."""
    await posted(request)
    state, ref = request.app.state, _ref(request)
    token: str | None = await state.database.write(space.enter, ref, state.clock()) if ref else None
    if token is None:
        return _used(request)
    # What a form knew before opens nothing after.
    visitor(request).renew()
    answer = RedirectResponse(HOME, 303)
    keep(request, answer, space.COOKIE, token, space.LIFE)
    return answer


async def leave(request: Request) -> Response:
    """Close the space in this browser."""
    await posted(request)
    token = access.session_token(request)
    if token:
        await request.app.state.database.write(space.leave, token)
    visitor(request).renew()
    answer = RedirectResponse("/candidat", 303)
    keep(request, answer, space.COOKIE, "", timedelta(0))
    return answer


def _ref(request: Request) -> str:
    return access.subject(request, space.LINK, space.LINK_LIFE)


def _used(request: Request) -> Response:
    return page(request, UsedLink(), 410, NO_STORE)


routes = [
    Route("/candidat", show),
    Route("/candidat", ask, methods=["POST"]),
    Route("/candidat/envoye", show_sent),
    Route("/candidat/entrer/{token}", show_enter),
    Route("/candidat/entrer/{token}", enter, methods=["POST"]),
    Route("/candidat/quitter", leave, methods=["POST"]),
]
