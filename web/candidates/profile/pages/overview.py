"""`/candidat/profil`: the whole profile, and whether invitations come."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.access import NotYours
from web.candidates import devices, meaning, service
from web.candidates.access import NO_STORE, candidate
from web.candidates.profile import show
from web.candidates.profile.saving import HOME
from web.clock import day_of
from web.db.writes import id_of
from web.forms import posted
from web.rendering import page

_DONE = {
    "bienvenue": "Bienvenue ! Votre espace est ouvert. Complétez votre profil, à votre rythme : rien n'est perdu.",
    "metiers": "Les métiers que vous cherchez sont enregistrés.",
    "deplacements": "C'est enregistré : les entreprises de ce périmètre peuvent vous inviter.",
    "souhaits": "Vos souhaits sont enregistrés.",
    "comportements": "Vos comportements au travail sont enregistrés.",
    "mail": "Votre nouvelle adresse mail est enregistrée.",
    "identite": "Votre identité est enregistrée.",
    "pause": "Vous êtes en pause. Revenez quand vous voulez.",
    "reprendre": "C'est reparti : les invitations peuvent de nouveau arriver.",
    "mails-non": "Vous ne recevrez plus de mails.",
    "mails-oui": "Les mails reprennent.",
    "accord-non": "Votre accord est retiré : votre profil n'est plus proposé.",
    "accord": "Merci : votre profil peut de nouveau être proposé, sans votre nom.",
}
_ACTS: dict[str, Callable[[Session, int, datetime], None]] = {
    "pause": service.pause,
    "reprendre": service.resume,
    "mails-non": service.unsubscribe,
    "mails-oui": service.resubscribe,
    "accord-non": service.withdraw_consent,
    "accord": service.consent,
}


async def overview(request: Request) -> Response:
    """The page."""
    person = await candidate(request)
    state = request.app.state
    words = await meaning.words(state.engine, person.profile)
    town = await meaning.town(state.engine, person.profile["home"])
    reached = person.unsubscribed_at is None or bool(await state.database.read(devices.of, id_of(person)))
    done = _DONE.get(request.query_params.get("fait", ""), "")
    return page(request, show.home(person, words, town, reached, day_of(state.clock()), done), headers=NO_STORE)


async def stand(request: Request) -> Response:
    """POST `/candidat/invitations/{name}`: pause, mails, consent."""
    person = await candidate(request)
    await posted(request)
    name = request.path_params["name"]
    if name not in _ACTS:
        raise NotYours
    state = request.app.state
    await state.database.write(_ACTS[name], id_of(person), state.clock())
    return RedirectResponse(f"{HOME}?fait={name}", 303)


routes = [
    Route(HOME, overview),
    Route("/candidat/invitations/{name}", stand, methods=["POST"]),
]
