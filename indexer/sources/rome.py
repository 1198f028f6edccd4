"""ROME 4.0 as France Travail publishes it: a folder of CSV files, any release, plain or .gz.

    unix_referentiel_code_rome_v460_utf8.csv   the métiers; the release (460) is the newest that this file has
    unix_referentiel_appellation_v460_...      their appellations
    unix_referentiel_competence_v460_...       labels of know-how (savoir-faire) and behaviours (savoir-être)
    unix_referentiel_savoir_v460_...           labels of knowledge
    unix_liens_rome_referentiels_v460_...      which métier has which of them
    unix_coherence_item_v460_...               which belong to the core of the métier
    unix_texte_v460_...                        definitions, a sentence a row (may be absent)
    unix_rubrique_mobilite_v460_...            nearby métiers (may be absent)

Each becomes a document like those of the built-in catalogue: code = ROME code; core = know-how marked "Principale";
secondary = the other know-how; keywords = knowledge, that of the core first; traits = codes of behaviours.
Licence of the data: Licence Ouverte, France Travail, "Répertoire opérationnel des métiers et des emplois (ROME)".
"""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from indexer.documents import Document, Item, Rejected
from indexer.errors import SourceError
from indexer.sources.rome_labels import plain, split
from mappings.occupations import Name, Occupation, Skill

_LINK_SKILLS = "5"  # code_compo_bloc of the competence links
_KNOW_HOW, _BEHAVIOUR, _KNOWLEDGE = "1", "2", "3"  # code_rubrique within them
_CORE = "Principale"
_ORDER = {_CORE: 0, "Émergente": 1}
_KEYWORDS = 12
_ROME_CODE = re.compile(r"[A-Z]\d{4}")


@dataclass
class _Entry:
    """What the files say of one métier."""

    label: Name
    appellations: list[Name] = field(default_factory=list)
    sentences: list[tuple[int, str]] = field(default_factory=list)
    nearby: list[tuple[int, str]] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class _Row(NamedTuple):
    """Where a row stands, and the wanted columns of it."""

    file: str
    line: int
    cells: tuple[str, ...]

    def bad(self, reason: str) -> Rejected:
        return Rejected(self.file, self.line, reason, ",".join(self.cells)[:500])


@dataclass
class _Reading:
    """The files of one release, and the bad rows met so far."""

    folder: Path
    release: str
    bad: list[Rejected] = field(default_factory=list)


def read(paths: Iterable[Path]) -> Iterator[Item]:
    """Documents of the ROME folder given. Raises SourceError when a file is missing or not UTF-8."""
    folders = list(paths)
    if len(folders) != 1:
        raise SourceError("ROME is read from one folder; give its path")
    reading = _Reading(folders[0], _release(folders[0]))
    entries = _entries(reading)
    _add_appellations(reading, entries)
    _add_texts(reading, entries)
    _add_nearby(reading, entries)
    _add_links(reading, entries)
    marks = _core_marks(reading, entries)
    labels = _skill_labels(reading)
    yield from reading.bad
    for code, entry in entries.items():
        yield Document(code, _occupation(code, entry, marks, labels).body())


def table(folder: Path, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The wanted columns of `unix_<name>_v*_utf8.csv`, row by row. Raises SourceError when it is not there."""
    return (row.cells for row in _rows(_Reading(folder, _release(folder)), name, columns))


# -- files -------------------------------------------------------------------------------------------------


def _release(folder: Path) -> str:
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder; ROME is a folder of CSV files")
    names = (
        re.fullmatch(r"unix_referentiel_code_rome_v(\d+)_utf8\.csv(\.gz)?", file.name) for file in folder.iterdir()
    )
    releases = [found[1] for found in names if found]
    if not releases:
        raise SourceError(f"{folder} has no unix_referentiel_code_rome_v*_utf8.csv: not a ROME 4.0 folder")
    return max(releases, key=int)


def _rows(reading: _Reading, name: str, columns: tuple[str, ...], *, needed: bool = True) -> Iterator[_Row]:
    """The rows of `unix_<name>_v*_utf8.csv` with the wanted columns, found by name; rows cut short are bad."""
    path = _find(reading, name)
    if path is None:
        if needed:
            raise SourceError(f"{reading.folder} has no unix_{name}_v{reading.release}_utf8.csv")
        return
    with _Lines(path) as lines:
        rows = csv.reader(lines, strict=True)
        header = next(rows, [])
        missing = [column for column in columns if column not in header]
        if missing:
            raise SourceError(f"{path.name} has no column {', '.join(missing)}")
        places = [header.index(column) for column in columns]
        try:
            for row in rows:
                if len(row) == len(header):
                    yield _Row(str(path), rows.line_num, tuple(row[place] for place in places))
                elif any(row):  # blank lines between records are part of the format
                    whole = _Row(str(path), rows.line_num, tuple(row))
                    reading.bad.append(whole.bad(f"{len(row)} columns, the header has {len(header)}"))
        except csv.Error as error:
            raise SourceError(f"{path.name}, line {rows.line_num}: {error}") from error


def _find(reading: _Reading, name: str) -> Path | None:
    plain_file = reading.folder / f"unix_{name}_v{reading.release}_utf8.csv"
    return next((path for path in (plain_file, plain_file.with_name(plain_file.name + ".gz")) if path.exists()), None)


class _Lines:
    """The lines of a file that must be UTF-8, whatever its name says."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # noqa: SIM115 (closed below)

    def __enter__(self) -> Iterator[str]:
        return self._decoded()

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _decoded(self) -> Iterator[str]:
        for number, line in enumerate(self._file, 1):
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{self._path.name}, line {number}: not UTF-8 (byte 0x{line[error.start]:02x}), probably "
                    "Windows-1252 in spite of its name; fetch the official file again, or convert it"
                ) from None


