"""The built-in catalogue: TOML files under `data/catalogue`, in the format that data/README.md describes."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from indexer.documents import Document, Item
from indexer.errors import SourceError
from mappings.occupations import Name, Occupation, Skill


class CatalogueError(SourceError):
    """The catalogue contradicts itself; the message names the file and the entry."""


@dataclass(frozen=True)
class Trait:
    code: str
    label: str
    definition: str


@dataclass(frozen=True)
class Catalogue:
    """Everything under `data/catalogue`, by code."""

    skills: dict[str, Skill]
    traits: dict[str, Trait]
    occupations: dict[str, Occupation]


def read(paths: Iterable[Path] = ()) -> Iterator[Item]:
    """Documents of the built-in catalogue, or of the catalogue folders given."""
    folders: list[Traversable] = list(paths) or [_built_in()]
    for folder in folders:
        for occupation in read_folder(folder).occupations.values():
            yield Document(occupation.code, occupation.body())


@cache
def load() -> Catalogue:
    """The built-in catalogue, read once per process."""
    return read_folder(_built_in())


def read_folder(folder: Traversable) -> Catalogue:
    """Read a catalogue folder. Raises CatalogueError for an unknown or doubled code, or a missing key."""
    vocabulary = _by_code(_rows(folder.joinpath("skills"), "skill"))
    skills = {code: Skill(code, row["label"]) for code, row in vocabulary.items()}
    synonyms = {code: tuple(row["synonyms"]) for code, row in vocabulary.items() if row.get("synonyms")}
    traits = {
        code: Trait(code, row["label"], row["definition"])
        for code, row in _by_code(_table(folder.joinpath("traits.toml"), "trait")).items()
    }
    occupations = {}
    for code, row in _by_code(_rows(folder.joinpath("occupations"), "occupation")).items():
        try:
            occupations[code] = _occupation(row, skills, synonyms)
        except KeyError as error:
            raise CatalogueError(f"occupation {code}: {error} is missing or not a skill of the vocabulary") from None
    return Catalogue(skills, traits, occupations)


def _built_in() -> Traversable:
    return resources.files("data").joinpath("catalogue")


def _rows(folder: Traversable, key: str) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield from _table(file, key)


def _table(file: Traversable, key: str) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8")).get(key, [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CatalogueError(f"{file.name}: {error}") from error
    return rows


def _by_code(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        code = row.get("code", "")
        if not code or code in found:
            raise CatalogueError(f"code {code!r} is empty or given twice")
        found[code] = row
    return found


def _occupation(row: dict[str, Any], skills: dict[str, Skill], synonyms: dict[str, tuple[str, ...]]) -> Occupation:
    return Occupation(
        code=row["code"],
        label=Name.parse(row["label"]),
        rome_code=row["rome"],
        frequency=row["frequency"],
        appellations=tuple(map(Name.parse, row["appellations"])),
        keywords=tuple(row["keywords"]),
        description=row["description"],
        core=tuple(skills[code] for code in row["core"]),
        secondary=tuple(skills[code] for code in row["secondary"]),
        nearby=tuple(row["nearby"]),
        traits=tuple(row["traits"]),
        requires=tuple(row.get("requires", ())),
        skill_synonyms={code: synonyms[code] for code in (*row["core"], *row["secondary"]) if code in synonyms},
    )
