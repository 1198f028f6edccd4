"""The life of an index: create, fill, check, swap, clean; and roll back.

    vivier-places                          the alias: the only name that questions use
    vivier-places-20261123-063000-123456   an index, named after the moment (UTC) its run began

A run fills an index of its own, questions it, and moves the alias to it in one call; the index that served before is
kept for a rollback, older ones go. Before the swap nothing that serves is touched, so a run may die at any moment:
the next one removes what it left. `_meta.build` in the mapping of each index says where it stands:

    {"state": "ready", "source": "communes", "began": "2026-11-23T06:30:00Z", "documents": 35014, "rejected": 0}

`state` is "filling" until the index is whole and has passed its checks.

Changes that come meanwhile go to every version (indexer/live.py). Reasons: docs/decisions/0007-index-lifecycle.md.
"""

import contextlib
import gc
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy import exceptions as os_errors

from indexer import check, lock
from indexer.bulk import Sender, Sent
from indexer.documents import Document, Item
from indexer.errors import IndexingError, SourceError
from indexer.progress import Progress
from indexer.rejects import Rejects
from indexer.versions import translated, versions, writing_alias
from mappings import index_body
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings

LONG_SECONDS = 3600
_SELDOM = 100_000  # objects between two collections of the youngest
_GLANCE = 64  # documents between two looks at the clock
# While an index is filled nobody reads it and a crash throws it away: no refresh, no copy, no sync of each call.
# A document deleted meanwhile is remembered, so that the older row which the run has yet to write does not revive it.
_FILLING = {
    "refresh_interval": "-1",
    "number_of_replicas": 0,
    "translog.durability": "async",
    "gc_deletes": "1d",
}


@dataclass(frozen=True)
class Job:
    """What a run is to do.

    index: bare name ("places"). source: its name, for `_meta` and status. items: reads the source, anew at each call.
    max_rejects: share of bad lines above which the run stops. min_count: fewest documents of a good index.
    questions: put to the new index before it serves. expected: about how many documents, for the time left.
    rejects: file for the bad lines, made when there are some.
    truth: when the source is SQL, whose rows change meanwhile: what it says now, and the changes since a moment.
    """

    index: str
    source: str
    items: Callable[[], Iterator[Item]]
    max_rejects: float = 0.01
    min_count: int = 1
    questions: Sequence[check.Question] = ()
    expected: int | None = None
    rejects: Path | None = None
    truth: Callable[[datetime], check.Truth] | None = None


@dataclass
class Tally:
    """Totals of a run: lines and documents read, bad ones, and what the engine made of the good ones."""

    began: datetime = field(default_factory=lambda: datetime.now(UTC))

    read: int = 0
    rejected: int = 0
    created: int = 0
    replaced: int = 0
    superseded: int = 0


def run(settings: EngineSettings, job: Job, progress: Progress) -> Tally:
    """Rebuild `job.index` from its source and let it serve.

    Raises IndexingError or EngineError, one line each; whatever ends the run before the swap, the alias is untouched
    and the half index removed.
    """
    with translated():
        client = sync_client(settings)
        with lock.held(client, settings.prefix, job.index, progress.say) as held:
            clear(client, settings.prefix, job.index)
            before = [version.name for version in versions(client, settings.prefix, job.index) if version.live]
            index = create(client, settings.prefix, job)
            try:
                tally = fill(settings, index, job, progress)
                finish(client, job.index, index)
                verify(client, settings, index, job, tally)
                mark_ready(client, index, tally)
                held.confirm()
                swap(client, settings.prefix + job.index, index)
            except BaseException:
                discard(client, index)
                raise
            clean(client, settings.prefix, job.index, keep=before)
    return tally


def rehearse(job: Job, progress: Progress) -> Tally:
    """Read and validate the whole source, write nothing, not even the rejected lines (--dry-run)."""
    tally = Tally()
    with Rejects(None, job.max_rejects, progress.say) as rejects:
        for _ in _documents(job, rejects, tally, progress):
            tally.created += 1
        rejects.judge(tally.read, final=True)
    return tally


