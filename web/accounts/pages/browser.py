"""What a browser keeps of an account: its session, and that it was here before."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.accounts import sessions
from web.accounts.tables import Account
from web.tokens import BadToken, Tokens
from web.visitor import keep, kept, visitor

# The browser that signed up: its person need not type the password again to confirm the mail.
JOINING = "inscription"
# A browser that has signed in to this account before ("device cookie", OWASP): strangers cannot use up its tries.
DEVICE, DEVICE_LIFE = "appareil", sessions.LIFE * 12
# Pages behind a link in a mail stay in no cache.
NO_STORE = {"cache-control": "no-store"}


def session_token(request: Request) -> str | None:
    """The token of this browser's session."""
    return kept(request, sessions.COOKIE) or None


def signed_in(request: Request, account: Account, token: str, path: str) -> Response:
    """Go to `path` with a session. The visit begins anew: what a form knew before signing in opens nothing after."""
    visitor(request).renew()
    answer = RedirectResponse(path, 303)
    keep(request, answer, sessions.COOKIE, token, sessions.LIFE)
    tokens: Tokens = request.app.state.tokens
    device = tokens.make(DEVICE, account.ref, request.app.state.clock())
    keep(request, answer, DEVICE, device, DEVICE_LIFE)
    return answer


def signed_out(request: Request, path: str) -> Response:
    """Go to `path` without a session."""
    visitor(request).renew()
    answer = RedirectResponse(path, 303)
    keep(request, answer, sessions.COOKIE, "", timedelta(0))
    return answer


def device_of(request: Request, account: Account | None) -> str | None:
    """The cookie that says that this browser signed in to this account before; None when it does not."""
    token, tokens = kept(request, DEVICE), request.app.state.tokens
    try:
        ref = tokens.read(DEVICE, token, DEVICE_LIFE, request.app.state.clock())
    except BadToken:
        return None
    return token if account and account.ref == ref else None
