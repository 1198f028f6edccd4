"""The site: its pages, its static files, and the JSON API beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from search_api.app import create_app as create_api
from search_api.engine.client import Engine
from web import assets, errors
from web.accounts import pages as accounts
from web.accounts.passwords import Passwords
from web.anticv import pages as anticv
from web.anticv.bundles import Bundles
from web.applications import pages as applications
from web.candidates import pages as candidates
from web.clock import Clock, utc_now
from web.db import Database
from web.invitations import pages as invitations
from web.landing import pages as landing
from web.limits import Limits
from web.notes import pages as notes
from web.offers import pages as offers
from web.outbox import pages as outbox
from web.outbox.vapid import Vapid
from web.reminders import pages as reminders
from web.rendering import Pages
from web.secret import secret_of
from web.security import SecurityHeaders
from web.security import headers as security_headers
from web.settings import SiteSettings
from web.staff import pages as staff
from web.tokens import Tokens
from web.visitor import Visitors


def create_app(
    settings: SiteSettings, engine: Engine | None = None, clock: Clock = utc_now, passwords: Passwords | None = None
) -> Starlette:
    """The site over `engine` (made from the settings when none is given), which it closes when it stops.

    Handlers find in `request.app.state`: settings, engine, database, pages, tokens, clock, passwords,
    limits, vapid, bundles.
    """
    engine = engine or Engine(settings.engine)
    database = Database(settings.database)
    secret = secret_of(settings)
    files = assets.load()
    bundles = Bundles(settings.home, clock)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await to_thread.run_sync(bundles.sweep)
        yield
        await to_thread.run_sync(bundles.close)
        await engine.close()
        database.close()

    site = Starlette(
        routes=[
            *landing.routes,
            *accounts.routes,
            *offers.routes,
            *applications.routes,
            *notes.routes,
            *anticv.routes,
            *candidates.routes,
            *invitations.routes,
            *outbox.routes,
            *staff.routes,
            *reminders.routes,
            Route("/static/{version}/{path:path}", files.serve),
            Route("/robots.txt", _robots),
            *_api_routes(engine),
        ],
        middleware=[
            Middleware(SecurityHeaders, https=settings.https),
            Middleware(Visitors, database=database, clock=clock, secret=secret, https=settings.https),
            # Small answers gain nothing; level 5 costs half of 9 for 2 % more bytes.
            Middleware(GZipMiddleware, minimum_size=700, compresslevel=5),
        ],
        exception_handlers=errors.handlers(security_headers(settings.https)),
        lifespan=lifespan,
    )
    site.state.settings = settings
    site.state.engine = engine
    site.state.database = database
    site.state.pages = Pages(files)
    site.state.tokens = Tokens(secret)
    site.state.clock = clock
    site.state.passwords = passwords or Passwords()
    site.state.limits = Limits(database, clock, secret)
    site.state.vapid = Vapid(settings)
    site.state.bundles = bundles
    return site


def _api_routes(engine: Engine) -> list[BaseRoute]:
    # An application as endpoint is handed the request as it came; a Mount would cut the path off.
    api = create_api(engine)
    return [Route(path, api) for path in ("/api/{rest:path}", "/search{rest:path}", "/reverse{rest:path}")]


async def _robots(_: Request) -> Response:
    closed = ("/recherche", "/offres", "/invitation", "/candidat", "/api/", "/search", "/reverse")
    return PlainTextResponse("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed))
