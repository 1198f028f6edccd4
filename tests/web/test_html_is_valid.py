"""Every page is well-formed, and everything in it that points to something points to something."""

from collections import Counter
from html.parser import HTMLParser

import pytest

from tests.site import Site

RESULTS = "/recherche?metier=aide-soignant&lieu=75056&rayon=30"
PATHS = [
    "/",
    "/connexion",
    "/rien",
    "/recherche?metier=&ville=",
    "/recherche?metier=vendeur&ville=Lille",
    "/recherche?metier=aide-soignant&ville=saint+denis",
    "/recherche?metier=zzzzqqqq&ville=%3Cb%3E%26%22",
    RESULTS,
    f"{RESULTS}&indispensable=aide-repas&sans=refection-lit",
    RESULTS.replace("recherche", "inscription"),
    RESULTS.replace("recherche", "inscription/envoyee"),
    RESULTS.replace("recherche", "connexion"),
    RESULTS.replace("recherche", "contact"),
    RESULTS.replace("recherche", "contact/merci"),
    "/mot-de-passe-oublie",
    "/mot-de-passe-oublie/envoye",
    "/mot-de-passe/rien",
    "/confirmation/rien",
    "/candidat",
    "/candidat/envoye",
    "/candidat/entrer/rien",
    "/candidat/inscription",
    "/candidat/inscription/envoye",
    "/candidat/inscription/rien",
    "/candidat/au-revoir",
    "/hors-ligne",
]
VOID = {"meta", "link", "input", "img", "br", "hr"}
# An element of the right side cannot stand inside one of the left.
NEVER_INSIDE = {
    "p": {"p", "div", "ul", "ol", "h1", "h2", "h3", "table", "form", "section", "details"},
    "a": {"a", "button"},
}
NEVER_INSIDE |= {"button": {"a", "button", "input"}, "form": {"form"}, "label": {"label"}}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form")


class Outline(HTMLParser):
    """Collects ids, references and faults of nesting."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.wanted: list[str] = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for outer in self.open:
            if tag in NEVER_INSIDE.get(outer, ()):
                self.faults.append(f"<{tag}> inside <{outer}>")
        if len(names := [name for name, _ in attrs]) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            elif name in REFERENCES:
                self.wanted += (value or "").split()
            elif name == "href" and value and value.startswith("#"):
                self.wanted.append(value[1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_well_formed(site: Site, path: str) -> None:
    outline = Outline(site.get(path).text)
    assert outline.faults == []


@pytest.mark.parametrize("path", PATHS)
def test_ids_are_unique_and_references_lead_somewhere(site: Site, path: str) -> None:
    outline = Outline(site.get(path).text)
    assert [name for name, count in outline.ids.items() if count > 1] == []
    assert set(outline.wanted) <= set(outline.ids)
