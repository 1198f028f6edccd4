"""The five steps, `/offres/{ref}/<slug>`: each shows its form, and keeps what was typed whatever button was pressed.

The form of a step sends `page`, `order` and `revision` (rules.py:Save) beside its fields, and `move`: where to go once
it is saved ("next", "previous", a slug, "stay"). By htmx it is sent at each change, and the page takes the parts of
the answer that are marked `live`.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from search_api.companies import Establishment
from web.access import recruiter
from web.accounts.tables import Account
from web.clock import day_of
from web.companies.tables import Company
from web.forms import first, posted
from web.offers import reach, service, show, steps, wizard
from web.offers.access import offer_of
from web.offers.forms import spot_text
from web.offers.pages.publishing import publish
from web.offers.reach import Meant
from web.offers.rules import Conflict, Refused, save_of
from web.offers.steps import STEPS, Step
from web.offers.tables import Offer, State
from web.rendering import page

Values = dict[str, list[str]]
Found = Meant | Establishment | None
PUBLISH = "publish"


@dataclass(frozen=True)
class Known:
    """What a request for a step is about."""

    account: Account
    offer: Offer
    company: Company
    today: date


async def show_step(request: Request) -> Response:
    """The form of a step, with what was kept of it; `?verifier=1`: with what is wrong with it."""
    known, step = await _known(request), _step(request)
    if known.offer.state != State.DRAFT:
        return RedirectResponse(f"/offres/{known.offer.ref}", 303)
    typed = wizard.initial(step, known.offer, known.company)
    errors = steps.read(step, {step.key: typed}, known.today)[1] if "verifier" in request.query_params else {}
    return await _answer(request, known, step, typed, await _look_up(request, step, known.offer, typed), errors=errors)


async def save_step(request: Request) -> Response:
    """Keep the answers, then go where the button says; "next" shows what is wrong first."""
    step, values = _step(request), await posted(request)
    account = recruiter(request)
    move, by = first(values, "move"), save_of(values)
    if example := first(values, "example"):
        values["question"], move = [example], "stay"
    now, live = request.app.state.clock(), request.headers.get("hx-request") == "true"
    found = None
    if step.key in COMPLETES:
        found = await _look_up(request, step, (await _known(request)).offer, values)
        COMPLETES[step.key](values, found, live)
    try:
        await request.app.state.database.write(service.save, account, request.path_params["ref"], step, values, by, now)
    except Refused:
        # Published meanwhile: by this very button, pressed twice, or elsewhere.
        if move != PUBLISH:
            return RedirectResponse(f"/offres/{request.path_params['ref']}", 303)
    except Conflict as conflict:
        return await _answer(request, await _known(request), step, values, found, by.page, conflict, status=409)
    if live:
        return await _answer(request, await _known(request), step, values, found, by.page)
    if step is steps.RECAP and move == PUBLISH:
        return await publish(request, account, lambda: _refused(request, values))
    return await _onward(request, step, values, found, move)


async def _onward(request: Request, step: Step[Any], values: Values, found: Found, move: str) -> Response:
    base, number = f"/offres/{request.path_params['ref']}", steps.position(step)
    if move in steps.BY_SLUG:
        return RedirectResponse(f"{base}/{move}", 303)
    if move == "previous":
        return RedirectResponse(f"{base}/{STEPS[number - 1].slug}" if number else "/offres", 303)
    if move != "next" or step is STEPS[-1]:
        return RedirectResponse(f"{base}/{step.slug}", 303)
    known = await _known(request)
    errors = steps.read(step, {step.key: values}, known.today)[1]
    if errors:
        return await _answer(request, known, step, values, found, errors=errors, status=422)
    return RedirectResponse(f"{base}/{STEPS[number + 1].slug}", 303)


async def _refused(request: Request, values: Values) -> Response:
    """The recap again: something is missing before the offer can leave."""
    return await _answer(request, await _known(request), steps.RECAP, values, None, refused=True, status=422)


async def _answer(
    request: Request,
    known: Known,
    step: Step[Any],
    typed: Mapping[str, Sequence[str]],
    found: Found,
    shown_as: str = "",
    conflict: Conflict | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refused: bool = False,
    status: int = 200,
) -> Response:
    """The page of a step. found: what its fields stand for (_look_up). shown_as: its name when it is the answer to a
    page that stays."""
    answers = known.offer.answers | {step.key: {name: list(values) for name, values in typed.items()}}
    asked = steps.criteria(answers, known.today)
    answer = await reach.people(request.app.state.engine, known.offer.search, asked)
    around = wizard.around(known.offer, step, answer, shown_as or secrets.token_urlsafe(6), known.today, conflict)
    told = {name: (errors or {}).get(name, "") for name in step.fields}
    typed = wizard.shown(step, typed)
    seen = show.Seen(known.offer, known.account, around, typed, told, answers, answer, known.today)
    return page(request, _screen(step, seen, found, refused), status)


def _screen(step: Step[Any], seen: show.Seen, found: Found, refused: bool) -> Any:
    if isinstance(found, Meant):
        return show.conditions(seen, found)
    if step is steps.COMPANY:
        return show.company(seen, found)
    if step is steps.RECAP:
        return show.recap_step(seen, refused)
    screens: dict[str, Callable[[show.Seen], Any]] = {"contract": show.contract, "question": show.question}
    return screens[step.key](seen)


async def _known(request: Request) -> Known:
    account = recruiter(request)

    def read(session: Session) -> Known:
        offer = offer_of(session, account, request.path_params["ref"])
        return Known(account, offer, service.company_of(session, offer), _today(request))

    known: Known = await request.app.state.database.read(read)
    return known


def _today(request: Request) -> date:
    return day_of(request.app.state.clock())


def _step(request: Request) -> Step[Any]:
    return steps.BY_SLUG[request.url.path.rpartition("/")[2]]


async def _look_up(request: Request, step: Step[Any], offer: Offer, values: Mapping[str, Sequence[str]]) -> Found:
    """What the engine knows of what was typed: the place of step 2, the company of step 3. Asked once an answer."""
    state = request.app.state
    if step is steps.CONDITIONS:
        return await reach.place(state.engine, offer.citycode, first(values, "workplace"), first(values, "spot"))
    if step is steps.COMPANY:
        return await reach.company(state.engine, state.settings.company_api_url, first(values, "siret"))
    return None


def _with_place(values: Values, meant: Meant, live: bool) -> None:
    """Put the place that the words mean into the field `spot`, and its name into the field that people read."""
    text = first(values, "workplace")
    values["spot"] = []
    if meant.spot:
        # While one types, what one types stays.
        values["spot"] = [spot_text(meant.spot, text.strip())]
        values["workplace"] = [text if live else meant.spot.label]


def _with_name(values: Values, found: Establishment | None, _: bool) -> None:
    """Put the legal name into the field of the displayed name, unless a name of one's own stands there."""
    name, before = first(values, "company_name").strip(), first(values, "legal_name")
    if found is None or not found.name:
        return
    if not name or name == before:
        values["company_name"] = [found.name]
    values["legal_name"] = [found.name]


# Steps whose fields are completed by what was found; live: while one types.
COMPLETES: dict[str, Callable[[Values, Any, bool], None]] = {"conditions": _with_place, "company": _with_name}

routes = [
    route
    for step in STEPS
    for route in (
        Route(f"/offres/{{ref}}/{step.slug}", show_step, methods=["GET"]),
        Route(f"/offres/{{ref}}/{step.slug}", save_step, methods=["POST"]),
    )
]
