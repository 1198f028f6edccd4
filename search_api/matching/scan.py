"""Everybody whom a rule targets, page by page, as they were at one point in time (docs/decisions/0010).

In the order of their references, so that a scan goes on after the last one dealt with whatever happened meanwhile: a
crash of ours, a restart of the engine, an index built anew.
"""

from dataclasses import dataclass

from search_api.engine.client import Engine
from search_api.engine.errors import IndexMissing
from search_api.matching.criteria import Rule
from search_api.matching.query import Body, targeted

INDEX = "candidates"
# From one page to the next; a point that was lost is opened again.
KEEP = "5m"


@dataclass(frozen=True, slots=True)
class Page:
    """refs: of the next people, ascending. point: of the engine, for the page after. last: nobody follows."""

    refs: tuple[str, ...]
    point: str
    last: bool


async def page(engine: Engine, rule: Rule, point: str, after: str, size: int) -> Page:
    """The next people whom `rule` targets, up to `size`. point, after: of the page before, "" at the beginning.

    Raises EngineError; IndexMissing when there is no index at all.
    """
    if point:
        try:
            return await _page(engine, rule, point, after, size)
        except IndexMissing:
            # The engine was restarted, or nobody asked for longer than KEEP.
            pass
    return await _page(engine, rule, await engine.open_point(INDEX, KEEP), after, size)


async def close(engine: Engine, point: str) -> None:
    """Let the engine forget the point."""
    if point:
        await engine.close_point(point)


def page_body(rule: Rule, point: str, after: str, size: int) -> Body:
    """The question to the engine. Nothing but references comes back."""
    body: Body = {
        "size": size,
        "_source": False,
        "track_total_hits": False,
        "query": targeted(rule),
        "sort": [{"ref": "asc"}],
        "pit": {"id": point, "keep_alive": KEEP},
    }
    return {**body, "search_after": [after]} if after else body


async def _page(engine: Engine, rule: Rule, point: str, after: str, size: int) -> Page:
    body = page_body(rule, point, after, size)
    found = await engine.search_point(body, only="pit_id,hits.hits.sort")
    refs = tuple(hit["sort"][0] for hit in found.get("hits", {}).get("hits", ()))
    return Page(refs, found.get("pit_id", point), last=len(refs) < size)
