"""What the engine holds, for people: every version of every index."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from indexer.versions import Version, translated, versions
from mappings import schema_version
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings


@dataclass(frozen=True)
class Row:
    """One version of one index. state: "serves", "ready" (can be rolled back to) or "unfinished"."""

    index: str
    version: str
    state: str
    documents: int
    megabytes: float
    schema: int | None
    expected_schema: int
    source: str
    began: str

    def body(self) -> dict[str, Any]:
        return asdict(self)


def rows(settings: EngineSettings, names: Iterable[str]) -> list[Row]:
    """Every version of the indices `names`. Raises EngineError."""
    with translated():
        client = sync_client(settings)
        sizes = {
            one["index"]: one
            for one in client.cat.indices(
                index=f"{settings.prefix}*", params={"format": "json", "bytes": "b", "h": "index,store.size"}
            )
        }
        return [
            _row(name, version, client.count(index=version.name)["count"], int(sizes[version.name]["store.size"] or 0))
            for name in names
            for version in versions(client, settings.prefix, name)
            if version.name in sizes
        ]


def table(found: list[Row], names: Iterable[str]) -> str:
    """The rows as lines of text; an index that does not exist yet says how to load it."""
    lines = []
    for name in names:
        mine = [row for row in found if row.index == name]
        lines += [_line(row) for row in mine]
        if not any(row.state == "serves" for row in mine):
            lines.append(f"{name:<16} not loaded: vivier index {name} --help")
    return "\n".join(lines)


def _row(name: str, version: Version, documents: int, size: int) -> Row:
    state = "serves" if version.live else "ready" if version.ready else "unfinished"
    return Row(
        name,
        version.name,
        state,
        documents,
        round(size / 1e6, 1),
        version.schema,
        schema_version(name),
        version.build.get("source", "?"),
        version.build.get("began", "?"),
    )


def _line(row: Row) -> str:
    schema = f"schema {row.schema}"
    if row.schema != row.expected_schema:
        schema += f" (this program expects {row.expected_schema}: reload it)"
    return (
        f"{row.index:<16} {row.state:<10} {row.documents:>10,} documents {row.megabytes:>8,.1f} MB  "
        f"{schema}, from {row.source}, {row.began}  {row.version}"
    )
