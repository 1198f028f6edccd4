"""`/candidat/adresse`: another mail address, once its mailbox has shown that it is theirs."""

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.accounts import rules as accounts
from web.accounts.rules import shown_phone
from web.candidates import readdressing
from web.candidates.access import NO_STORE, candidate, subject
from web.candidates.pages.door import LINKS, MAIL
from web.candidates.profile.pages.forms import IDENTITY
from web.candidates.profile.saving import HOME
from web.candidates.profile.screens import IdentityPart
from web.candidates.screens import AddressUsed, NewAddress
from web.db.writes import id_of
from web.forms import Reader, first, posted
from web.limits import address
from web.rendering import page

ADDRESS = "/candidat/adresse"


async def ask(request: Request) -> Response:
    """Send a link to the new address."""
    person = await candidate(request)
    values = await posted(request)
    reader = Reader(values)
    email = reader.parsed("mail", accounts.email, missing="Indiquez la nouvelle adresse.")
    if reader.errors:
        typed = {"prenom": [person.first_name], "nom": [person.last_name], "telephone": [shown_phone(person.phone)]}
        return page(request, IdentityPart(person.email, {**typed, **values}, reader.errors), 400, NO_STORE)
    state = request.app.state
    await state.limits.take({LINKS: address(request), MAIL: email})
    spellings = (email, first(values, "mail").strip().lower())
    task = BackgroundTask(state.database.write, readdressing.ask, id_of(person), spellings, state.clock())
    return RedirectResponse(f"{IDENTITY}?fait=mail", 303, background=task)


async def show(request: Request) -> Response:
    """Behind the link: a button, for a program that opens the links of mails must not use this one up."""
    state = request.app.state
    asked = await state.database.read(readdressing.behind, _subject(request))
    if asked is None:
        return page(request, AddressUsed(), 410, NO_STORE)
    return page(request, NewAddress(request.url.path, asked.email), headers=NO_STORE)


async def change(request: Request) -> Response:
    """Use the link."""
    await posted(request)
    state = request.app.state
    if not await state.database.write(readdressing.change, _subject(request), state.clock()):
        return page(request, AddressUsed(), 410, NO_STORE)
    return RedirectResponse(f"{HOME}?fait=mail#identite", 303)


def _subject(request: Request) -> str:
    return subject(request, readdressing.LINK, readdressing.LINK_LIFE)


routes = [
    Route(ADDRESS, ask, methods=["POST"]),
    Route(f"{ADDRESS}/{{token}}", show),
    Route(f"{ADDRESS}/{{token}}", change, methods=["POST"]),
]
