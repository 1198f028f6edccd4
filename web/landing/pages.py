"""Routes of the search."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.landing import choices, forms, results, service
from web.landing.forms import Asked, Search
from web.landing.screens import Landing, SearchForm
from web.rendering import page
from web.screens import Soon

TITLE = "Combien de personnes près de votre poste ?"
KEPT = (
    "Votre recherche est gardée dans l'adresse de cette page : "
    "vous pouvez l'enregistrer dans vos favoris ou la partager."
)
SIGN_UP = Soon(
    title="La création de compte ouvre bientôt",
    explanation=(
        "Avec un compte, vous décrirez votre poste en cinq étapes et inviterez ces personnes à candidater. "
        "Cette partie du service n'est pas encore ouverte."
    ),
    kept=None,
    back="/",
    back_label="Lancer une recherche",
)
SIGN_IN = Soon(
    title="La connexion ouvre bientôt",
    explanation=(
        "Les comptes ne sont pas encore ouverts. Vous pouvez déjà chercher : la recherche ne demande pas de compte."
    ),
    kept=None,
    back="/",
    back_label="Lancer une recherche",
)


async def landing(request: Request) -> Response:
    """`/`: the two fields."""
    return page(request, Landing(title=TITLE, form=SearchForm()))


async def search(request: Request) -> Response:
    """`/recherche`: what was found; or, when the fields may mean several things, which of them is meant.

    Whatever the form sends (free text, radio buttons), the page ends up under the one URL of its search.
    """
    asked = forms.parse(request.query_params)
    if asked.metier is None or (asked.citycode is None and asked.town is None):
        return page(request, Landing(title=TITLE, form=choices.incomplete(asked)), 400)
    wanted = _wanted(asked, request)
    if wanted is None:
        meaning = await service.understand(request.app.state.engine, asked)
        if meaning.code is None or meaning.citycode is None:
            screen = choices.screen(asked, meaning)
            return page(request, screen, 200 if screen.choices else 404)
        wanted = Search(meaning.code, meaning.citycode, asked.refinement)
        if not _by_htmx(request):
            return RedirectResponse(wanted.url(), 303)
    found = await service.find(request.app.state.engine, wanted)
    # With htmx the page stays; its address follows.
    headers = {"hx-replace-url": wanted.url()} if _by_htmx(request) else None
    return page(request, results.screen(wanted, found), headers=headers)


def _wanted(asked: Asked, request: Request) -> Search | None:
    """The search that the address names by codes only, or None when there is something to resolve first."""
    if asked.metier is None or asked.citycode is None or not forms.is_code(asked.metier):
        return None
    if not _by_htmx(request) and any(name.startswith(forms.SKILL_PREFIX) for name in request.query_params):
        return None
    return Search(asked.metier, asked.citycode, asked.refinement)


def _by_htmx(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


async def sign_up(request: Request) -> Response:
    """`/inscription`: says that accounts open soon, and keeps the search."""
    kept = _wanted(forms.parse(request.query_params), request)
    if kept is None:
        return page(request, SIGN_UP)
    return page(request, replace(SIGN_UP, kept=KEPT, back=kept.url(), back_label="Revenir à ma recherche"))


async def sign_in(request: Request) -> Response:
    """`/connexion`: says that signing in opens with the accounts."""
    return page(request, SIGN_IN)


routes = [
    Route("/", landing),
    Route("/recherche", search),
    Route("/inscription", sign_up),
    Route("/connexion", sign_in),
]
