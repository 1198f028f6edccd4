"""What went wrong, as pages: plain French, the right status, and never a stack trace.

The JSON routes answer problem+json by themselves (search_api.http).
"""

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from search_api.engine.errors import EngineError, EngineRefused, IndexMissing
from search_api.http import BadInput, UnknownCode
from web.access import NotYours, SignInNeeded
from web.candidates.access import LinkNeeded
from web.forms import Forged
from web.limits import TooMany
from web.rendering import page
from web.screens import Failure

Handler = Callable[[Request, Exception], Awaitable[Response]]

RETRY_SECONDS = 5
_log = logging.getLogger(__name__)

_NOT_FOUND = Failure(
    title="Cette page n'existe pas",
    status=404,
    explanation="L'adresse a peut-être changé, ou une lettre s'y est perdue.",
    advice="Vérifiez l'adresse, ou reprenez depuis l'accueil.",
    retry=None,
)
_UNKNOWN = Failure(
    title="Nous ne trouvons pas ce métier ou cette ville",
    status=404,
    explanation="L'adresse que vous avez suivie nomme un métier ou une ville que nous ne connaissons pas.",
    advice="Lancez une nouvelle recherche depuis l'accueil.",
    retry=None,
)
_BAD_INPUT = Failure(
    title="Nous ne comprenons pas cette demande",
    status=400,
    explanation="L'adresse de la page contient une valeur que nous ne savons pas lire.",
    advice="Si vous avez suivi un lien, il est peut-être incomplet. Reprenez depuis l'accueil.",
    retry=None,
)
_FORGED = Failure(
    title="Cette page est restée ouverte trop longtemps",
    status=403,
    explanation="Par sécurité, nous n'acceptons un envoi que d'une page que nous venons de vous montrer.",
    advice="Revenez en arrière, actualisez la page, puis recommencez : ce que vous aviez enregistré est gardé.",
    retry=None,
)
_TOO_LARGE = Failure(
    title="C'est trop long",
    status=413,
    explanation="Le formulaire contient plus que ce que nous pouvons recevoir.",
    advice="Revenez en arrière et raccourcissez vos textes.",
    retry=None,
)
_METHOD = Failure(
    title="Cette page ne se demande pas ainsi",
    status=405,
    explanation="La page existe, mais elle n'accepte pas ce type d'envoi.",
    advice="Reprenez depuis l'accueil.",
    retry=None,
)
_DEFECT = Failure(
    title="Une erreur est survenue de notre côté",
    status=500,
    explanation="Ce n'est pas vous, c'est nous : la page n'a pas pu être préparée. L'erreur est enregistrée.",
    advice="Vous pouvez réessayer ; si cela dure, revenez un peu plus tard.",
    retry=None,
)


def _unavailable(request: Request, explanation: str) -> Failure:
    url = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Failure(
        title="La recherche est momentanément indisponible",
        status=503,
        explanation=explanation,
        advice="Votre recherche n'est pas perdue : elle est dans l'adresse de cette page.",
        retry=url if request.method == "GET" else None,
    )


def handlers(always: dict[str, str]) -> dict[Any, Handler]:
    """Exception -> page, for Starlette. always: headers of the page of a defect, which no middleware sees."""
    return {
        HTTPException: _http,
        BadInput: _always(_BAD_INPUT),
        UnknownCode: _always(_UNKNOWN),
        NotYours: _always(_NOT_FOUND),
        Forged: _always(_FORGED),
        SignInNeeded: _sign_in,
        LinkNeeded: _ask_link,
        TooMany: _too_many,
        EngineError: _engine,
        Exception: _always(_DEFECT, always),
    }


def _answer(request: Request, failure: Failure, headers: dict[str, str] | None = None) -> Response:
    return page(request, failure, failure.status, headers)


def _always(failure: Failure, headers: dict[str, str] | None = None) -> Handler:
    async def handler(request: Request, _: Exception) -> Response:
        return _answer(request, failure, headers)

    return handler


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    known = {403: _FORGED, 404: _NOT_FOUND, 405: _METHOD, 413: _TOO_LARGE}
    return _answer(request, known.get(status, _BAD_INPUT if status < 500 else _DEFECT))


async def _sign_in(request: Request, _: Exception) -> Response:
    """To the sign-in page, which leads back here (a form that was sent leads to the page that it was on)."""
    url = request.url if request.method == "GET" else urlsplit(request.headers.get("referer", "/"))
    path = url.path + (f"?{url.query}" if url.query else "")
    return RedirectResponse(f"/connexion?{urlencode({'suite': path})}", 303)


async def _ask_link(_: Request, __: Exception) -> Response:
    """To the page that sends candidates a link to their space."""
    return RedirectResponse("/candidat", 303)


async def _too_many(request: Request, error: Exception) -> Response:
    seconds = error.seconds if isinstance(error, TooMany) else RETRY_SECONDS
    minutes = math.ceil(seconds / 60)
    failure = Failure(
        title="Trop d'essais d'affilée",
        status=429,
        explanation="Pour protéger les comptes, nous limitons le nombre d'envois dans un court moment.",
        advice=f"Réessayez dans {minutes}\u00a0minute{'s' if minutes > 1 else ''}.",
        retry=None,
    )
    return _answer(request, failure, {"retry-after": str(seconds)})


async def _engine(request: Request, error: Exception) -> Response:
    _log.error("engine: %s", error)
    if isinstance(error, EngineRefused):
        return _answer(request, _DEFECT)
    explanation = (
        "Les données de la recherche sont en cours de chargement."
        if isinstance(error, IndexMissing)
        else "Notre moteur de recherche ne répond pas. Il est sans doute en train de redémarrer."
    )
    return _answer(request, _unavailable(request, explanation), {"retry-after": str(RETRY_SECONDS)})
