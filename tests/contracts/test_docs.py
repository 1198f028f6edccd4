"""The documents say what the code does."""

import re
from pathlib import Path

import click
import pytest

from web.cli import main

ROOT = Path(__file__).parents[2]
PACKAGES = ("search_api", "indexer", "web")


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_every_setting_is_documented() -> None:
    read = {name for path in sources() for name in re.findall(r'env\.get\(\s*"([A-Z_]+)"', path.read_text("utf-8"))}
    read |= {name for path in sources() for name in re.findall(r'_flag\(env, "([A-Z_]+)"\)', path.read_text("utf-8"))}
    documented = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs/ref-settings.md").read_text("utf-8")))
    assert read
    assert read <= documented


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/**/*.md")]
    broken = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert not broken


def test_decisions_that_the_code_names_exist() -> None:
    named = {path for one in sources() for path in re.findall(r"docs/decisions/[\w-]+\.md", one.read_text("utf-8"))}
    assert not [path for path in sorted(named) if not (ROOT / path).exists()]


def test_decisions_have_different_numbers() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md")]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("name", ["up", "engine", "index", "generate", "bench"])
def test_every_command_explains_itself(name: str) -> None:
    with click.Context(main) as context:
        command = main.get_command(context, name)
        assert command is not None
        assert len(command.get_short_help_str(200)) > 20
        if isinstance(command, click.Group):
            assert all(command.get_command(context, one).help for one in command.list_commands(context))  # type: ignore[union-attr]
