"""The site in a process of its own, as it runs in production, for benches that measure it from outside."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence

from search_api.engine.settings import EngineSettings
from web.serving import serve
from web.settings import SiteSettings

START_SECONDS = 60


@contextlib.contextmanager
def api_server(settings: EngineSettings) -> Iterator[str]:
    """Serve the JSON API over `settings`' engine on a free loopback port; gives its base URL. Ends with the block."""
    port = free_port()
    env = {"OPENSEARCH_URL": settings.hosts[0], "VIVIER_INDEX_PREFIX": settings.prefix}
    api = ("search_api.app:from_env", "--factory", "--no-access-log", "--log-level", "warning")
    with _running(["-m", "uvicorn", *api, "--port", str(port)], env, port) as url:
        yield url


@contextlib.contextmanager
def site_server(settings: SiteSettings) -> Iterator[str]:
    """Serve the whole site in the same way, by as many processes as `vivier up` starts."""
    port = free_port()
    env = {
        "OPENSEARCH_URL": settings.engine.hosts[0],
        "VIVIER_INDEX_PREFIX": settings.engine.prefix,
        "DATABASE_URL": settings.database,
        "VIVIER_SECRET": settings.secret,
        "VIVIER_HOME": str(settings.home),
        "VIVIER_PORT": str(port),
    }
    with _running(["-m", "web.bench.server"], env, port) as url:
        yield url


def free_port() -> int:
    """A port of the loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _running(command: Sequence[str], settings: dict[str, str], port: int) -> Iterator[str]:
    process = subprocess.Popen([sys.executable, *command], env=os.environ | settings)
    try:
        _wait(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        # As Ctrl-C does.
        process.send_signal(signal.SIGINT)
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


if __name__ == "__main__":
    serve(SiteSettings.from_env())
