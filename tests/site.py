"""The whole site as people get it: uvicorn, the built-in data, 10,000 demo people in SQL, a real engine."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from indexer import lifecycle
from indexer.progress import Progress
from indexer.registry import Wanted, job
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings
from tests.companies import write_register
from tests.sql import empty_file
from web.app import create_app
from web.clock import utc_now
from web.db import Database
from web.demo import people
from web.indices import indices
from web.settings import SiteSettings

DEMO_CANDIDATES = 10_000
# Nothing here speaks it, and each client would read the authorities of the machine anew.
_NO_TLS = ssl.create_default_context()


@dataclass(frozen=True)
class Site:
    """url: of the running site, without a slash at its end. settings: of its engine; own: all of its settings."""

    url: str
    settings: EngineSettings
    own: SiteSettings

    def get(self, path: str, **params: Any) -> httpx.Response:
        """Ask for a page; redirects are not followed."""
        return httpx.get(self.url + path, params=params or None, timeout=20, verify=_NO_TLS)

    def follow(self, path: str, **params: Any) -> httpx.Response:
        """Ask for a page as a browser would."""
        return httpx.get(self.url + path, params=params or None, timeout=20, follow_redirects=True, verify=_NO_TLS)


# Nobody writes to them: the site takes those of the other tests.
SHARED = ("occupations", "places")


@pytest.fixture(scope="session")
def site(
    occupations: EngineSettings, places: EngineSettings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The running site, with people and companies of its own so that no other test's data changes its counts."""
    settings = replace(places, prefix=f"{places.prefix}site-")
    client = sync_client(settings)
    for name in SHARED:
        (index,) = client.indices.get_alias(name=f"{places.prefix}{name}")
        client.indices.put_alias(index=index, name=f"{settings.prefix}{name}")
    register = write_register(tmp_path_factory.mktemp("sirene"))
    own = site_settings(settings, tmp_path_factory.mktemp("site"))
    database = Database(own.database)
    people.fill(database, DEMO_CANDIDATES, utc_now())
    database.close()
    own_indices = {name: index for name, index in indices(lambda: own).items() if name not in SHARED}
    for name, index in own_indices.items():
        wanted = Wanted(() if index.built_in else register)
        lifecycle.run(settings, job(index, [index.default], wanted), Progress(name))
    with serving(create_app(own)) as url:
        yield Site(url, settings, own)


def site_settings(engine: EngineSettings, folder: Path) -> SiteSettings:
    """Settings of a site whose database and secret are in `folder`, empty and migrated."""
    path = folder / "vivier.db"
    path.write_bytes(empty_file())
    return SiteSettings(engine=engine, secret="s" * 32, database_url=f"sqlite:///{path}")


class serving:  # noqa: N801 (a context manager reads as a verb)
    """`with serving(app) as url`: uvicorn in a thread, on a free port."""

    def __init__(self, app: Starlette) -> None:
        self._socket = socket.socket()
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, loop="asyncio"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> str:
        self._socket.bind(("127.0.0.1", 0))
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.02)
            assert self._thread.is_alive(), "the site did not start"
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)


def ask(app: Starlette, path: str, **headers: str) -> httpx.Response:
    """Ask an application without a server; what it lets through is answered, not raised."""

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://site")
        async with app.router.lifespan_context(app), client:
            return await client.get(path, headers=headers)

    return asyncio.run(get())
