"""The parts of a profile that are one plain form: wishes, traits, identity."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from indexer.sources import catalogue
from web.access import NotYours
from web.accounts.rules import shown_phone
from web.candidates import forms, rules, service
from web.candidates.access import NO_STORE, candidate
from web.candidates.profile import show
from web.candidates.profile.saving import HOME, home_again, save
from web.candidates.profile.screens import IdentityPart
from web.db.writes import id_of
from web.forms import Reader, posted
from web.rendering import page

_SENT = "Nous envoyons un lien à la nouvelle adresse. L'ancienne sert jusqu'à ce que vous l'ayez ouvert."
WISHES, TRAITS, IDENTITY = f"{HOME}/souhaits", f"{HOME}/comportements", f"{HOME}/identite"


async def show_wishes(request: Request) -> Response:
    """The form."""
    person = await candidate(request)
    salary = (person.profile.get("wishes") or {}).get("salary")
    return page(request, show.wishes(forms.wishes_typed(person.profile), {}, salary), headers=NO_STORE)


async def save_wishes(request: Request) -> Response:
    """Write them; the occupations stay as they are."""
    person = await candidate(request)
    values = await posted(request)
    reader = Reader(values)
    wishes = forms.wishes(reader)
    if reader.errors:
        typed: forms.Typed = {name: [""] for name in forms.wishes_typed(person.profile)} | values
        return page(request, show.wishes(typed, reader.errors, wishes["salary"]), 400, NO_STORE)
    await save(request, person, partial(rules.with_wishes, wishes=wishes))
    return home_again("souhaits")


async def show_traits(request: Request) -> Response:
    """The traits, with what each means."""
    person = await candidate(request)
    known = (await to_thread.run_sync(catalogue.load)).traits
    return page(request, show.traits(known, person.profile.get("traits", ()), {}), headers=NO_STORE)


async def save_traits(request: Request) -> Response:
    """Write those that were ticked."""
    person = await candidate(request)
    reader = Reader(values := await posted(request))
    known = (await to_thread.run_sync(catalogue.load)).traits
    chosen = forms.traits(reader, list(known))
    if reader.errors:
        return page(request, show.traits(known, values.get("traits", ()), reader.errors), 400, NO_STORE)
    await save(request, person, partial(rules.with_traits, traits=chosen))
    return home_again("comportements")


async def show_identity(request: Request) -> Response:
    """Who one is, as the recruiters see it once they have lifted anonymity."""
    person = await candidate(request)
    typed = {"prenom": [person.first_name], "nom": [person.last_name], "telephone": [shown_phone(person.phone)]}
    done = _SENT if request.query_params.get("fait") else ""
    return page(request, IdentityPart(person.email, typed, done=done), headers=NO_STORE)


async def save_identity(request: Request) -> Response:
    """Write it."""
    person = await candidate(request)
    values = await posted(request)
    reader = Reader(values)
    details = forms.details(reader)
    if reader.errors:
        return page(request, IdentityPart(person.email, values, reader.errors), 400, NO_STORE)
    state = request.app.state
    try:
        await state.database.write(service.rename, id_of(person), details, state.clock())
    except service.Gone:
        raise NotYours from None
    return home_again("identite")


routes = [
    Route(WISHES, show_wishes),
    Route(WISHES, save_wishes, methods=["POST"]),
    Route(TRAITS, show_traits),
    Route(TRAITS, save_traits, methods=["POST"]),
    Route(IDENTITY, show_identity),
    Route(IDENTITY, save_identity, methods=["POST"]),
]
