"""`/candidat/inscription`: a mail address, the link sent to it, and behind the link who one is and where one lives."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from search_api.places import Found as Place
from web.candidates import access, forms, meaning, rules, signing_up, space
from web.candidates.access import NO_STORE
from web.candidates.meaning import Meant
from web.candidates.pages.door import HOME as SPACE
from web.candidates.pages.door import send_link
from web.candidates.profile import show
from web.candidates.screens import Register, RegisterDoor, RegisterSent, RegisterUsed
from web.forms import Reader, posted
from web.outbox.pages import mailbox_of
from web.rendering import page
from web.visitor import keep, visitor

DOOR = "/candidat/inscription"
_CONSENT = "Sans votre accord, nous ne pouvons pas vous proposer d'offres : cochez cette case."


async def show_door(request: Request) -> Response:
    """The form that asks for the address; who is in already goes on."""
    if await access.candidate_or_nobody(request):
        return RedirectResponse(SPACE, 303)
    return page(request, RegisterDoor(), headers=NO_STORE)


async def ask(request: Request) -> Response:
    """Send a link: the same page follows, whether the address is known or not."""
    return await send_link(request, RegisterDoor, signing_up.ask, f"{DOOR}/envoye")


async def show_sent(request: Request) -> Response:
    """`/candidat/inscription/envoye`."""
    return page(request, RegisterSent(mailbox_of(request)))


async def show_form(request: Request) -> Response:
    """Behind the link; looking at it does not use it up."""
    email = await _email(request)
    return (
        _used(request) if email is None else page(request, Register(request.url.path, email, {}, {}), headers=NO_STORE)
    )


async def register(request: Request) -> Response:
    """Write the person, and open their space in this browser."""
    values = await posted(request)
    email = await _email(request)
    if email is None:
        return _used(request)
    reader = Reader(values)
    details = forms.details(reader)
    field = forms.named(reader, "ville", "Indiquez votre ville.")
    meant: Meant[Place] = Meant()
    if "ville" not in reader.errors:
        meant = await meaning.town_of_form(request.app.state.engine, reader, field)
    if not reader.checked("accord"):
        reader.errors["accord"] = _CONSENT
    if reader.errors or meant.one is None:
        screen = Register(request.url.path, email, values, reader.errors, show.choices(meant.choices))
        return page(request, screen, 400, NO_STORE)
    state = request.app.state
    profile = rules.beginning(meaning.home_of(meant.one))
    token = await state.database.write(signing_up.register, _ref(request), details, profile, state.clock())
    if token is None:
        return _used(request)
    # What a form knew before opens nothing after.
    visitor(request).renew()
    answer = RedirectResponse("/candidat/profil?fait=bienvenue", 303)
    keep(request, answer, space.COOKIE, token, space.LIFE)
    return answer


def _ref(request: Request) -> str:
    return access.subject(request, signing_up.LINK, signing_up.LINK_LIFE)


async def _email(request: Request) -> str | None:
    found: str | None = await request.app.state.database.read(signing_up.behind, _ref(request))
    return found


def _used(request: Request) -> Response:
    return page(request, RegisterUsed(), 410, NO_STORE)


routes = [
    Route(DOOR, show_door),
    Route(DOOR, ask, methods=["POST"]),
    Route(f"{DOOR}/envoye", show_sent),
    Route(f"{DOOR}/{{token}}", show_form),
    Route(f"{DOOR}/{{token}}", register, methods=["POST"]),
]
