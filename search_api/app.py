"""The thin JSON application: autocomplete, places and counts. No SQL, no HTML; runs alone."""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from importlib import resources

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search_api import companies, matching, occupations, places, skills
from search_api.engine.client import Engine
from search_api.engine.settings import EngineSettings
from search_api.http import ERROR_HANDLERS

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def _openapi(_: Request) -> Response:
    text = resources.files("search_api").joinpath("openapi.yaml").read_bytes()
    return Response(text, media_type="application/yaml")


def create_app(engine: Engine, lifespan: Lifespan | None = None) -> Starlette:
    """The API over `engine`, which the caller closes. Handlers find it in `request.app.state.engine`."""
    app = Starlette(
        routes=[
            Route("/api/openapi.yaml", _openapi),
            *occupations.routes,
            *skills.routes,
            *places.routes,
            *matching.routes,
            *companies.routes,
        ],
        exception_handlers=ERROR_HANDLERS,
        lifespan=lifespan,
    )
    app.state.engine = engine
    return app


def standalone(settings: EngineSettings) -> Starlette:
    """The API with an engine client of its own, closed with it."""
    engine = Engine(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await engine.close()

    return create_app(engine, lifespan)


def from_env() -> Starlette:
    """The API by itself, for `uvicorn --factory search_api.app:from_env`."""
    return standalone(EngineSettings.from_env())
