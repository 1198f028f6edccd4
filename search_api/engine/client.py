"""The one way to the engine: a client per process, and answers that are whole or errors.

`Engine` (async, over `wire`) serves the web; `sync_client` gives the indexer opensearch-py for bulk work.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from opensearchpy import JSONSerializer, OpenSearch
from opensearchpy import exceptions as os_errors

from search_api.engine.errors import (
    EngineError,
    EngineRefused,
    EngineUnavailable,
    IndexMissing,
    PartialAnswer,
)
from search_api.engine.settings import EngineSettings
from search_api.engine.wire import BUSY, JSON, Wire

Body = Mapping[str, Any]
Answer = dict[str, Any]


class OrjsonSerializer(JSONSerializer):
    """opensearch-py's JSON, by orjson: 5 to 10 x quicker on a page of answers."""

    def dumps(self, data: Any) -> Any:
        return data if isinstance(data, (str, bytes)) else orjson.dumps(data, default=self.default)

    def loads(self, s: Any) -> Any:
        try:
            return orjson.loads(s)
        except orjson.JSONDecodeError as error:
            raise os_errors.SerializationError(str(s)[:200], error) from error


def _options(settings: EngineSettings) -> dict[str, Any]:
    options: dict[str, Any] = {
        "hosts": list(settings.hosts),
        "serializer": OrjsonSerializer(),
        "timeout": settings.timeout,
        "max_retries": 2,
        "retry_on_status": tuple(BUSY),
        "pool_maxsize": settings.pool,
    }
    if settings.user:
        options["http_auth"] = (settings.user, settings.password or "")
    if settings.hosts[0].startswith("https"):
        options |= {
            "verify_certs": settings.verify,
            "ssl_show_warn": settings.verify,
            "ca_certs": settings.ca_file,
        }
    return options


def sync_client(settings: EngineSettings, **options: Any) -> OpenSearch:
    """Client of the indexer and of the command line; `options` go to opensearch-py and win over the usual ones."""
    return OpenSearch(**_options(settings) | options)


def as_engine_error(error: Exception) -> EngineError:
    """Translate an opensearch-py error into ours, one line each."""
    if isinstance(error, EngineError):
        return error
    if isinstance(error, os_errors.NotFoundError):
        return IndexMissing(f"missing in the engine: {_reason(error)}")
    if isinstance(error, os_errors.TransportError) and isinstance(error.status_code, int):
        if error.status_code in BUSY:
            return EngineUnavailable(f"the engine is overloaded (HTTP {error.status_code})")
        return EngineRefused(f"HTTP {error.status_code}: {_reason(error)}")
    return EngineUnavailable(f"the engine does not answer ({type(error).__name__})")


def _reason(error: os_errors.TransportError) -> str:
    return _cause(error.info) if isinstance(error.info, dict) else str(error.error)


def _cause(answer: Answer) -> str:
    """The reason in an error answer of the engine."""
    cause = answer.get("error")
    if not isinstance(cause, dict):
        return str(cause)
    roots = cause.get("root_cause") or [cause]
    return str(roots[0].get("reason") or cause.get("reason"))


def whole(answer: Answer) -> Answer:
    """Return a search answer if every shard took part and none ran out of time, else raise PartialAnswer."""
    shards = answer.get("_shards", {})
    if answer.get("timed_out") or shards.get("failed"):
        raise PartialAnswer(
            f"{shards.get('failed', 0)} of {shards.get('total', 0)} shards failed"
            + (", time ran out" if answer.get("timed_out") else "")
        )
    return answer


# What tells a whole answer from a partial one (`whole`): it comes along with whatever else is asked for.
WHOLE = "timed_out,_shards.total,_shards.failed"


@lru_cache(maxsize=256)
def _query_string(only: str) -> str:
    """Has the engine send the parts of the answer that `only` names, and what tells that it is whole."""
    return f"?{urlencode({'filter_path': f'{WHOLE},{only}'})}" if only else ""


class Engine:
    """Async access for the web. Make one for the process, close it at the end.

    `index` arguments are bare names ("places"); the prefix of the settings is added here.
    instead: full names of indices to ask in place of an alias, to question a new index before it serves.
    """

    def __init__(self, settings: EngineSettings, instead: Mapping[str, str] = MappingProxyType({})) -> None:
        self.settings = settings
        self._instead = instead
        self._wire = Wire(settings)

    async def close(self) -> None:
        await self._wire.close()

    def name(self, index: str) -> str:
        """Name of the alias of `index` in the engine."""
        return self._instead.get(index) or self.settings.prefix + index

    async def search(self, index: str, body: Body, *, only: str = "") -> Answer:
        """Run one search; the answer is whole, or an EngineError is raised.

        only: the parts of the answer that are read ("hits.hits._id,hits.total.value"); empty: all of it.
        """
        path = f"/{self.name(index)}/_search{_query_string(only)}"
        return whole(await self._perform("POST", path, orjson.dumps(body), JSON))

    async def open_point(self, index: str, keep: str) -> str:
        """A point in time of `index`: searches of it see neither later changes nor another index behind the alias.

        keep: how long it lives without being asked ("5m").
        """
        path = f"/{self.name(index)}/_search/point_in_time?keep_alive={keep}"
        point: str = (await self._perform("POST", path))["pit_id"]
        return point

    async def search_point(self, body: Body, *, only: str = "") -> Answer:
        """Run one search of a point, which `body` names ("pit"). Raises IndexMissing when it is gone, as after a
        restart of the engine."""
        return whole(await self._perform("POST", f"/_search{_query_string(only)}", orjson.dumps(body), JSON))

    async def close_point(self, point: str) -> None:
        """Let go of a point; one that is gone already is no error."""
        await self._ask("DELETE", "/_search/point_in_time", orjson.dumps({"pit_id": [point]}))

    async def get(self, index: str, doc_id: str) -> Answer | None:
        """The source of one document, or None when there is no such document."""
        path = f"/{self.name(index)}/_doc/{quote(doc_id, safe='')}"
        status, found = await self._ask("GET", path)
        if status == 404 and found.get("found") is False:
            return None
        source: Answer = _good(status, found)["_source"]
        return source

    async def ping(self) -> bool:
        """Does the engine answer?"""
        try:
            status, _ = await self._ask("GET", "/")
        except EngineUnavailable:
            return False
        return status == 200

    async def _perform(self, method: str, path: str, body: bytes = b"", kind: bytes = JSON) -> Answer:
        return _good(*await self._ask(method, path, body, kind))

    async def _ask(self, method: str, path: str, body: bytes = b"", kind: bytes = JSON) -> tuple[int, Answer]:
        try:
            status, content = await self._wire.ask(method, path, body, kind)
        except OSError as error:  # TimeoutError is one
            raise as_engine_error(error) from error
        try:
            answer = orjson.loads(content)
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            raise EngineUnavailable(f"the engine answered something else than JSON (HTTP {status})")
        return status, answer


def _good(status: int, answer: Answer) -> Answer:
    """The answer, unless its status tells of an error."""
    if status < 400:
        return answer
    if status in BUSY:
        raise EngineUnavailable(f"the engine is overloaded (HTTP {status})")
    reason = _cause(answer)
    raise (
        IndexMissing(f"missing in the engine: {reason}") if status == 404 else EngineRefused(f"HTTP {status}: {reason}")
    )
