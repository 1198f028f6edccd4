"""`/candidat/espace`: what somebody received, and on which devices."""

from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.candidates import devices
from web.candidates.access import NO_STORE, candidate
from web.candidates.screens import OwnDevice, Space
from web.candidates.tables import Candidate, Device
from web.clock import day_of
from web.db.writes import id_of
from web.invitations.received import received
from web.offers.wording import day
from web.rendering import page
from web.tokens import Tokens

_DONE = {
    "appareil": "C'est fait : vos prochaines invitations s'annoncent aussi sur cet appareil.",
    "renomme": "L'appareil a son nouveau nom.",
    "retire": "C'est fait : plus aucune notification n'ira à cet appareil.",
}


async def show(request: Request) -> Response:
    """The page."""
    return await home(request, await candidate(request), done=_DONE.get(request.query_params.get("fait", ""), ""))


async def home(request: Request, person: Candidate, status: int = 200, *, done: str = "", error: str = "") -> Response:
    """The page, of this person."""
    state = request.app.state
    key = request.app.state.vapid.public_key
    screen = await state.database.read(_screen, person, state.tokens, state.clock(), key, done, error)
    return page(request, screen, status, NO_STORE)


def _screen(
    session: Session, person: Candidate, tokens: Tokens, now: datetime, key: str, done: str, error: str
) -> Space:
    return Space(
        first_name=person.first_name,
        received=received(session, id_of(person), tokens, now),
        devices=[_device(one) for one in devices.of(session, id_of(person))],
        key=key,
        done=done,
        error=error,
    )


def _device(one: Device) -> OwnDevice:
    since = day(day_of(one.created_at))
    return OwnDevice(one.ref, one.name, since, devices.digest(one.endpoint))


routes = [Route("/candidat/espace", show)]
