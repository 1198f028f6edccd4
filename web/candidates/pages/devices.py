"""`/candidat/appareils`: the devices that get pushes."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.candidates import devices
from web.candidates.access import candidate
from web.candidates.devices import Subscription, TooManyDevices
from web.candidates.pages.home import home
from web.forms import MOST_FIELDS, Reader, Values, first, posted
from web.limits import Limit, address

# One that tries endpoints finds none, but need not try at all.
CHANGES = Limit("device changes", 30, timedelta(hours=1))

_UNUSABLE = "Votre navigateur nous a donné une adresse que nous ne pouvons pas utiliser. Essayez-en un autre."
_TOO_MANY = f"Vous avez déjà {devices.MOST} appareils. Retirez-en un, puis recommencez."


async def add(request: Request) -> Response:
    """Push to this browser from now on."""
    person = await candidate(request)
    values = await posted(request)
    state = request.app.state
    name = devices.name_of(request.headers.get("user-agent", ""))
    try:
        given = _subscription(request, values)
        await state.database.write(devices.add, person.id, given, name, state.clock())
    except ValueError:
        return await home(request, person, 400, error=_UNUSABLE)
    except TooManyDevices:
        return await home(request, person, 409, error=_TOO_MANY)
    return RedirectResponse("/candidat/espace?fait=appareil#appareils", 303)


async def change(request: Request) -> Response:
    """The service worker tells that its browser has another subscription.

    Without a session or a token of ours: the endpoint that we knew is the proof. The answer is the same in every case.
    """
    state = request.app.state
    await state.limits.take({CHANGES: address(request)})
    async with request.form(max_fields=MOST_FIELDS, max_files=0) as form:
        values = {name: [str(value)] for name, value in form.multi_items()}
    old = first(values, "ancien")
    try:
        await state.database.write(devices.replace, old, _subscription(request, values))
    except ValueError:
        return Response(status_code=400)
    return Response(status_code=204)


async def rename(request: Request) -> Response:
    """Call a device otherwise."""
    person = await candidate(request)
    reader = Reader(await posted(request))
    name = reader.line("nom", missing="Donnez un nom à cet appareil.", most=devices.MOST_NAME)
    if reader.errors:
        return await home(request, person, 400, error=reader.errors["nom"])
    await request.app.state.database.write(devices.rename, person.id, request.path_params["ref"], name)
    return RedirectResponse("/candidat/espace?fait=renomme#appareils", 303)


async def remove(request: Request) -> Response:
    """Push to a device no more."""
    person = await candidate(request)
    await posted(request)
    state = request.app.state
    await state.database.write(devices.remove, person.id, request.path_params["ref"], state.clock())
    return RedirectResponse("/candidat/espace?fait=retire#appareils", 303)


def _subscription(request: Request, values: Values) -> Subscription:
    """Raises ValueError."""
    endpoint, p256dh, auth = (first(values, name) for name in ("endpoint", "p256dh", "auth"))
    here = request.app.state.settings.push_to_this_machine
    return devices.subscription(endpoint, p256dh, auth, to_this_machine=here)


routes = [
    Route("/candidat/appareils", add, methods=["POST"]),
    Route("/candidat/appareils/changement", change, methods=["POST"]),
    Route("/candidat/appareils/{ref}/nom", rename, methods=["POST"]),
    Route("/candidat/appareils/{ref}/retirer", remove, methods=["POST"]),
]
