"""`/candidat/espace`: what somebody received, and on which devices."""

from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.candidates import devices, space
from web.candidates.access import NO_STORE, candidate
from web.candidates.screens import Invited, OwnDevice, Space
from web.candidates.space import Received
from web.candidates.tables import Candidate, Device
from web.clock import day_of
from web.db.writes import id_of
from web.invitations.shown import shown
from web.offers.tables import State
from web.offers.terms import Terms
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
        invitations=[_invited(one, tokens, now) for one in space.received(session, id_of(person))],
        devices=[_device(one) for one in devices.of(session, id_of(person))],
        key=key,
        done=done,
        error=error,
    )


def _invited(one: Received, tokens: Tokens, now: datetime) -> Invited:
    seen = shown(one.offer, Terms.from_json(one.offer.terms or {}))
    told = "L'offre n'est plus ouverte." if one.offer.state != State.PUBLISHED else ""
    return Invited(
        occupation=seen.occupation,
        place=seen.place,
        company=seen.company,
        since=day(day_of(one.invitation.created_at)),
        link=f"/invitation/{tokens.make('invitation', one.invitation.ref, now)}",
        told="Vous avez décliné." if one.invitation.declined_at else told,
    )


def _device(one: Device) -> OwnDevice:
    since = day(day_of(one.created_at))
    return OwnDevice(one.ref, one.name, since, devices.digest(one.endpoint))


routes = [Route("/candidat/espace", show)]
