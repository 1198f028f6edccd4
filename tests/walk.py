"""Walking a site as somebody who tries everything: each link, each address that the routes allow, each form."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from starlette.routing import Route

from tests.contents import readable
from tests.visits import Browser, Stage

_LINK = re.compile(r'(?:href|src|hx-get|data-url)="([^"]+)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_FIELD = re.compile(r"<(?:input|button|textarea)\b([^>]*)>")
_HTMX = {"hx-request": "true"}


@dataclass(frozen=True)
class Answer:
    """What came back. text: all that can be read in it, its headers and its address too, in lower case. page: its
    HTML, if it is a page; leads: where it sends on."""

    method: str
    path: str
    status: int
    text: str
    page: str
    leads: str


class Walk:
    """One person's walk. never: parts of addresses that are not to be used."""

    def __init__(self, stage: Stage, browser: Browser, never: Collection[str]) -> None:
        self._stage, self._browser, self._never = stage, browser, tuple(never)
        self._seen: set[str] = set()

    def everywhere(self, starts: Iterable[str], refs: Mapping[str, Collection[str]]) -> Iterator[Answer]:
        """Every page that can be reached from `starts`, and every address of the routes with a reference in it, with
        and without htmx. refs: by the beginning of an address."""
        waiting = [*starts, *self._filled(refs)]
        while waiting:
            path = waiting.pop()
            if path in self._seen or any(word in path for word in self._never):
                continue
            self._seen.add(path)
            answer = self.get(path)
            yield answer
            waiting += _links(path, answer)
            if answer.page and answer.status == 200:
                yield self.get(path, htmx=True)

    def get(self, path: str, *, htmx: bool = False) -> Answer:
        """Ask for one address."""
        answer = self._browser.get(path, _HTMX if htmx else None)
        return self._told("GET", path, answer)

    def posting(self, pages: Iterable[Answer]) -> Iterator[Answer]:
        """Every form of these pages, sent as it stands there, once each address."""
        sent = set()
        for shown in pages:
            for path, fields in _forms(shown):
                if path in sent or any(word in path for word in self._never):
                    continue
                sent.add(path)
                yield self._told("POST", path, self._browser.send(path, fields))

    def _filled(self, refs: Mapping[str, Collection[str]]) -> Iterator[str]:
        for route in self._stage.app.routes:
            if isinstance(route, Route) and "GET" in (route.methods or ()) and "{ref}" in route.path:
                for ref in refs.get(route.path.split("/")[1], ()):
                    yield re.sub(r"{[^}]*}", "1", route.path.replace("{ref}", ref))

    def _told(self, method: str, path: str, answer: Any) -> Answer:
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        text = "\n".join((path, headers, readable(answer.content))).lower()
        page = answer.text if "text/html" in answer.headers.get("content-type", "") else ""
        return Answer(method, path, answer.status_code, text, page, answer.headers.get("location", ""))


def _links(path: str, answer: Answer) -> Iterator[str]:
    for target in (*_LINK.findall(answer.page), answer.leads):
        url = urlsplit(urljoin(f"http://site{path}", unescape(target)))
        if url.netloc == "site" and not url.path.startswith("/static/"):
            yield url.path + (f"?{url.query}" if url.query else "")


def _forms(shown: Answer) -> Iterator[tuple[str, dict[str, str]]]:
    """Where each form of a page leads and what it sends; once more for each button that leads elsewhere."""
    by_name: dict[str, dict[str, str]] = {}
    for attributes, content in _FORM.findall(shown.page):
        told = _attributes(attributes)
        if told.get("method", "get").lower() != "post":
            continue
        fields = {}
        for one in map(_attributes, _FIELD.findall(content)):
            if "name" in one and (one.get("type") not in {"radio", "checkbox"} or "checked" in one):
                fields[one["name"]] = one.get("value", "")
        by_name[told.get("id", "")] = fields
        yield _path(shown, told.get("action", "")), fields
    for button in map(_attributes, _FIELD.findall(shown.page)):
        if "formaction" in button:
            own = {button["name"]: button.get("value", "")} if "name" in button else {}
            yield _path(shown, button["formaction"]), {**by_name.get(button.get("form", ""), {}), **own}


def _path(shown: Answer, action: str) -> str:
    url = urlsplit(urljoin(f"http://site{shown.path}", action))
    return url.path + (f"?{url.query}" if url.query else "")


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value or "") for name, value in re.findall(r'([\w-]+)(?:="([^"]*)")?', text)}
