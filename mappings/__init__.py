"""What each index holds: `<index>.json` (settings, mappings, `_meta`), and the French analysis that all share."""

from importlib import resources
from typing import Any

import orjson

_ANALYSIS_PARTS = ("char_filter", "tokenizer", "filter", "analyzer", "normalizer")


def index_body(name: str) -> dict[str, Any]:
    """Settings and mappings to create the index `name` with ("places"), as new objects that the caller may change.

    The shared analysis (analysis.json) is merged in; the index's own definition of a name wins. So are the fields of
    the index that `_meta.fields_of` names: its documents can be asked about by queries stored here (standing offers).
    Keys that begin with "_why" are for readers and left out. Raises FileNotFoundError for an unknown index.
    """
    body: dict[str, Any] = _without_reasons(_read(f"{name}.json"))
    shared, own = _without_reasons(_read("analysis.json")), body.setdefault("settings", {}).get("analysis", {})
    mappings = body["mappings"]
    if other := mappings["_meta"].get("fields_of"):
        theirs = index_body(other)["mappings"]
        mappings["properties"] = theirs["properties"] | mappings["properties"]
        mappings["_meta"]["fields"] = theirs["_meta"]["fields"] | mappings["_meta"]["fields"]
        mappings["_meta"]["version"] = schema_version(name)
    merged = {part: shared.get(part, {}) | own.get(part, {}) for part in _ANALYSIS_PARTS}
    body["settings"]["analysis"] = {part: entries for part, entries in merged.items() if entries}
    return body


def schema_version(name: str) -> int:
    """`_meta.version` of the index's mapping: what documents and questions of this program expect."""
    meta = _read(f"{name}.json")["mappings"]["_meta"]
    # Both only grow, so their sum changes with either.
    return int(meta["version"]) + (schema_version(meta["fields_of"]) if "fields_of" in meta else 0)


def _read(file: str) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(resources.files("mappings").joinpath(file).read_bytes())
    return content


def _without_reasons(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_reasons(value) for key, value in node.items() if not key.startswith("_why")}
    return node
