"""Screens to HTML: one Jinja environment, in which a template sees its screen, the frame, and nothing else.

A screen is a dataclass that names its template and holds all that the template may show. A variable that the screen
does not have is an error (StrictUndefined), and a test compares both ways, so that nothing leaks by accident.
"""

from dataclasses import Field, fields
from functools import cache
from typing import Any, ClassVar, Protocol

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web import assets
from web.frame import NOBODY, Frame, frame_of
from web.landing import wording

# The domains that have pages: each has `screens.py` and a folder `templates`, whose names are unique in the product.
DOMAINS = (
    "web",
    "web.landing",
    "web.accounts",
    "web.offers",
    "web.applications",
    "web.notes",
    "web.anticv",
    "web.candidates",
    "web.candidates.profile",
    "web.invitations",
    "web.outbox",
    "web.staff",
)


class Screen(Protocol):
    """Any dataclass with the name of its template."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Pages:
    """The pages of a running site."""

    def __init__(self, files: assets.Assets) -> None:
        self.files = files
        self.environment = _environment(files)

    def html(self, screen: Screen, frame: Frame = NOBODY) -> str:
        """The page as text."""
        context = {field.name: getattr(screen, field.name) for field in fields(screen)}
        return self.environment.get_template(screen.template).render(context, frame=frame)


@cache
def _environment(files: assets.Assets) -> Environment:
    """The templates over `files`, compiled once in a process however many sites it makes."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, "templates") for package in DOMAINS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals = {"static": files.url}
    environment.filters |= {"number": wording.number, "about": wording.about}
    return environment


def page(request: Request, screen: Screen, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    """The screen as an answer that browsers ask for again each time: counts live, and pages are personal."""
    pages: Pages = request.app.state.pages
    # `no-store` once somebody is signed in: nothing stays in a shared computer's cache.
    frame = frame_of(request)
    kept = "no-store" if frame.person else "no-cache"
    return HTMLResponse(pages.html(screen, frame), status, {"cache-control": kept, **(headers or {})})
