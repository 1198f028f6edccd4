"""Screens to HTML: one Jinja environment, in which a template sees its screen and nothing else.

A screen is a dataclass that names its template and holds all that the template may show. A variable that the screen
does not have is an error (StrictUndefined), and a test compares both ways, so that nothing leaks by accident.
"""

from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from web import assets
from web.landing import wording

# A folder of templates for each domain; `web/templates` holds what they share.
LOADERS = {"web": "templates", "web.landing": "templates"}


class Screen(Protocol):
    """Any dataclass with the name of its template."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Pages:
    """The environment of a running site."""

    def __init__(self, files: assets.Assets) -> None:
        self.environment = Environment(
            loader=ChoiceLoader([PackageLoader(package, path) for package, path in LOADERS.items()]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.globals = {"static": files.url}
        self.environment.filters |= {"number": wording.number, "about": wording.about}

    def html(self, screen: Screen) -> str:
        """The page as text."""
        context = {field.name: getattr(screen, field.name) for field in fields(screen)}
        return self.environment.get_template(screen.template).render(context)

    def answer(self, screen: Screen, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
        """The page as an answer that browsers ask for again each time: counts live."""
        return HTMLResponse(self.html(screen), status, {"cache-control": "no-cache", **(headers or {})})
