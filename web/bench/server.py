"""The site in a process of its own, as it runs in production, for benches that measure it from outside."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from starlette.applications import Starlette

from search_api.engine.settings import EngineSettings
from web.settings import SiteSettings

START_SECONDS = 60


@contextlib.contextmanager
def api_server(settings: EngineSettings) -> Iterator[str]:
    """Serve the JSON API over `settings`' engine on a free loopback port; gives its base URL. Ends with the block."""
    env = {"OPENSEARCH_URL": settings.hosts[0], "VIVIER_INDEX_PREFIX": settings.prefix}
    with _serving("search_api.app:from_env", env) as url:
        yield url


@contextlib.contextmanager
def site_server(settings: SiteSettings) -> Iterator[str]:
    """Serve the whole site in the same way."""
    env = {
        "OPENSEARCH_URL": settings.engine.hosts[0],
        "VIVIER_INDEX_PREFIX": settings.engine.prefix,
        "DATABASE_URL": settings.database,
        "VIVIER_SECRET": settings.secret,
        "VIVIER_HOME": str(settings.home),
    }
    with _serving("web.bench.server:site", env) as url:
        yield url


def site() -> Starlette:
    """The site of the environment's settings."""
    from web.app import create_app

    return create_app(SiteSettings.from_env())


@contextlib.contextmanager
def _serving(target: str, settings: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", target, "--factory", "--port", str(port)]
    process = subprocess.Popen([*command, "--no-access-log", "--log-level", "warning"], env=os.environ | settings)
    try:
        _wait(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"{url}/api/openapi.yaml", timeout=2)  # noqa: S310 (loopback)
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not answer within {START_SECONDS} s")
