"""Text files read line by line, plain or .gz, with errors that say what to do."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import SourceError


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, ends included; a byte order mark is dropped.

    Raises SourceError when the file is not there, is damaged, or is not UTF-8.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    raise SourceError(
                        f"{path}: line {number} is not UTF-8; the file looks like Latin-1 or Windows-1252. "
                        "Fetch the official file again, or convert it: iconv -f WINDOWS-1252 -t UTF-8"
                    ) from None
                yield text
    except (OSError, EOFError) as error:
        raise SourceError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
