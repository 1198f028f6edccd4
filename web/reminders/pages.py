"""Turning reminders off and on: by the link in the mail without an account, and by the box on `/compte`."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.access import recruiter
from web.forms import Reader, posted
from web.one_click import Stop, Words, stops
from web.reminders import rules, service
from web.reminders.letters import STOP

_STOP = Stop(
    purpose=STOP,
    life=rules.STOP_LIFE,
    write=lambda session, ref, _: service.turn(session, ref, wanted=False),
    asking=Words(
        "Ne plus recevoir de rappels",
        "Nous ne vous écrirons plus le matin quand des candidatures attendent votre réponse. "
        "Elles restent dans «\N{NO-BREAK SPACE}Mes offres\N{NO-BREAK SPACE}».",
    ),
    done=Words(
        "Vous ne recevrez plus de rappels",
        "C'est fait\N{NO-BREAK SPACE}: plus aucun rappel ne vous sera envoyé.",
        "Si vous changez d'avis, la case est dans votre compte.",
        "/compte#rappels",
    ),
    button="Ne plus recevoir de rappels",
    lost="Vos rappels se choisissent aussi dans votre compte.",
)


async def choose(request: Request) -> Response:
    """The box on `/compte`."""
    account = recruiter(request)
    wanted = Reader(await posted(request)).checked("rappels")
    await request.app.state.database.write(service.turn, account.ref, wanted=wanted)
    return RedirectResponse(f"/compte?fait={'rappels' if wanted else 'sans-rappel'}", 303)


routes = [
    Route("/rappels/{token}", stops(_STOP), methods=["GET", "POST"]),
    Route("/compte/rappels", choose, methods=["POST"]),
]
