"""The indices of the product: those of the indexer, and what fills them from SQL."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from indexer import registry
from indexer.check import Truth
from indexer.cli import commands
from indexer.documents import Item
from indexer.registry import Index, Kind, Rows
from search_api.matching import percolate
from web.candidates import documents as candidates
from web.clock import utc_now
from web.db import Database
from web.offers import documents as offers
from web.settings import SiteSettings

PEOPLE = "people"


def indices(settings: Callable[[], SiteSettings]) -> dict[str, Index]:
    """Every index by name. settings: asked when rows are read, so that `--help` needs none."""
    known = registry.INDICES["candidates"]
    people = Kind(
        "",
        "the people of the database (DATABASE_URL)",
        least=0,
        rows=Rows(partial(_people, settings), partial(_told, settings, candidates.truth)),
    )
    open_offers = Kind(
        "",
        "the open offers of the database (DATABASE_URL)",
        least=0,
        rows=Rows(partial(_offers, settings), partial(_told, settings, offers.truth)),
    )
    return registry.INDICES | {
        known.name: replace(known, kinds={PEOPLE: people} | known.kinds),
        percolate.INDEX: Index(percolate.INDEX, "open offers that wait for people", {"offers": open_offers}),
    }


def _people(settings: Callable[[], SiteSettings]) -> Iterator[Item]:
    with _database(settings()) as database:
        yield from candidates.read(database, utc_now)


def _offers(settings: Callable[[], SiteSettings]) -> Iterator[Item]:
    known = settings()
    with _database(known) as database:
        yield from offers.read(database, known.engine)


def _told(settings: Callable[[], SiteSettings], truth: Callable[[Database, datetime], Truth], began: datetime) -> Truth:
    with _database(settings()) as database:
        return truth(database, began)


@contextlib.contextmanager
def _database(settings: SiteSettings) -> Iterator[Database]:
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.close()


index = commands(indices(SiteSettings.from_env))
