"""`/equipe/entreprises`: companies, their members, who waits to be one; accounts that are blocked."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.access import staff
from web.forms import posted
from web.rendering import page
from web.staff import forms, lists, rows, service
from web.staff.pages.desk import Choices, asked, back, done, press, typed
from web.staff.screens import Companies

CHOICES = Choices("statut", "Statut", {"": "Toutes", "attente": "Des personnes attendent"})
_TAKEN = "Une autre entreprise porte déjà ce SIREN."


async def list_companies(request: Request) -> Response:
    """Those for which people wait first."""
    staff(request)
    wanted = asked(request, CHOICES)
    found, following = await request.app.state.database.read(lists.companies, wanted.q, wanted.choice, wanted.after)
    return page(request, Companies(wanted.sheet(following, CHOICES), found))


async def show_company(request: Request) -> Response:
    """One company and its people."""
    staff(request)
    return await _page(request)


async def correct(request: Request) -> Response:
    """Correct its name and SIRET."""
    account = staff(request)
    values = await posted(request)
    wanted, errors = forms.correction(values)
    ref, state = request.path_params["ref"], request.app.state
    changed = False
    if not errors:
        try:
            changed = await state.database.write(service.correct_company, account, ref, wanted, state.clock())
        except service.Taken:
            errors = {"siret": _TAKEN}
    if errors:
        return await _page(request, typed(values, "nom", "siret"), errors)
    return back(f"/equipe/entreprises/{ref}", "corrige", changed)


def _decide(act: Callable[..., Any], what: str) -> Callable[[Request], Any]:
    async def decide(request: Request) -> Response:
        ref = request.path_params["ref"]
        changed, _ = await press(request, act, ref)
        company = await request.app.state.database.read(rows.company_of, ref)
        return back(f"/equipe/entreprises/{company}" if company else "/equipe/entreprises", what, changed)

    return decide


async def _page(
    request: Request, entered: dict[str, str] | None = None, errors: forms.Mistakes | None = None
) -> Response:
    screen = await request.app.state.database.read(
        rows.company, request.path_params["ref"], entered, errors or {}, done(request)
    )
    return page(request, screen, 400 if errors else 200)


routes = [
    Route("/equipe/entreprises", list_companies),
    Route("/equipe/entreprises/{ref}", show_company),
    Route("/equipe/entreprises/{ref}", correct, methods=["POST"]),
    Route("/equipe/comptes/{ref}/accepter", _decide(service.accept, "accepte"), methods=["POST"]),
    Route("/equipe/comptes/{ref}/refuser", _decide(service.refuse, "refuse"), methods=["POST"]),
    Route("/equipe/comptes/{ref}/bloquer", _decide(service.block, "bloque"), methods=["POST"]),
    Route("/equipe/comptes/{ref}/debloquer", _decide(service.unblock, "debloque"), methods=["POST"]),
]