# -- what each file adds -----------------------------------------------------------------------------------


def _entries(reading: _Reading) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for row in _rows(reading, "referentiel_code_rome", ("code_rome", "libelle_rome")):
        code, label = row.cells
        if not _ROME_CODE.fullmatch(code) or not label.strip():
            reading.bad.append(row.bad("not a ROME code and a label"))
        elif code in entries:
            reading.bad.append(row.bad("this ROME code is given twice"))
        else:
            entries[code] = _Entry(split(plain(label)))
    return entries


def _add_appellations(reading: _Reading, entries: dict[str, _Entry]) -> None:
    columns = ("code_rome", "libelle_appellation_long")
    for entry, (label,) in _of_known(reading, entries, "referentiel_appellation", columns):
        entry.appellations.append(split(plain(label)))


def _add_texts(reading: _Reading, entries: dict[str, _Entry]) -> None:
    columns = ("code_rome", "libelle_type_texte", "position_phrase", "libelle_texte")
    for entry, (kind, position, text) in _of_known(reading, entries, "texte", columns, needed=False):
        if kind == "definition":
            entry.sentences.append((_number(position), _sentence(plain(text))))


def _add_nearby(reading: _Reading, entries: dict[str, _Entry]) -> None:
    columns = ("code_rome", "code_rome_cible", "numero_ordre")
    for entry, (target, order) in _of_known(reading, entries, "rubrique_mobilite", columns, needed=False):
        if target in entries:
            entry.nearby.append((_number(order), target))


def _add_links(reading: _Reading, entries: dict[str, _Entry]) -> None:
    columns = ("code_rome", "code_compo_bloc", "code_rubrique", "code_ogr")
    for entry, (block, section, item) in _of_known(reading, entries, "liens_rome_referentiels", columns):
        if block == _LINK_SKILLS:
            entry.links[section].append(item)


def _core_marks(reading: _Reading, entries: dict[str, _Entry]) -> dict[tuple[str, str], str]:
    """(ROME code, item) -> "Principale" or "Émergente"; items without a mark are left out."""
    rows = _rows(reading, "coherence_item", ("code_rome", "code_ogr", "coeur_metier"))
    cells = (row.cells for row in rows)
    return {(code, item): mark for code, item, mark in cells if mark and code in entries}


def _skill_labels(reading: _Reading) -> dict[str, str]:
    rows = chain(
        _rows(reading, "referentiel_competence", ("code_ogr", "libelle_competence")),
        _rows(reading, "referentiel_savoir", ("code_ogr_savoir", "libelle_savoir")),
    )
    return {code: plain(label) for code, label in (row.cells for row in rows)}


def _of_known(
    reading: _Reading, entries: dict[str, _Entry], name: str, columns: tuple[str, ...], *, needed: bool = True
) -> Iterator[tuple[_Entry, tuple[str, ...]]]:
    """The rows that begin with the code of a métier: its entry and the other columns."""
    for row in _rows(reading, name, columns, needed=needed):
        code, *rest = row.cells
        if code in entries:
            yield entries[code], tuple(rest)
        else:
            reading.bad.append(row.bad(f"no métier has the ROME code {code!r}"))


# -- one document ------------------------------------------------------------------------------------------


def _occupation(code: str, entry: _Entry, marks: dict[tuple[str, str], str], labels: dict[str, str]) -> Occupation:
    def ordered(section: str) -> list[str]:
        items = dict.fromkeys(item for item in entry.links[section] if item in labels)
        return sorted(items, key=lambda item: _ORDER.get(marks.get((code, item), ""), len(_ORDER)))

    know_how = [Skill(item, labels[item]) for item in ordered(_KNOW_HOW)]
    core = tuple(skill for skill in know_how if marks.get((code, skill.code)) == _CORE)
    return Occupation(
        code=code,
        label=entry.label,
        rome_code=code,
        appellations=tuple(dict.fromkeys(entry.appellations)),
        keywords=tuple(labels[item] for item in ordered(_KNOWLEDGE)[:_KEYWORDS]),
        description=" ".join(text for _, text in sorted(entry.sentences)),
        core=core,
        secondary=tuple(skill for skill in know_how if skill not in core),
        nearby=tuple(dict.fromkeys(target for _, target in sorted(entry.nearby))),
        traits=tuple(ordered(_BEHAVIOUR)),
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
