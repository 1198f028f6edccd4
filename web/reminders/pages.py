"""Turning reminders off and on: by the link in the mail without an account, and by the box on `/compte`."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.access import recruiter
from web.forms import Reader, posted
from web.reminders import rules, service
from web.reminders.letters import STOP
from web.reminders.screens import StopReminders
from web.rendering import page
from web.screens import Failure
from web.tokens import BadToken

LINK_GONE = Failure(
    title="Ce lien ne fonctionne plus",
    status=404,
    explanation="Il est peut-être incomplet, ou trop ancien.",
    advice="Vos rappels se choisissent aussi dans votre compte.",
    retry=None,
)
_PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


async def stop(request: Request) -> Response:
    """`/rappels/{token}`: asks (GET: a program that follows links must not decide for anybody), and does it (POST).

    The POST carries no token of ours: mail programs send it by themselves (RFC 8058), and the link says who it is for.
    """
    state = request.app.state
    try:
        ref = state.tokens.read(STOP, request.path_params["token"], rules.STOP_LIFE, state.clock())
    except BadToken:
        return page(request, LINK_GONE, 404, _PRIVATE)
    done = request.method == "POST"
    if done:
        await state.database.write(service.turn, ref, wanted=False)
    title = "Vous ne recevrez plus de rappels" if done else "Ne plus recevoir de rappels"
    return page(request, StopReminders(title=title, done=done, action=request.url.path), headers=_PRIVATE)


async def choose(request: Request) -> Response:
    """The box on `/compte`."""
    account = recruiter(request)
    wanted = Reader(await posted(request)).checked("rappels")
    await request.app.state.database.write(service.turn, account.ref, wanted=wanted)
    return RedirectResponse(f"/compte?fait={'rappels' if wanted else 'sans-rappel'}", 303)


routes = [
    Route("/rappels/{token}", stop, methods=["GET", "POST"]),
    Route("/compte/rappels", choose, methods=["POST"]),
]
