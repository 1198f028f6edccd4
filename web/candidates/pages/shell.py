"""What makes the space an app that can be installed: its manifest, its service worker, its page without a network."""

import json
import re
from functools import cache
from hashlib import sha256
from importlib import resources

import typst
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from web.candidates.screens import Offline
from web.rendering import Pages

OFFLINE = "/hors-ligne"
_WORKER = (resources.files("web") / "static/js/service-worker.js").read_text("utf-8")
# Browsers look for a new one by themselves; none in between may keep an old one.
_FRESH = {"cache-control": "no-cache"}


async def manifest(request: Request) -> Response:
    """`/manifest.webmanifest` (https://www.w3.org/TR/appmanifest/)."""
    files = _pages(request).files
    icons = [
        {"src": files.url(f"images/{name}.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
        for name, purpose in (("icon", "any"), ("icon-maskable", "maskable"))
    ]
    told = {
        "id": "/candidat",
        "name": "Vivier, mes invitations",
        "short_name": "Vivier",
        "description": "Les offres auxquelles des entreprises vous invitent à candidater.",
        "lang": "fr",
        "dir": "ltr",
        "start_url": "/candidat/espace",
        # Invitations stand beside the space, under /invitation.
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfafd",
        "theme_color": "#5a2ba8",
        "icons": icons,
    }
    return Response(json.dumps(told, ensure_ascii=False), headers=_FRESH, media_type="application/manifest+json")


async def touch_icon(_: Request) -> Response:
    """`/apple-touch-icon.png`: iPhones take no SVG for the home screen."""
    return Response(await to_thread.run_sync(_touch_icon), headers=_FRESH, media_type="image/png")


@cache
def _touch_icon() -> bytes:
    # The square that fills its frame: the phone rounds its corners itself.
    svg = (resources.files("web") / "static/images/icon-maskable.svg").read_bytes()
    source = "#set page(width: 180pt, height: 180pt, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 180pt)"
    made = typst.compile(source.encode(), format="png", ppi=72, sys_inputs={"svg": svg.decode()})
    assert isinstance(made, bytes)  # noqa: S101 (a list comes for pictures of many pages only)
    return made


async def worker(request: Request) -> Response:
    """`/sw.js`, at the root: its scope is the whole site."""
    pages = _pages(request)
    offline = pages.html(Offline())
    shell = {
        # The page names its files by a hash of them all: another version of any is another page.
        "version": sha256(offline.encode()).hexdigest()[:12],
        "offline": OFFLINE,
        "files": sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', offline))),
        "icon": pages.files.url("images/icon.svg"),
    }
    content = f"const SHELL = {json.dumps(shell)};\n{_WORKER}"
    return Response(content, headers=_FRESH, media_type="text/javascript; charset=utf-8")


async def offline(request: Request) -> Response:
    """`/hors-ligne`: the same for everybody, for browsers keep it."""
    return HTMLResponse(_pages(request).html(Offline()), headers=_FRESH)


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


routes = [
    Route("/manifest.webmanifest", manifest),
    Route("/apple-touch-icon.png", touch_icon),
    Route("/sw.js", worker),
    Route(OFFLINE, offline),
]
