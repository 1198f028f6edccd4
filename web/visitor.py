"""Who asks: a visit (a random cookie that binds forms to a browser) and, once signed in, an account.

Unsafe requests that another site makes a browser send are refused here by what browsers say of themselves
(Sec-Fetch-Site, else Origin); `web.forms.posted` then checks the token that our own page put into the form.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.accounts import sessions
from web.accounts.tables import Account
from web.clock import Clock
from web.db import Database

_SAFE = {"GET", "HEAD", "OPTIONS"}
# Neither shows a form nor knows anybody.
_WITHOUT = ("/static/", "/api/", "/search", "/reverse")


@dataclass
class Visitor:
    """Who asks. account: None when nobody is signed in. visit: the random value of the cookie. fresh: the browser
    does not have that cookie yet. shown: a form was shown, which needs it."""

    secret: str
    visit: str
    fresh: bool
    account: Account | None = None
    shown: bool = False

    @property
    def csrf(self) -> str:
        """The token that a form of this visit carries."""
        self.shown = True
        return hmac.new(f"forms:{self.secret}".encode(), self.visit.encode(), sha256).hexdigest()

    def renew(self) -> None:
        """Begin another visit: the tokens of the forms shown before are worth nothing any more."""
        self.visit, self.fresh, self.shown = secrets.token_urlsafe(24), True, True


def visitor(request: Request) -> Visitor:
    """Who asks `request`."""
    found: Visitor = request.state.visitor
    return found


def cookie(name: str, value: str, https: bool, seconds: int | None = None) -> str:
    """A Set-Cookie header: out of reach of scripts and other sites; `seconds` to live, else until the browser ends."""
    parts = [f"{cookie_name(name, https)}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    return "; ".join([*parts, "Secure"] if https else parts)


def cookie_name(name: str, https: bool) -> str:
    """With __Host-, browsers take the cookie from this very host and by HTTPS only."""
    return f"__Host-{name}" if https else name


def keep(request: Request, answer: Response, name: str, value: str, life: timedelta) -> None:
    """Have the browser keep a cookie for so long (nothing: drop it)."""
    https = request.app.state.settings.https
    answer.headers.append("set-cookie", cookie(name, value, https, int(life.total_seconds())))


def kept(request: Request, name: str) -> str:
    """A cookie of this browser, empty when it has none."""
    return request.cookies.get(cookie_name(name, request.app.state.settings.https), "")


class Visitors:
    """ASGI middleware that puts a Visitor into `request.state.visitor`."""

    def __init__(self, app: ASGIApp, database: Database, clock: Clock, secret: str, https: bool) -> None:
        self.app = app
        self._database, self._clock, self._secret, self._https = database, clock, secret, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_WITHOUT):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        who = await self._visitor(request)
        scope.setdefault("state", {})["visitor"] = who
        if request.method not in _SAFE and _from_elsewhere(request):
            # As if the visit were new: no form of another site can hold its token, and nobody is signed in.
            who.visit, who.account = secrets.token_urlsafe(24), None

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and who.fresh and who.shown:
                MutableHeaders(scope=message).append("set-cookie", cookie("visite", who.visit, self._https))
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    async def _visitor(self, request: Request) -> Visitor:
        kept = request.cookies.get(cookie_name("visite", self._https), "")
        who = Visitor(self._secret, kept or secrets.token_urlsafe(24), fresh=not kept)
        token = request.cookies.get(cookie_name(sessions.COOKIE, self._https))
        if token:
            who.account = await self._database.read(sessions.find, token, self._clock())
        return who


def _from_elsewhere(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")
