"""Open offers as documents of the index `standing-offers`: the matching rule of each as a stored query."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import msgspec
from sqlalchemy import ColumnElement, and_, func
from sqlmodel import col, select

from indexer.check import Truth
from indexer.documents import Document, Item, Rejected
from search_api.engine.client import Engine
from search_api.engine.settings import EngineSettings
from search_api.http import BadInput, UnknownCode
from search_api.matching.facts import rule_of
from search_api.matching.percolate import standing_offer
from web.candidates.documents import changes
from web.db import Database
from web.offers.tables import Offer, State
from web.offers.terms import Terms, question_of

KIND = "standing-offer"
"""Kind of the message that has a document follow its row."""

# What can be wrong with an offer itself: the catalogue has lost its occupation, or its terms cannot be read.
Wrong = (UnknownCode, BadInput, msgspec.ValidationError)
# Offers whose rules are looked up side by side.
_TOGETHER = 50


def stands(offer: Offer) -> bool:
    """Are people who arrive now compared with this offer?"""
    return offer.state == State.PUBLISHED and offer.standing


async def standing_document(engine: Engine, offer: Offer) -> Document:
    """The document of an offer that stands. Raises one of `Wrong`, EngineError."""
    terms = Terms.from_json(offer.terms or {})
    rule = await rule_of(engine, question_of(offer.search, terms))
    found = standing_offer(offer.ref, rule, offer.published_at or offer.created_at)
    return Document(found.id, found.body(), offer.revision)


def read(database: Database, settings: EngineSettings) -> Iterator[Item]:
    """Every offer that stands, as the database is at this moment. Raises EngineError."""
    with asyncio.Runner() as runner, database.walking() as session:
        engine = Engine(settings)
        try:
            rows = session.exec(select(Offer).where(_standing()).execution_options(yield_per=_TOGETHER))
            for some in _in_groups(rows):
                yield from runner.run(_items(engine, some))
        finally:
            runner.run(engine.close())


def truth(database: Database, began: datetime) -> Truth:
    """How many offers stand, and how many changes since `began` the index may not know yet."""
    with database.reading() as session:
        rows = session.exec(select(func.count()).select_from(Offer).where(_standing())).one()
        return Truth(rows, changes(session, KIND, began))


async def _items(engine: Engine, offers: Sequence[Offer]) -> list[Item]:
    return await asyncio.gather(*(_item(engine, offer) for offer in offers))


async def _item(engine: Engine, offer: Offer) -> Item:
    try:
        return await standing_document(engine, offer)
    except Wrong as error:
        return Rejected(f"offer {offer.ref}", 0, str(error), "")


def _standing() -> ColumnElement[bool]:
    return and_(col(Offer.state) == State.PUBLISHED, col(Offer.standing))


def _in_groups(rows: Iterable[Offer]) -> Iterator[list[Offer]]:
    left = iter(rows)
    while some := list(islice(left, _TOGETHER)):
        yield some
