"""`/equipe/codes`: invitation codes, issued and revoked."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.access import staff
from web.forms import posted
from web.rendering import page
from web.staff import forms, lists, service
from web.staff.pages.desk import Choices, asked, back, press, row_id, typed
from web.staff.screens import Codes

CHOICES = Choices("statut", "Statut", {"": "Tous", "valables": "Valables", "finissent": "Bientôt finis"})
_USUAL = {"utilisations": "1", "jours": "30"}


async def list_codes(request: Request) -> Response:
    """Those that may be used first, then by age."""
    staff(request)
    return await _page(request, _USUAL)


async def issue(request: Request) -> Response:
    """Issue one."""
    account = staff(request)
    values = await posted(request)
    wanted, errors = forms.issue(values)
    if errors:
        return await _page(request, typed(values, "utilisations", "jours", "note"), errors)
    state = request.app.state
    await state.database.write(service.issue_code, account, wanted, state.clock())
    return back("/equipe/codes", "emis", True)


async def revoke(request: Request) -> Response:
    """Revoke one."""
    changed, values = await press(request, service.revoke_code, row_id(request))
    return back("/equipe/codes", "revoque", changed, values)


async def _page(request: Request, entered: dict[str, str], errors: forms.Mistakes | None = None) -> Response:
    wanted, state = asked(request, CHOICES), request.app.state
    codes, following = await state.database.read(
        lists.codes, wanted.q, wanted.choice, wanted.after, state.clock(), request.query_params.get("fait") == "emis"
    )
    screen = Codes(wanted.sheet(following, CHOICES), codes, entered, errors or {})
    return page(request, screen, 400 if errors else 200)


routes = [
    Route("/equipe/codes", list_codes),
    Route("/equipe/codes", issue, methods=["POST"]),
    Route("/equipe/codes/{id:int}/revoquer", revoke, methods=["POST"]),
]
