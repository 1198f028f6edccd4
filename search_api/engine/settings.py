"""Where the engine is and how to speak to it.

`EngineSettings.from_env` is called by entry points only; everything else takes the value.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from search_api.engine.errors import SettingError

DEFAULT_PORT = 9201
DEFAULT_HEAP = "2g"


@dataclass(frozen=True)
class EngineSettings:
    """Address of a cluster, or of the embedded server when `external` is False.

    hosts: URLs without path ("https://search-1:9200"), tried in turn.
    heap: Java heap of the embedded server ("2g").
    home: folder of the embedded server's data, logs and pid; can be thrown away.
    jars: folder of the embedded server's program.
    prefix: put before every index and alias name, so that tests and products can share a cluster.
    timeout: seconds for one request.
    pool: connections kept open to each host.
    """

    hosts: tuple[str, ...] = (f"http://127.0.0.1:{DEFAULT_PORT}",)
    external: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    verify: bool = True
    heap: str = DEFAULT_HEAP
    home: Path = Path(".vivier/engine")
    jars: Path = Path(".vivier/jars")
    prefix: str = "vivier-"
    timeout: float = 10.0
    pool: int = 16

    @property
    def port(self) -> int:
        """HTTP port of the embedded server."""
        return urlsplit(self.hosts[0]).port or DEFAULT_PORT

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "EngineSettings":
        """Read OPENSEARCH_URL (comma-separated for several hosts) and the VIVIER_ENGINE_* settings.

        Raises SettingError naming the variable when a value cannot be used.
        """
        prefix = env.get("VIVIER_INDEX_PREFIX", "vivier-")
        if url := env.get("OPENSEARCH_URL"):
            return cls._external(url, env, prefix)
        folder = Path(env.get("VIVIER_HOME", ".vivier"))
        port = _port(env.get("VIVIER_ENGINE_PORT", str(DEFAULT_PORT)))
        heap = env.get("VIVIER_ENGINE_HEAP", DEFAULT_HEAP)
        return cls(
            hosts=(f"http://127.0.0.1:{port}",), heap=heap, home=folder / "engine", jars=folder / "jars", prefix=prefix
        )

    @classmethod
    def _external(cls, url: str, env: Mapping[str, str], prefix: str) -> "EngineSettings":
        parts = [urlsplit(one.strip()) for one in url.split(",")]
        for part in parts:
            if part.scheme not in {"http", "https"} or not part.hostname:
                raise SettingError("OPENSEARCH_URL must look like https://user:password@host:9200")
        first = parts[0]
        hosts = tuple(f"{p.scheme}://{p.hostname}:{p.port or 9200}" for p in parts)
        return cls(
            hosts=hosts,
            external=True,
            user=env.get("OPENSEARCH_USER", first.username or "") or None,
            password=env.get("OPENSEARCH_PASSWORD", first.password or "") or None,
            ca_file=env.get("OPENSEARCH_CA_FILE"),
            verify=env.get("OPENSEARCH_VERIFY", "true").lower() not in {"0", "false", "no"},
            prefix=prefix,
        )


def _port(text: str) -> int:
    # The runner of the embedded server refuses ports beyond this range (its `maxHttpPort`).
    if not text.isdigit() or not 9201 <= int(text) <= 9299:
        raise SettingError(f"VIVIER_ENGINE_PORT must be between 9201 and 9299, not {text!r}")
    return int(text)