# -- the steps, in order -----------------------------------------------------------------------------------


def clear(client: OpenSearch, prefix: str, name: str) -> None:
    """Remove what dead runs left: indices that never became ready and that no alias names."""
    for version in versions(client, prefix, name):
        if not version.live and not version.ready:
            discard(client, version.name)


def create(client: OpenSearch, prefix: str, job: Job) -> str:
    """Make the empty index of this run, laid out for filling, and return its name."""
    now = datetime.now(UTC)
    index = f"{prefix}{job.index}-{now:%Y%m%d-%H%M%S-%f}"
    body = index_body(job.index)
    body["settings"] = _flat(body["settings"]) | _FILLING
    body["mappings"]["_meta"]["build"] = {
        "state": "filling",
        "source": job.source,
        "began": f"{now:%Y-%m-%dT%H:%M:%SZ}",
    }
    client.indices.create(index=index, body=body | {"aliases": {writing_alias(index): {}}})
    return index


def fill(settings: EngineSettings, index: str, job: Job, progress: Progress) -> Tally:
    """Stream the source into `index`. Raises TooManyRejects, SourceError, EngineError."""
    tally = Tally()
    # No silent second try below us: a call whose answer was lost must be known as such (indexer.bulk.Sent).
    client = sync_client(settings, max_retries=0)
    with (
        _seldom_collecting(),
        Rejects(job.rejects, job.max_rejects, progress.say) as rejects,
        Sender(client, index) as sender,
    ):
        for document in _documents(job, rejects, tally, progress):
            for sent in sender.take(document):
                _add(tally, sent, rejects)
        for sent in sender.finish():
            _add(tally, sent, rejects)
        tally.rejected = rejects.count
        rejects.judge(tally.read, final=True)
    if tally.replaced and not job.truth:
        progress.say(f"{job.index}: {tally.replaced:,} documents had the id of an earlier one and replaced it")
    return tally


def finish(client: OpenSearch, name: str, index: str) -> None:
    """Lay out the filled index for questions: one segment, on disk, with the settings that its mapping asks for."""
    patient = {"request_timeout": LONG_SECONDS}
    client.indices.refresh(index=index, params=patient)
    client.indices.forcemerge(index=index, params={"max_num_segments": 1, **patient})
    wanted = _flat(index_body(name)["settings"])
    serving = {key: wanted.get(key) for key in _FILLING}
    if "number_of_replicas" not in wanted:
        # A copy where there is a second node to hold it; number_of_replicas then belongs to the engine.
        serving |= {"auto_expand_replicas": "0-1"}
        del serving["number_of_replicas"]
    client.indices.put_settings(index=index, body=serving)
    client.indices.flush(index=index, params=patient)


def verify(client: OpenSearch, settings: EngineSettings, index: str, job: Job, tally: Tally) -> None:
    """Raise CheckFailed unless the new index is whole and answers the product's own questions."""
    if tell := job.truth:
        check.truth(client, index, lambda: tell(tally.began), least=job.min_count)
    else:
        check.totals(client, index, expected=tally.created, least=job.min_count)
    check.schema(client, job.index, index)
    check.questions(settings, job.index, index, job.questions)


def mark_ready(client: OpenSearch, index: str, tally: Tally) -> None:
    """Note in the index itself that it is whole: from here on it is kept, not cleared."""
    meta = client.indices.get_mapping(index=index)[index]["mappings"]["_meta"]
    count = client.count(index=index)["count"]
    meta["build"] |= {"state": "ready", "documents": count, "rejected": tally.rejected}
    client.indices.put_mapping(index=index, body={"_meta": meta})


