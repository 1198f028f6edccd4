"""The indices behind an alias: their names, and what each says of itself."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy import exceptions as os_errors

from search_api.engine.client import as_engine_error


@dataclass(frozen=True)
class Version:
    """An index behind an alias, or left beside it."""

    name: str
    live: bool
    ready: bool
    schema: int | None
    build: dict[str, Any] = field(default_factory=dict)


def versions(client: OpenSearch, prefix: str, name: str) -> list[Version]:
    """Every index of `name`, oldest first."""
    alias = prefix + name
    found = client.indices.get(index=f"{alias}-*")
    return sorted(
        (_version(alias, index, about) for index, about in found.items() if _is_version(alias, index)),
        key=lambda version: version.name,
    )


def writing_alias(index: str) -> str:
    """The name by which changes are written to one version (indexer/live.py). It goes away with the index, so a
    change that comes too late makes no new index of that name."""
    return f"{index}-writes"


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Errors of opensearch-py become ours."""
    try:
        yield
    except os_errors.OpenSearchException as error:
        raise as_engine_error(error) from error


def _is_version(alias: str, index: str) -> bool:
    # `vivier-places-*` also matches the versions of an index called "places-something".
    return re.fullmatch(r"-\d{8}-\d{6}-\d{6}", index.removeprefix(alias)) is not None


def _version(alias: str, index: str, about: dict[str, Any]) -> Version:
    meta = about["mappings"].get("_meta", {})
    build = meta.get("build", {})
    return Version(index, alias in about["aliases"], build.get("state") == "ready", meta.get("version"), build)
