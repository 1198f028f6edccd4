"""Which indices there are, and what each can be filled from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from pkgutil import resolve_name

from indexer.check import Truth
from indexer.documents import Item
from indexer.errors import SourceError
from indexer.lifecycle import Job
from indexer.questions import questions_for


@dataclass(frozen=True)
class Wanted:
    """What the person at the command line gave: paths to read, or how many to draw and from which seed."""

    paths: Sequence[Path] = ()
    count: int = 20_000
    seed: int = 1


@dataclass(frozen=True)
class Rows:
    """Rows of a database, which change while they are read (indexer/live.py).

    read: the documents with their versions, anew at each call. truth: how many there are now, and how many changes
    since a moment.
    """

    read: Callable[[], Iterator[Item]]
    truth: Callable[[datetime], Truth]


@dataclass(frozen=True)
class Kind:
    """One way to fill an index.

    function: "module:function", imported when used, so that `--help` stays quick. It takes the paths and yields items;
    when `drawn`, it takes a count and a seed instead.
    files: what the paths must be, for people; empty when the data is built in and no path is taken.
    endings: endings of file names by which the kind is guessed. least: fewest documents of a good index.
    expected: about how many documents, when known. rows: in place of the function, when the source is a database.
    """

    function: str
    about: str
    files: str = ""
    endings: tuple[str, ...] = ()
    least: int = 1
    expected: int | None = None
    drawn: bool = False
    rows: Rows | None = None

    def read(self, wanted: Wanted) -> Iterator[Item]:
        """The items of this source, anew at each call."""
        if self.rows:
            return self.rows.read()
        function = resolve_name(self.function)
        found = function(wanted.count, wanted.seed) if self.drawn else function(wanted.paths if self.files else ())
        return iter(found)


@dataclass(frozen=True)
class Index:
    """One index and its kinds of source by name; the first is used when nothing is said."""

    name: str
    about: str
    kinds: dict[str, Kind]

    @property
    def default(self) -> str:
        return next(iter(self.kinds))

    @property
    def built_in(self) -> bool:
        """Can it be filled without a file of the user's?"""
        return not self.kinds[self.default].files


INDICES: dict[str, Index] = {
    index.name: index
    for index in (
        Index(
            "occupations",
            "the catalogue of occupations",
            {
                "catalogue": Kind(
                    "indexer.sources.catalogue:read", "the built-in catalogue", least=3_000, expected=3_200
                ),
                "rome": Kind(
                    "indexer.sources.rome:read",
                    "ROME 4.0, the folder of official CSV files (any release)",
                    files="a folder with unix_referentiel_code_rome_v*_utf8.csv and the files beside it",
                    expected=1_600,
                ),
            },
        ),
        Index(
            "places",
            "communes, streets and addresses",
            {
                "communes": Kind(
                    "indexer.sources.communes:read",
                    "the built-in communes and arrondissements",
                    least=34_000,
                    expected=35_000,
                ),
                "addok": Kind(
                    "indexer.sources.addok_ndjson:read",
                    "Addok exports of the national address registry",
                    files="NDJSON files, plain or .gz",
                    endings=(".ndjson", ".json", ".jsonl"),
                ),
                "ban": Kind(
                    "indexer.sources.ban_csv:read",
                    "CSV files of the national address registry (16, 20 or 23 columns)",
                    files="CSV files, plain or .gz",
                    endings=(".csv",),
                ),
            },
        ),
        Index(
            "candidates",
            "anonymous profiles of candidates",
            {
                "demo": Kind("indexer.generate:read_demo", "invented profiles, the same for the same seed", drawn=True),
                "ndjson": Kind(
                    "indexer.sources.candidates_ndjson:read",
                    "profiles, one JSON object a line (data/candidate.schema.json)",
                    files="NDJSON files, plain or .gz",
                    endings=(".ndjson", ".json", ".jsonl"),
                ),
            },
        ),
        Index(
            "companies",
            "companies of the Sirene register",
            {
                "sirene": Kind(
                    "indexer.sources.sirene:read",
                    "the stock files of the Sirene register",
                    files="StockEtablissement and StockUniteLegale, CSV, plain or .gz",
                    endings=(".csv",),
                ),
            },
        ),
    )
}


def choose(index: Index, named: Sequence[str], paths: Sequence[Path]) -> list[str]:
    """The kinds to read, in order: those named, else the one that the paths look like, else the default.

    Raises SourceError when the kinds and the paths do not go together.
    """
    kinds = list(dict.fromkeys(named)) or [_guess(index, paths) if paths else index.default]
    reading = [kind for kind in kinds if index.kinds[kind].files]
    if paths and not reading:
        raise SourceError(f"the source {kinds[0]} takes no path; it is built in")
    if len(kinds) > 1 and any(index.kinds[kind].rows for kind in kinds):
        raise SourceError(f"a source that is a database stands alone, not {' and '.join(kinds)}")
    if len(reading) > 1:
        raise SourceError(f"name one source that reads files at a time, not {' and '.join(reading)}")
    if reading and not paths:
        raise SourceError(f"the source {reading[0]} needs a path: {index.kinds[reading[0]].files}")
    return kinds


def job(index: Index, kinds: Sequence[str], wanted: Wanted) -> Job:
    """What a run must do to fill `index` from `kinds`, one after the other."""
    chosen = [index.kinds[kind] for kind in kinds]
    sizes = [wanted.count if kind.drawn else kind.expected for kind in chosen]
    return Job(
        index=index.name,
        source=", ".join(kinds),
        items=lambda: chain.from_iterable(kind.read(wanted) for kind in chosen),
        min_count=max(kind.least for kind in chosen),
        expected=None if None in sizes else sum(size or 0 for size in sizes),
        questions=questions_for(index.name, kinds),
        truth=chosen[0].rows.truth if chosen[0].rows else None,
    )


def _guess(index: Index, paths: Sequence[Path]) -> str:
    for name, kind in index.kinds.items():
        if all(path.name.removesuffix(".gz").endswith(kind.endings or ("\0",)) for path in paths):
            return name
    choices = ", ".join(name for name, kind in index.kinds.items() if kind.files)
    raise SourceError(f"cannot tell the format of {paths[0]}; say it with --source ({choices})")
