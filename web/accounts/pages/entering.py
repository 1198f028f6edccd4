"""`/connexion`, `/deconnexion`, `/mot-de-passe...`: signing in and out, and a password that was forgotten."""

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.accounts import forms, kept, links, rates, rules, service, sessions
from web.accounts.kept import NOTHING, Kept
from web.accounts.pages import browser
from web.accounts.pages.behind import Behind, behind
from web.accounts.screens import DeadLink, Forgotten, MailSent, NewPassword, SignIn
from web.accounts.tables import Account
from web.forms import Values, first, posted
from web.limits import address
from web.outbox.pages import mailbox_of
from web.rendering import page
from web.visitor import visitor

# The same, whatever is not right: only the mailbox knows whether there is an account.
_WRONG = (
    "Ce mail et ce mot de passe ne vont pas ensemble. Si vous venez de créer votre compte, suivez d'abord le lien que "
    "nous vous avons envoyé."
)
_DEAD = "Il ne sert qu'une fois, pendant une heure. Demandez-en un autre : il arrive aussitôt."


async def show_sign_in(request: Request) -> Response:
    """The form; somebody who is signed in goes on."""
    search = await kept.of_query(request)
    path = rules.local_path(request.query_params.get("suite", ""))
    account = visitor(request).account
    if account:
        return RedirectResponse(search.search.url() if search else await kept.onward(request, account, None, path), 303)
    return page(request, SignIn(kept.shown(search), path or ""))


async def sign_in(request: Request) -> Response:
    """Check mail and password, in the same time whether there is such an account or not."""
    values = await posted(request)
    search = await kept.of_form(request, values)
    path = rules.local_path(first(values, "suite"))
    email, password, errors = forms.sign_in(values)
    if errors:
        return _sign_in_page(request, values, search, path, errors)
    state = request.app.state
    account: Account | None = await state.database.read(service.by_mail, email)
    whose = {
        rates.SIGN_IN_ADDRESS: address(request),
        rates.SIGN_IN_MAIL: browser.device_of(request, account) or email,
    }
    await state.limits.take(whose)
    right = await state.passwords.verify(account.password_hash if account else None, password)
    token = await _open(request, account, password) if account and right else None
    if account is None or token is None:
        answer = _sign_in_page(request, values, search, path, {"mot_de_passe": _WRONG})
        if right:
            # Whoever knows the password but has not followed the first link finds it in the mailbox again.
            query = search.query if search else ""
            answer.background = BackgroundTask(state.database.write, service.remind, email, query, state.clock())
        return answer
    await state.limits.give_back(whose)
    return browser.signed_in(request, account, token, await kept.onward(request, account, search, path))


async def _open(request: Request, account: Account, password: str) -> str | None:
    """A session for an account whose password was right; hashed anew when the parameters have changed."""
    state = request.app.state
    renewed = await state.passwords.hash(password) if state.passwords.outdated(account.password_hash) else None
    now, old = state.clock(), browser.session_token(request)
    token: str | None = await state.database.write(
        service.sign_in, account.id, account.password_hash, renewed, now, old
    )
    return token


def _sign_in_page(
    request: Request, values: Values, search: Kept | None, path: str | None, errors: forms.Mistakes
) -> Response:
    typed = {"mail": first(values, "mail")}
    return page(request, SignIn(kept.shown(search), path or "", typed, errors), 400)


async def sign_out(request: Request) -> Response:
    """Sign this browser out."""
    await posted(request)
    token = browser.session_token(request)
    if token:
        await request.app.state.database.write(sessions.end, token)
    return browser.signed_out(request, "/")


async def show_forgotten(request: Request) -> Response:
    """`/mot-de-passe-oublie`: the form."""
    return page(request, Forgotten())


async def forgotten(request: Request) -> Response:
    """Send a link, or not: the same page follows, before anyone knows."""
    values = await posted(request)
    email, errors = forms.mail(values)
    if errors:
        typed = {"mail": first(values, "mail")}
        return page(request, Forgotten(typed, errors), 400)
    state = request.app.state
    await state.limits.take({rates.RESET: address(request), rates.MAIL: f"reset {email}"})
    task = BackgroundTask(state.database.write, service.ask_reset, email, state.clock())
    return RedirectResponse("/mot-de-passe-oublie/envoye", 303, background=task)


async def show_sent(request: Request) -> Response:
    """`/mot-de-passe-oublie/envoye`."""
    told = (
        "Si un compte existe à cette adresse, nous venons d'y envoyer un lien, valable une heure, "
        "pour choisir un nouveau mot de passe."
    )
    return page(request, MailSent("Consultez votre boîte mail", told, mailbox_of(request), False, NOTHING))


async def show_new_password(request: Request) -> Response:
    """`/mot-de-passe/{token}`: the form."""
    found = await behind(request, links.RESET, links.RESET_LIFE)
    return _new_password_page(request, found) if found else _dead(request)


async def set_new_password(request: Request) -> Response:
    """Set it, end every session, sign in here."""
    values = await posted(request)
    found = await behind(request, links.RESET, links.RESET_LIFE)
    if found is None:
        return _dead(request)
    account = found.account
    password, errors = forms.new_password(values, account.email, account.first_name, account.last_name)
    if errors:
        return _new_password_page(request, found, errors)
    state, old = request.app.state, browser.session_token(request)
    hashed = await state.passwords.hash(password)
    opened = await state.database.write(service.reset, found.subject, hashed, state.clock(), old)
    if opened is None:
        return _dead(request)
    account, token = opened
    return browser.signed_in(request, account, token, await kept.onward(request, account, None))


def _new_password_page(request: Request, found: Behind, errors: forms.Mistakes | None = None) -> Response:
    screen = NewPassword(
        person=found.person,
        email=found.account.email,
        company=found.company,
        action=request.url.path,
        errors=errors or {},
    )
    return page(request, screen, 400 if errors else 200, browser.NO_STORE)


def _dead(request: Request) -> Response:
    return page(request, DeadLink(explanation=_DEAD, confirming=False, kept=NOTHING), 410, browser.NO_STORE)


routes = [
    Route("/connexion", show_sign_in),
    Route("/connexion", sign_in, methods=["POST"]),
    Route("/deconnexion", sign_out, methods=["POST"]),
    Route("/mot-de-passe-oublie", show_forgotten),
    Route("/mot-de-passe-oublie", forgotten, methods=["POST"]),
    Route("/mot-de-passe-oublie/envoye", show_sent),
    Route("/mot-de-passe/{token}", show_new_password),
    Route("/mot-de-passe/{token}", set_new_password, methods=["POST"]),
]