def swap(client: OpenSearch, alias: str, index: str) -> None:
    """Point the alias to `index` and to nothing else, in one call: no reader ever sees none or two."""
    away = {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}}
    client.indices.update_aliases(body={"actions": [away, {"add": {"index": index, "alias": alias}}]})


def clean(client: OpenSearch, prefix: str, name: str, *, keep: Sequence[str] = ()) -> None:
    """Remove every version but the live one and those of `keep`."""
    for version in versions(client, prefix, name):
        if not version.live and version.name not in keep:
            discard(client, version.name)


def discard(client: OpenSearch, index: str) -> None:
    """Remove an index unless it serves.

    A run that was only asleep could swap to it between our look at the alias and its removal. So it is sealed first
    (neither documents nor aliases can be added), looked at, and only then removed. When the engine does not answer
    it is left to the next run.
    """
    seal = "index.blocks.read_only_allow_delete"
    with contextlib.suppress(os_errors.OpenSearchException):
        client.indices.put_settings(index=index, body={seal: True})
        if set(client.indices.get_alias(index=index)[index]["aliases"]) - {writing_alias(index)}:
            client.indices.put_settings(index=index, body={seal: None})
        else:
            client.indices.delete(index=index)


# -- beside a run ------------------------------------------------------------------------------------------


def roll_back(settings: EngineSettings, name: str, to: str | None, progress: Progress) -> str:
    """Let the version before the live one serve again, or the version `to`; return its name.

    Raises IndexingError when there is none, or when a run holds the index.
    """
    with translated():
        client = sync_client(settings)
        with lock.held(client, settings.prefix, name, progress.say):
            found = versions(client, settings.prefix, name)
            live = next((version.name for version in found if version.live), "")
            ready = [version for version in found if version.ready and not version.live]
            chosen = [version for version in ready if (version.name == to if to else version.name < live)]
            if not chosen:
                others = ", ".join(version.name for version in ready) or "none"
                raise IndexingError(f"{name}: no {to or 'earlier version'} to go back to (ready versions: {others})")
            swap(client, settings.prefix + name, chosen[-1].name)
            return chosen[-1].name


def summary(job: Job, tally: Tally, seconds: float, *, dry_run: bool = False) -> str:
    """What a run did, in a line."""
    did = "valid, nothing was written" if dry_run else f"serve as {job.index}"
    rejected = f"; {tally.rejected:,} rejected" + (f", see {job.rejects}" if tally.rejected and not dry_run else "")
    return f"{job.index}: {tally.created:,} documents {did} ({seconds:.1f} s, from {job.source}){rejected}"


# -- small parts -------------------------------------------------------------------------------------------


def _documents(job: Job, rejects: Rejects, tally: Tally, progress: Progress) -> Iterator[Document]:
    """The good documents of the source; counts all, keeps the bad ones, shows how far we are."""
    try:
        for item in job.items():
            tally.read += 1
            if isinstance(item, Document):
                yield item
            else:
                rejects.add(item)
                rejects.judge(tally.read)
            if tally.read % _GLANCE == 0:
                progress.at(tally.read)
    except (OSError, EOFError, UnicodeError, zlib.error) as error:
        # A missing file, a folder in place of a file, a damaged .gz, another encoding.
        raise SourceError(f"cannot read the source: {error}") from error
    tally.rejected = rejects.count


@contextlib.contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Documents are short-lived and free of cycles: to look for cycles every 700 objects is a tenth of the work."""
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _add(tally: Tally, sent: Sent, rejects: Rejects) -> None:
    tally.created += sent.created
    tally.replaced += sent.replaced
    tally.superseded += sent.superseded
    for refused in sent.refused:
        rejects.add(refused)
    rejects.judge(tally.read)


def _flat(settings: dict[str, Any], path: str = "") -> dict[str, Any]:
    """Settings as `a.b.c: value`, without the "index." that may or may not stand before."""
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        full = path + key
        flat |= _flat(value, full + ".") if isinstance(value, dict) else {full.removeprefix("index."): value}
    return flat
