"""Changes of single documents, while an index serves and while another is being filled.

A change goes to every version of the index: the one that serves, the one being filled, and the one kept for a
rollback, which is then as true as the others. Each carries the revision of its row, and the engine refuses what is
older than what it has (409), so changes may come twice and in any order. A deletion leaves a tombstone with its
revision (`gc_deletes` in the mapping, longer while filling).

Why nothing is lost: a change is committed in SQL before it is written here. A version that did not exist yet when the
versions were listed is filled from rows that are read after it was made, hence with that change.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from opensearchpy import OpenSearch

from indexer.bulk import REQUEST_SECONDS
from indexer.versions import Version, translated, versions, writing_alias
from search_api.engine.errors import EngineUnavailable

_NDJSON = {"content-type": "application/x-ndjson"}
_ANSWER = "items.*.status,items.*._id,items.*.error.type,items.*.error.reason"
_DONE = frozenset({200, 201, 409})


class Change(NamedTuple):
    """What has become of one row. version: the row's revision. body: the document, None when it is to be gone."""

    id: str
    version: int
    body: Mapping[str, Any] | None


def write(
    client: OpenSearch, prefix: str, name: str, changes: Sequence[Change], *, refresh: bool = False
) -> dict[str, str]:
    """Bring the index `name` up to date. Returns why, by id, for documents that can never be taken.

    refresh: what is written can be found as soon as this returns; else within a second. Raises EngineUnavailable when
    some of it must be tried again: all of `changes` may then be sent again.
    """
    if not changes:
        return {}
    body = b"".join(map(_lines, changes))
    refused: dict[str, str] = {}
    with translated():
        for version in versions(client, prefix, name):
            # The others can be searched only after a run has refreshed them.
            items = _send(client, version, body, refresh=refresh and version.live)
            if version.live:
                refused = _served(items)
            else:
                _beside(items)
    return refused


def _lines(change: Change) -> bytes:
    action = "delete" if change.body is None else "index"
    head = {action: {"_id": change.id, "version": change.version, "version_type": "external_gte"}}
    lines = orjson.dumps(head, option=orjson.OPT_APPEND_NEWLINE)
    return lines if change.body is None else lines + orjson.dumps(change.body, option=orjson.OPT_APPEND_NEWLINE)


def _send(client: OpenSearch, version: Version, body: bytes, *, refresh: bool) -> list[dict[str, Any]]:
    answer = client.transport.perform_request(
        "POST",
        f"/{writing_alias(version.name)}/_bulk",
        params={"require_alias": "true", "filter_path": _ANSWER, "refresh": "true" if refresh else "false"},
        body=body,
        headers=_NDJSON,
        timeout=REQUEST_SECONDS,
    )
    return [next(iter(item.values())) for item in answer.get("items", ())]


def _served(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What the version that serves made of the changes. It must take all, or say that a document is wrong."""
    refused = {}
    for item in items:
        if _is_done(item):
            continue
        reason = item.get("error", {}).get("reason") or f"HTTP {item['status']}"
        if item["status"] != 400:
            raise EngineUnavailable(f"a change was not taken: {reason}")
        refused[item["_id"]] = reason
    return refused


def _beside(items: Sequence[Mapping[str, Any]]) -> None:
    """A version that does not serve may be gone by now (404) or of another schema (400).

    Sealed (403), it is about to go, or to serve after all: the change comes again.
    """
    for item in items:
        if not _is_done(item) and item["status"] not in {400, 404}:
            raise EngineUnavailable(f"a change was not taken beside: {item.get('error', {}).get('reason')}")


def _is_done(item: Mapping[str, Any]) -> bool:
    # A deletion of what is not there is a 404 without an error; it leaves its tombstone all the same.
    return item["status"] in _DONE or (item["status"] == 404 and "error" not in item)
