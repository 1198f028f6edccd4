"""Files of profiles, made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import generate


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A file of that many profiles."""
    folder = tmp_path_factory.mktemp("people")

    def file(count: int) -> Path:
        path = folder / f"{count}.ndjson"
        if not path.exists():
            path.write_bytes(b"".join(generate.lines(count, 3, processes=1)))
        return path

    return file
