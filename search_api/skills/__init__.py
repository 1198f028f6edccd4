"""The skills of the catalogue: suggestions while typing, and labels by code.

The vocabulary is small (2,520 skills in the built-in catalogue), so it is read whole from the index of occupations that
serves, and searched in memory: a keystroke costs the engine nothing. After a swap the next minute reads it anew.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search_api.engine.client import Engine
from search_api.engine.errors import IndexMissing
from search_api.http import JSON, BadInput, int_param, text_param
from search_api.matching.kept import Kept
from search_api.occupations import INDEX
from search_api.skills.vocabulary import Entry, Suggestion, Vocabulary

__all__ = ["Suggestion", "Vocabulary", "routes", "vocabulary"]

# How long a vocabulary is used before we ask which version of the index serves.
KEPT_SECONDS = 60.0
# More occupations than any catalogue has; the engine gives no more at once.
_MOST_OCCUPATIONS = 10_000
_WHICH: dict[str, Any] = {"size": 1, "_source": False, "track_total_hits": False}
_ALL: dict[str, Any] = {
    "size": _MOST_OCCUPATIONS,
    "_source": ["core", "secondary", "skill_labels", "skill_synonyms"],
    "track_total_hits": False,
}

_kept: WeakKeyDictionary[Engine, Kept] = WeakKeyDictionary()
# The vocabulary last read, and the version of the index that it is from.
_read: WeakKeyDictionary[Engine, tuple[str, Vocabulary]] = WeakKeyDictionary()


async def vocabulary(engine: Engine) -> Vocabulary:
    """Every skill that an occupation of the serving catalogue has."""
    kept = _kept.setdefault(engine, Kept(KEPT_SECONDS))
    return await kept.get("vocabulary", partial(_vocabulary, engine))


async def _vocabulary(engine: Engine) -> Vocabulary:
    answer = await engine.search(INDEX, _WHICH, only="hits.hits._index")
    hits = answer.get("hits", {}).get("hits", [])
    if not hits:
        raise IndexMissing(INDEX)
    serving = hits[0]["_index"]
    read = _read.get(engine)
    if read is None or read[0] != serving:
        answer = await engine.search(INDEX, _ALL, only="hits.hits._source")
        sources = [hit["_source"] for hit in answer["hits"]["hits"]]
        # A fifth of a second, in which others must not wait.
        read = _read[engine] = serving, await to_thread.run_sync(Vocabulary, entries(sources))
    return read[1]


def entries(sources: list[Mapping[str, Any]]) -> list[Entry]:
    """The skills of documents of occupations, each once, with how many occupations have it."""
    labels: dict[str, str] = {}
    synonyms: dict[str, list[str]] = {}
    uses: dict[str, int] = {}
    for source in sources:
        labels |= source["skill_labels"]
        synonyms |= source.get("skill_synonyms") or {}
        for code in {*source["core"], *source["secondary"]}:
            uses[code] = uses.get(code, 0) + 1
    return [Entry(code, label, tuple(synonyms.get(code, ())), uses.get(code, 0)) for code, label in labels.items()]


async def _list(request: Request) -> Response:
    text = text_param(request.query_params, "q")
    if text is None:
        raise BadInput("q", "say what to look for")
    limit = int_param(request.query_params, "limit", 10, 1, 50)
    known = await vocabulary(request.app.state.engine)
    return JSON({"results": [one.body() for one in known.suggest(text, limit)]})


routes = [Route("/api/skills", _list)]
