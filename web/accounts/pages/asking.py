"""`/contact`: for those who have no invitation code."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.accounts import contact as contacts
from web.accounts import forms, kept, rates
from web.accounts.screens import Contact, Thanks
from web.forms import first, posted
from web.limits import address
from web.rendering import page

_FIELDS = ("nom", "mail", "telephone", "entreprise", "message")


async def show_contact(request: Request) -> Response:
    """The form."""
    return page(request, Contact(kept.shown(await kept.of_query(request))))


async def contact(request: Request) -> Response:
    """Keep the request and tell staff."""
    values = await posted(request)
    search = kept.shown(await kept.of_form(request, values))
    wanted, errors = forms.contact(values)
    if errors:
        typed = {name: first(values, name) for name in _FIELDS}
        return page(request, Contact(search, typed, errors), 400)
    state = request.app.state
    await state.limits.take({rates.CONTACT: address(request), rates.MAIL: f"contact {wanted.email}"})
    query = search.query.removeprefix("?")
    await state.database.write(contacts.ask, wanted, query, state.clock(), state.settings.mail.staff)
    return RedirectResponse(f"/contact/merci{search.query}", 303)


async def thanks(request: Request) -> Response:
    """`/contact/merci`."""
    search = await kept.of_query(request)
    if search is None:
        return page(request, Thanks("/", "Aller à l'accueil"))
    return page(request, Thanks(search.search.url(), "Revenir à ma recherche"))


routes = [
    Route("/contact", show_contact),
    Route("/contact", contact, methods=["POST"]),
    Route("/contact/merci", thanks),
]
