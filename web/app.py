"""The site: its pages, its static files, and the JSON API beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from search_api.app import create_app as create_api
from search_api.engine.client import Engine
from web import assets, errors
from web.landing import pages as landing
from web.rendering import Pages
from web.security import SecurityHeaders
from web.security import headers as security_headers
from web.settings import SiteSettings


def create_app(settings: SiteSettings, engine: Engine | None = None) -> Starlette:
    """The site over `engine` (made from the settings when none is given), which it closes when it stops."""
    engine = engine or Engine(settings.engine)
    files = assets.load()
    pages = Pages(files)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await engine.close()

    site = Starlette(
        routes=[
            *landing.routes,
            Route("/static/{version}/{path:path}", files.serve),
            Route("/robots.txt", _robots),
            *_api_routes(engine),
        ],
        middleware=[
            Middleware(SecurityHeaders, https=settings.https),
            # Small answers gain nothing; level 5 costs half of 9 for 2 % more bytes.
            Middleware(GZipMiddleware, minimum_size=700, compresslevel=5),
        ],
        exception_handlers=errors.handlers(pages, security_headers(settings.https)),
        lifespan=lifespan,
    )
    site.state.engine = engine
    site.state.pages = pages
    return site


def _api_routes(engine: Engine) -> list[BaseRoute]:
    # An application as endpoint is handed the request as it came; a Mount would cut the path off.
    api = create_api(engine)
    return [Route(path, api) for path in ("/api/{rest:path}", "/search{rest:path}", "/reverse{rest:path}")]


async def _robots(_: Request) -> Response:
    return PlainTextResponse(
        "User-agent: *\nDisallow: /recherche\nDisallow: /api/\nDisallow: /search\nDisallow: /reverse\n"
    )
