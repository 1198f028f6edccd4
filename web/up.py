"""`vivier up`: the whole product in one process tree, from an empty folder to a site that answers."""

import contextlib
import dataclasses
import socket
import sys
import time
from collections.abc import Iterator

from opensearchpy import OpenSearch

from indexer import check, lifecycle
from indexer.errors import CheckFailed
from indexer.progress import Progress
from indexer.registry import Wanted, job
from indexer.versions import Version, versions
from mappings import schema_version
from search_api.engine.client import sync_client
from search_api.engine.embedded import EmbeddedEngine
from search_api.engine.errors import EmbeddedError, EngineUnavailable
from search_api.engine.settings import EngineSettings
from web.clock import utc_now
from web.db import Database, migrate
from web.demo import company, doors, people
from web.indices import indices
from web.outbox.running import working
from web.serving import serve
from web.settings import SiteSettings


def up(port: int | None, candidates: int) -> None:
    """Start the engine (unless OPENSEARCH_URL names one), fill the indices that are missing, serve and send until
    Ctrl-C. candidates: how many to invent in an empty database, and a company that recruits among them; 0: nothing.

    Raises EngineError or IndexingError, one line each.
    """
    began = time.monotonic()
    settings = SiteSettings.from_env()
    if port:
        settings = dataclasses.replace(settings, port=port)
    _check_port(settings)
    prepare_database(settings, candidates)
    with _engine(settings.engine):
        _fill_missing(settings)
        with working(settings):
            where = f"http://{settings.host}:{settings.port}"
            serve(settings, lambda: _say(f"ready in {time.monotonic() - began:.0f} s: {where} (Ctrl-C stops)"))
            _say("stopping")


def prepare_database(settings: SiteSettings, candidates: int) -> None:
    """Bring the schema up to date, and invent people and a company when there is nobody."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(Database(settings.database)) as database:
        migrate.upgrade(database)
        empty = company.is_empty(database)
        if invented := people.fill(database, candidates, utc_now()):
            _say(f"database: {invented:,} invented candidates (once)")
        if not doors.may_exist(settings):
            with database.writing() as session:
                if doors.lock(session):
                    _say("database: the accounts of the demo are locked, for others may reach this site")
            return
        if empty and invented:
            applications = company.fill(database, utc_now())
            _say(f"database: an invented company with {applications} applications (once)")
        with database.reading() as session:
            if doors.are_there(session):
                _say(f"database: sign in as {doors.RECRUITER}, password « {doors.PASSWORD} » (README, Come in)")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 (this is the command's output)


@contextlib.contextmanager
def _engine(settings: EngineSettings) -> Iterator[None]:
    if not settings.external:
        with EmbeddedEngine(settings, _say).running():
            yield
        return
    if not sync_client(settings).ping():
        raise EngineUnavailable(f"no OpenSearch answers at {', '.join(settings.hosts)} (OPENSEARCH_URL)")
    yield


def _fill_missing(settings: SiteSettings) -> None:
    client, prefix = sync_client(settings.engine), settings.engine.prefix
    # An engine that has just started answers before its indices do: for a second or more their counts are refused.
    client.cluster.health(
        index=f"{prefix}*", params={"wait_for_status": "yellow", "timeout": "60s", "request_timeout": 70}
    )
    for name, index in indices(lambda: settings).items():
        work = job(index, [index.default], Wanted())
        if index.built_in and not _serves(client, work, versions(client, prefix, name)):
            _say(f"{name}: loading (once)")
            tally = lifecycle.run(settings.engine, work, Progress(name))
            _say(f"{name}: {tally.created:,} documents")


def _serves(client: OpenSearch, work: lifecycle.Job, found: list[Version]) -> bool:
    """Is there an index that this program can question? One of an older schema is built anew, and one that was made
    from another database than this."""
    live = next((version for version in found if version.live), None)
    if live is None or live.schema != schema_version(work.index):
        return False
    if live.build.get("source") != work.source or not work.truth:
        return True
    tell = work.truth
    with contextlib.suppress(CheckFailed):
        check.truth(client, live.name, lambda: tell(utc_now()), least=0)
        return True
    return False


def _check_port(settings: SiteSettings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise EmbeddedError(
                f"port {settings.port} is taken by another program; free it or choose another: vivier up --port 8080"
            ) from None
