"""Lines that could not be used: written to a file, some of them shown, and too many of them stop the run."""

import contextlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, Self

import orjson

from indexer.documents import Rejected
from indexer.errors import IndexingError, TooManyRejects

SHOWN = 5
# Before this many lines, the share of bad ones says little; it is judged at the end anyway.
EARLY = 10_000

Say = Callable[[str], None]


class Rejects:
    """Counts and keeps the bad lines of one run; the file is made at the first one.

    path: NDJSON file, one object a line: file, line, reason, raw. None: nothing is written (dry run).
    most: share of bad lines above which the run stops (0.01 is one in a hundred).
    """

    def __init__(self, path: Path | None, most: float, say: Say) -> None:
        self.path = path
        self.count = 0
        self._most = most
        self._say = say
        self._file: BinaryIO | None = None
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def add(self, rejected: Rejected) -> None:
        """Keep one bad line. Raises IndexingError when the file cannot be written."""
        self.count += 1
        if self.count <= SHOWN:
            self._say(f"rejected: {sentence(rejected)}")
        elif self.count == SHOWN + 1:
            self._say("rejected: more lines" + (f", see {self.path}" if self.path else ""))
        if self.path:
            self._write(self.path, orjson.dumps(asdict(rejected)) + b"\n")

    def judge(self, read: int, *, final: bool = False) -> None:
        """Raise TooManyRejects when more than the allowed share of the `read` lines is bad."""
        if read and self.count > self._most * read and (final or read >= EARLY):
            where = f"; see {self.path}" if self.path else ""
            share = f"{self.count / read:.2%}, {self._most:.2%} allowed"
            raise TooManyRejects(f"{self.count} of {read} lines rejected ({share}){where}")

    def _write(self, path: Path, line: bytes) -> None:
        try:
            if self._file is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._closing.enter_context(path.open("wb", buffering=0))
            self._file.write(line)
        except OSError as error:
            raise IndexingError(f"cannot write the rejected lines to {path}: {error.strerror}") from error


def sentence(rejected: Rejected) -> str:
    """`file:line: reason` of a bad line."""
    place = f"{rejected.file}:{rejected.line}" if rejected.line else rejected.file
    return f"{place}: {rejected.reason}"
