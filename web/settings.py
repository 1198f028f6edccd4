"""Where the site listens. `SiteSettings.from_env` is called by entry points only; everything else takes the value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from search_api.engine.errors import SettingError
from search_api.engine.settings import EngineSettings


@dataclass(frozen=True)
class SiteSettings:
    """What the site needs to know to run.

    host, port: where it listens.
    https: people reach it by HTTPS (behind a proxy that ends TLS): browsers are then told to stay with it.
    engine: where the search engine is.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    https: bool = False
    engine: EngineSettings = field(default_factory=EngineSettings)

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "SiteSettings":
        """Read VIVIER_HOST, VIVIER_PORT, VIVIER_HTTPS and the settings of the engine.

        Raises SettingError naming the variable when a value cannot be used.
        """
        port = env.get("VIVIER_PORT", str(cls.port))
        if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
            raise SettingError(f"VIVIER_PORT must be a port from 1 to 65535, not {port!r}")
        return cls(
            host=env.get("VIVIER_HOST", cls.host),
            port=int(port),
            https=_flag(env, "VIVIER_HTTPS"),
            engine=EngineSettings.from_env(env),
        )


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "no").strip().lower()
    if value not in {"1", "true", "yes", "0", "false", "no", ""}:
        raise SettingError(f"{name} must be yes or no, not {value!r}")
    return value in {"1", "true", "yes"}
