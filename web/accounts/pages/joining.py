"""`/inscription` and `/confirmation`: from a search to an account.

Nobody learns here whether an address has an account: the same page follows, and the mail says which it is.
"""

from datetime import timedelta

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.accounts import forms, kept, links, rates, service
from web.accounts.codes import CodeRefused
from web.accounts.kept import Kept
from web.accounts.pages import browser
from web.accounts.pages.behind import Behind, behind
from web.accounts.screens import Confirm, DeadLink, MailSent, SignUp
from web.accounts.tables import Account
from web.companies.service import look_up
from web.forms import Reader, Values, first, posted
from web.limits import address
from web.outbox.pages import mailbox_of
from web.rendering import page
from web.tokens import BadToken
from web.visitor import keep, visitor
from web.visitor import kept as cookie_of

_FIELDS = ("prenom", "nom", "mail", "telephone", "siret", "code")
_CODE = "Ce code n'est pas valable : il a peut-être expiré ou déjà servi. Vérifiez-le, ou écrivez-nous."
_WRONG = "Ce n'est pas le mot de passe choisi à l'inscription."
_DEAD = "Il a expiré, il a déjà servi, ou un lien plus récent l'a remplacé."


async def show_sign_up(request: Request) -> Response:
    """The form; somebody who is signed in goes back to the search."""
    search = await kept.of_query(request)
    if visitor(request).account:
        return RedirectResponse(search.search.url() if search else "/offres", 303)
    return page(request, SignUp(kept.shown(search)))


async def sign_up(request: Request) -> Response:
    """Make the account, or not: the same page follows."""
    values = await posted(request)
    search = await kept.of_form(request, values)
    wanted, errors = forms.sign_up(values)
    if not errors:
        try:
            return await _made(request, wanted, search)
        except CodeRefused:
            errors = {"code": _CODE}
    return page(request, SignUp(kept.shown(search), _typed(values), errors), 400)


async def _made(request: Request, wanted: forms.SignUp, search: Kept | None) -> Response:
    state = request.app.state
    await state.limits.take({rates.SIGN_UP: address(request), rates.MAIL: f"sign-up {wanted.email}"})
    hashed = await state.passwords.hash(wanted.password)
    company = await look_up(state.engine, state.settings.company_api_url, wanted.siret)
    name, query, now = company.name if company else "", search.query if search else "", state.clock()
    subject = await state.database.write(service.sign_up, wanted, hashed, name, query, now)
    answer = RedirectResponse(f"/inscription/envoyee{kept.shown(search).query}", 303)
    token = state.tokens.make(browser.JOINING, subject, now)
    keep(request, answer, browser.JOINING, token, links.CONFIRM_LIFE)
    return answer


async def show_sent(request: Request) -> Response:
    """`/inscription/envoyee`: look into your mailbox."""
    told = (
        "Suivez le lien qu'il contient, dans les trois jours, pour ouvrir votre compte. "
        "Si vous aviez déjà un compte à cette adresse, le mail vous le dit."
    )
    search = kept.shown(await kept.of_query(request))
    return page(request, MailSent("Un mail vous attend", told, mailbox_of(request), True, search))


async def remind(request: Request) -> Response:
    """`/confirmation`: send the confirming link again, or not: the same page follows, before anyone knows."""
    values = await posted(request)
    search = kept.shown(await kept.of_form(request, values))
    email, errors = forms.mail(values)
    if errors:
        return RedirectResponse(f"/inscription/envoyee{search.query}", 303)
    state = request.app.state
    await state.limits.take({rates.RESET: address(request), rates.MAIL: f"confirm {email}"})
    query = search.query.removeprefix("?")
    task = BackgroundTask(state.database.write, service.remind, email, query, state.clock())
    return RedirectResponse(f"/inscription/envoyee{search.query}", 303, background=task)


async def show_confirm(request: Request) -> Response:
    """`/confirmation/{token}`: a button, for a program that reads mails and opens their links must not confirm."""
    search = await kept.of_query(request)
    found = await behind(request, links.CONFIRM, links.CONFIRM_LIFE)
    return _confirm_page(request, found, search) if found else _dead(request, search)


async def confirm(request: Request) -> Response:
    """Confirm and sign in: in the browser that signed up at once, elsewhere with the password.

    Without that, somebody could sign up in another's name, and that other, on following the link, open the account
    whose password the first one knows.
    """
    values = await posted(request)
    search = await kept.of_form(request, values)
    found = await behind(request, links.CONFIRM, links.CONFIRM_LIFE)
    if found is None:
        return _dead(request, search)
    mistakes = {} if _signed_up_here(request, found) else await _password_mistakes(request, found.account, values)
    if mistakes:
        return _confirm_page(request, found, search, mistakes)
    state = request.app.state
    opened = await state.database.write(service.confirm, found.subject, state.clock(), browser.session_token(request))
    if opened is None:
        return _dead(request, search)
    account, token = opened
    answer = browser.signed_in(request, account, token, await kept.onward(request, account, search))
    keep(request, answer, browser.JOINING, "", timedelta(0))
    return answer


async def _password_mistakes(request: Request, account: Account, values: Values) -> forms.Mistakes:
    reader = Reader(values)
    password = forms.entered_password(reader, "mot_de_passe")
    if reader.errors:
        return reader.errors
    state = request.app.state
    await state.limits.take({rates.PASSWORD: account.ref})
    if not await state.passwords.verify(account.password_hash, password):
        return {"mot_de_passe": _WRONG}
    await state.limits.give_back({rates.PASSWORD: account.ref})
    return {}


def _confirm_page(
    request: Request, found: Behind, search: Kept | None, errors: forms.Mistakes | None = None
) -> Response:
    screen = Confirm(
        person=found.person,
        company=found.company,
        known=_signed_up_here(request, found),
        action=request.url.path,
        kept=kept.shown(search),
        errors=errors or {},
    )
    return page(request, screen, 400 if errors else 200, browser.NO_STORE)


def _signed_up_here(request: Request, found: Behind) -> bool:
    state = request.app.state
    try:
        token = cookie_of(request, browser.JOINING)
        return bool(state.tokens.read(browser.JOINING, token, links.CONFIRM_LIFE, state.clock()) == found.subject)
    except BadToken:
        return False


def _dead(request: Request, search: Kept | None) -> Response:
    screen = DeadLink(explanation=_DEAD, confirming=True, kept=kept.shown(search))
    return page(request, screen, 410, browser.NO_STORE)


def _typed(values: Values) -> dict[str, str]:
    return {name: first(values, name) for name in _FIELDS}


routes = [
    Route("/inscription", show_sign_up),
    Route("/inscription", sign_up, methods=["POST"]),
    Route("/inscription/envoyee", show_sent),
    Route("/confirmation", remind, methods=["POST"]),
    Route("/confirmation/{token}", show_confirm),
    Route("/confirmation/{token}", confirm, methods=["POST"]),
]
