"""A screen declares what its template gets: compared both ways, for every template there is."""

import re
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module, resources
from pathlib import Path
from typing import Any, ClassVar

import pytest
from jinja2 import UndefinedError, meta, nodes

from web import assets
from web.rendering import DOMAINS, Pages


def _declared() -> list[Any]:
    """Every dataclass of the domains' screens."""
    modules = [import_module(f"{domain}.screens") for domain in DOMAINS]
    return [
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and is_dataclass(one) and one.__module__ == module.__name__
    ]


def _templates() -> list[Any]:
    return [file for domain in DOMAINS for file in (resources.files(domain) / "templates").iterdir()]


SCREENS = [one for one in _declared() if "template" in vars(one)]
PARTS = [one for one in _declared() if "template" not in vars(one)]
PAGES = Pages(assets.load())


def _with_its_parts(name: str) -> set[str]:
    """A template and all that it extends, includes or imports."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [part for part in meta.find_referenced_templates(_tree(one)) if part]
    return found


def _tree(name: str) -> Any:
    assert PAGES.environment.loader is not None
    source, _, _ = PAGES.environment.loader.get_source(PAGES.environment, name)
    return PAGES.environment.parse(source)


def _macros(tree: Any) -> set[str]:
    """Macros that a template imports or makes; inside blocks Jinja takes them for variables."""
    imported = {name for node in tree.find_all(nodes.FromImport) for name in node.names}
    return imported | {node.name for node in tree.find_all(nodes.Macro)}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_a_template_uses_what_its_screen_declares_and_nothing_else(screen: Any) -> None:
    used: set[str] = set()
    for name in _with_its_parts(screen.template):
        tree = _tree(name)
        used |= meta.find_undeclared_variables(tree) - _macros(tree)
    assert used - set(PAGES.environment.globals) - {"frame"} == {field.name for field in fields(screen)}


def test_every_template_belongs_to_a_screen() -> None:
    used = {name for screen in SCREENS for name in _with_its_parts(screen.template)}
    names = [Path(file.name).name for file in _templates()]
    assert used == set(names)
    assert len(names) == len(set(names)), "two domains have a template of one name"


def test_no_part_of_a_screen_is_declared_for_nothing() -> None:
    text = "".join(file.read_text() for file in _templates())
    for part in PARTS:
        for field in fields(part):
            assert f".{field.name}" in text, f"{part.__name__}.{field.name} is shown nowhere"


def test_a_variable_that_no_screen_declares_is_an_error() -> None:
    @dataclass(frozen=True)
    class Poor:
        template: ClassVar[str] = "thanks.html"
        title: str

    with pytest.raises(UndefinedError):
        PAGES.html(Poor("x"))


def test_a_file_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        PAGES.environment.from_string("{{ static('css/none.css') }}").render()


def test_no_template_turns_escaping_off() -> None:
    for file in _templates():
        text = file.read_text()
        assert "autoescape" not in text
        assert text.count("|safe") == text.count("'|safe if"), f"{file.name}: only literals of ours may be safe"


def test_every_form_that_changes_something_carries_the_token() -> None:
    for file in _templates():
        text = file.read_text()
        posts = re.findall(r'<form\b[^>]*method="post".*?</form>', text, re.S)
        assert text.count('method="post"') == len(posts)
        for form in posts:
            assert "csrf" in form, f"{file.name}: a form without the token"
