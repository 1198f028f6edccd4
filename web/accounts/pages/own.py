"""`/compte`: one's own data, password, browsers and colleagues."""

from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.access import recruiter, somebody
from web.accounts import colleagues, forms, rates, rules, service, sessions
from web.accounts.pages import browser
from web.accounts.screens import Colleague, Own
from web.accounts.tables import Account
from web.clock import PARIS
from web.companies.rules import shown as shown_siret
from web.companies.tables import Company
from web.db import Session
from web.db.writes import id_of
from web.forms import Reader, first, posted
from web.rendering import page

_FIELDS = ("prenom", "nom", "telephone")
_WRONG = "Ce n'est pas votre mot de passe actuel."
_DONE = {
    "infos": "Vos informations sont enregistrées.",
    "mot-de-passe": "Votre mot de passe est changé. Les autres appareils sont déconnectés.",
    "accepte": "C'est fait : cette personne partage maintenant les offres de votre entreprise.",
    "rappels": "C'est noté : nous vous écrirons les matins où des candidatures attendent.",
    "sans-rappel": "C'est noté : plus de rappels par mail.",
    "refuse": "C'est noté : cette personne ne verra que ses propres offres.",
}


async def show(request: Request) -> Response:
    """The page."""
    account = somebody(request)
    done = _DONE.get(request.query_params.get("fait", ""), "")
    return page(request, await _screen(request, account, done=done))


async def change_details(request: Request) -> Response:
    """Change name and telephone."""
    account = somebody(request)
    values = await posted(request)
    details, errors = forms.details(values)
    if errors:
        typed = {name: first(values, name) for name in _FIELDS}
        return page(request, await _screen(request, account, typed, errors), 400)
    await request.app.state.database.write(service.change_details, account.id, details)
    return RedirectResponse("/compte?fait=infos", 303)


async def change_password(request: Request) -> Response:
    """Change the password; every other browser is signed out."""
    account = somebody(request)
    values = await posted(request)
    password, errors = forms.new_password(values, account.email, account.first_name, account.last_name)
    present = Reader(values)
    typed = forms.entered_password(present, "actuel")
    errors = present.errors | errors
    token = None
    if not errors:
        token = await _changed(request, account, typed, password)
        errors = {} if token else {"actuel": _WRONG}
    if token is None:
        return page(request, await _screen(request, account, password_errors=errors), 400)
    return browser.signed_in(request, account, token, "/compte?fait=mot-de-passe")


async def _changed(request: Request, account: Account, present: str, password: str) -> str | None:
    state = request.app.state
    await state.limits.take({rates.PASSWORD: account.ref})
    if not await state.passwords.verify(account.password_hash, present):
        return None
    await state.limits.give_back({rates.PASSWORD: account.ref})
    hashed = await state.passwords.hash(password)
    token: str | None = await state.database.write(
        service.change_password, account.id, account.password_hash, hashed, state.clock()
    )
    return token


async def sign_out_everywhere(request: Request) -> Response:
    """End every session, this one as well."""
    account = somebody(request)
    await posted(request)
    await request.app.state.database.write(sessions.end_all, account.id)
    return browser.signed_out(request, "/connexion")


async def accept(request: Request) -> Response:
    """Let a colleague share the company's offers."""
    return await _decide(request, colleagues.accept, "accepte")


async def refuse(request: Request) -> Response:
    """Do not."""
    return await _decide(request, colleagues.refuse, "refuse")


async def _decide(request: Request, act: Callable[[Session, Account, str, datetime], None], done: str) -> Response:
    account = recruiter(request)
    await posted(request)
    state = request.app.state
    await state.database.write(act, account, request.path_params["ref"], state.clock())
    return RedirectResponse(f"/compte?fait={done}", 303)


async def _screen(
    request: Request,
    account: Account,
    typed: dict[str, str] | None = None,
    errors: forms.Mistakes | None = None,
    password_errors: forms.Mistakes | None = None,
    done: str = "",
) -> Own:
    state = request.app.state
    own = {"prenom": account.first_name, "nom": account.last_name, "telephone": rules.shown_phone(account.phone)}
    return await state.database.read(  # type: ignore[no-any-return]
        _own, account, state.clock(), typed or own, errors or {}, password_errors or {}, done
    )


def _own(
    session: Session,
    account: Account,
    now: datetime,
    typed: dict[str, str],
    errors: forms.Mistakes,
    password_errors: forms.Mistakes,
    done: str,
) -> Own:
    company = session.get(Company, account.company_id) if account.company_id else None
    is_member = account.member_since is not None
    members = colleagues.members(session, account.company_id) if account.company_id and is_member else ()
    return Own(
        email=account.email,
        typed=typed,
        errors=errors,
        password_errors=password_errors,
        done=done,
        company=company.name if company else "",
        siret=shown_siret(company.siret) if company else "",
        is_member=is_member,
        waiting=[_colleague(one, one.created_at) for one in colleagues.waiting(session, account)],
        members=[_colleague(one, one.member_since or now) for one in members if one.id != account.id],
        elsewhere=sessions.count(session, id_of(account), now) - 1,
        wants_reminders=account.wants_reminders,
    )


def _colleague(account: Account, since: datetime) -> Colleague:
    day = since.astimezone(PARIS)
    return Colleague(account.ref, account.name, account.email, f"{day:%d/%m/%Y}")


routes = [
    Route("/compte", show),
    Route("/compte", change_details, methods=["POST"]),
    Route("/compte/mot-de-passe", change_password, methods=["POST"]),
    Route("/compte/deconnexion", sign_out_everywhere, methods=["POST"]),
    Route("/compte/collegues/{ref}/accepter", accept, methods=["POST"]),
    Route("/compte/collegues/{ref}/refuser", refuse, methods=["POST"]),
]
