"""The secret that signs: given by the settings, or made once and kept beside the data, readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path

from web.settings import SiteSettings


def secret_of(settings: SiteSettings) -> str:
    """The secret of this installation."""
    return settings.secret or kept_secret(settings.home / "secret", secrets.token_urlsafe(32))


def kept_secret(path: Path, fresh: str) -> str:
    """What `path` holds; `fresh`, written there, when it does not exist. Two processes that race get the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.new")
    with contextlib.suppress(FileExistsError):
        if not path.exists():
            temporary.touch(0o600)
            temporary.write_text(fresh)
            # A hard link, and not a rename: it fails when the other process was first.
            os.link(temporary, path)
    temporary.unlink(missing_ok=True)
    return path.read_text().strip()
