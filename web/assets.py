"""The static files: read once, compressed once, served under a URL that holds a hash of them all.

`/static/<hash>/css/site.css` may be kept for ever by browsers. One hash for the whole folder lets scripts and styles
name each other by relative paths; there are few files, and they change together.
"""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_SHORTLY = "public, max-age=60"


@dataclass(frozen=True)
class Asset:
    """One file: its bytes as they are and by gzip, and its media type."""

    body: bytes
    packed: bytes
    media_type: str


class Assets:
    """The files of the static folder, in memory (a few dozen kilobytes)."""

    def __init__(self, folder: Traversable) -> None:
        self._assets = {path: _asset(path, file) for path, file in _files(folder)}
        digest = hashlib.sha256()
        for path, asset in sorted(self._assets.items()):
            digest.update(path.encode() + b"\0" + asset.body)
        self.version = digest.hexdigest()[:12]

    def url(self, path: str) -> str:
        """URL of a file, "css/site.css". Raises KeyError when there is none: a page must not name a missing file."""
        if path not in self._assets:
            raise KeyError(f"no static file {path!r}")
        return f"/static/{self.version}/{path}"

    async def serve(self, request: Request) -> Response:
        """Handler of `/static/{version}/{path:path}`."""
        asset = self._assets.get(request.path_params["path"])
        if asset is None:
            raise HTTPException(404)
        # A page of the version before may still ask for its files during a deployment: today's will do, for a minute.
        current = request.path_params["version"] == self.version
        headers = {"cache-control": _FOR_EVER if current else _SHORTLY, "vary": "accept-encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(asset.body, headers=headers, media_type=asset.media_type)
        headers["content-encoding"] = "gzip"
        return Response(asset.packed, headers=headers, media_type=asset.media_type)


@cache
def load() -> Assets:
    """The files of `web/static`, as they are when first asked for."""
    return Assets(resources.files("web") / "static")


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


def _asset(path: str, file: Traversable) -> Asset:
    body = file.read_bytes()
    suffix = path[path.rindex(".") :]
    return Asset(body, gzip.compress(body, 9, mtime=0), _TYPES[suffix])
