"""Routes of the search."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.landing import choices, forms, results, service
from web.landing.forms import Asked, Search
from web.landing.screens import Landing, SearchForm
from web.rendering import page

TITLE = "Combien de personnes près de votre poste ?"


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


routes = [
    Route("/", landing),
    Route("/recherche", search),
]
