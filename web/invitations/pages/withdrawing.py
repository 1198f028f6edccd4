"""`/invitation/{token}/retirer`: withdrawing one's application. The page asks once more, and says what follows."""

from datetime import timedelta

from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.applications import withdrawing
from web.applications.applying import Gone
from web.applications.withdrawing import Otherwise
from web.forms import first, posted
from web.invitations import show
from web.invitations.pages.link import PRIVATE, found_by, gone, path_of, ref_of
from web.limits import Limit
from web.rendering import page

# Each leaves a trace with the company: enough to put mistakes right.
WITHDRAWALS = Limit("withdrawals", 5, timedelta(days=1))


async def ask(request: Request) -> Response:
    """What withdrawing does, and the button; without an application, there is nothing to ask."""
    try:
        return await _asked(request)
    except Gone:
        return gone(request)


async def withdraw(request: Request) -> Response:
    """Withdraw it; back to the offer, which says so. Pressed twice, it is done once."""
    seen = first(await posted(request), "vu")
    state = request.app.state
    try:
        ref = ref_of(request)
        await state.limits.take({WITHDRAWALS: ref})
        loosened = await state.database.write(withdrawing.withdraw, ref, seen, state.clock())
    except Gone:
        return gone(request)
    except Otherwise:
        return await _asked(request, changed=True)
    await to_thread.run_sync(state.bundles.forget, loosened)
    # Once the answer is out: what was erased leaves the file of the database as well.
    return RedirectResponse(path_of(request), 303, PRIVATE, background=BackgroundTask(state.database.scrub))


async def _asked(request: Request, *, changed: bool = False) -> Response:
    found = await found_by(request)
    if found.application is None:
        return RedirectResponse(path_of(request), 303, PRIVATE)
    screen = show.withdraw(found, found.application, path_of(request), changed=changed)
    return page(request, screen, 409 if changed else 200, PRIVATE)


routes = [
    Route("/invitation/{token}/retirer", ask),
    Route("/invitation/{token}/retirer", withdraw, methods=["POST"]),
]
