"""The index channel: documents of the engine follow their rows, and people who arrive or change meet the open offers.

A message says only which row to look at; the document is made from the row as it is now, and carries its revision, so
messages may come twice, late or in any order. Nobody falls between an offer that is published and a person who
arrives: the offer is put in, and can be asked, before its scan of all people begins, and a person is written before
being compared. Whoever the scan does not see was written after it began, so finds the offer.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlmodel import col, select

from indexer import live
from indexer.live import Change
from indexer.versions import translated
from mappings.candidates import Candidate as Indexed
from search_api.engine.client import Engine, sync_client
from search_api.engine.errors import EngineError
from search_api.matching import percolate
from search_api.matching.count import INDEX as CANDIDATES
from web.candidates import documents as people
from web.candidates.tables import Candidate
from web.db.writes import id_of
from web.invitations.service import invite_one
from web.offers import documents as offers
from web.offers.tables import Offer
from web.outbox.channels import DONE, Down, Means, Outcome, dead
from web.outbox.tables import Message

# Why a message can never be dealt with, by its subject.
Faults = dict[int, str]


class IndexChannel:
    """Writes to the engine what SQL says, for candidates and for standing offers."""

    together = 200
    per_minute: int | None = None

    def __init__(self, means: Means) -> None:
        self._means = means
        self._prefix = means.settings.engine.prefix
        self._client = sync_client(means.settings.engine)
        self._engine = Engine(means.settings.engine)
        self._runner = asyncio.Runner()

    def close(self) -> None:
        self._runner.run(self._engine.close())
        self._runner.close()
        self._client.close()

    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        """Bring each subject's document up to date. Raises Down."""
        by_kind: dict[str, list[Message]] = {}
        for message in messages:
            by_kind.setdefault(message.kind, []).append(message)
        try:
            faults = {
                offers.KIND: self._follow_offers({one.subject_id for one in by_kind.get(offers.KIND, ())}),
                people.KIND: self._follow_people(by_kind.get(people.KIND, ())),
            }
        except EngineError as error:
            raise Down(str(error)) from error
        return [_outcome(message, faults) for message in messages]

    # -- offers --------------------------------------------------------------------------------------------

    def before_scan(self, offer_id: int) -> None:
        """Put an offer in, then let every person who was written before be found by its scan. Raises EngineError."""
        self._follow_offers({offer_id})
        with translated():
            self._client.indices.refresh(index=self._prefix + CANDIDATES)

    def _follow_offers(self, ids: Iterable[int]) -> Faults:
        """Put offers in, or take them out; they can be asked as soon as this returns."""
        with self._means.database.reading() as session:
            found = session.exec(select(Offer).where(col(Offer.id).in_(list(ids)))).all()
        faults: Faults = {}
        changes = []
        for offer in found:
            try:
                changes.append(self._runner.run(self._offer_change(offer)))
            except offers.Wrong as error:
                faults[id_of(offer)] = str(error)
        refused = live.write(self._client, self._prefix, percolate.INDEX, changes, refresh=True)
        return faults | {id_of(offer): refused[offer.ref] for offer in found if offer.ref in refused}

    async def _offer_change(self, offer: Offer) -> Change:
        body = (await offers.standing_document(self._engine, offer)).body if offers.stands(offer) else None
        return Change(offer.ref, offer.revision, body)

    # -- people --------------------------------------------------------------------------------------------

    def _follow_people(self, messages: Sequence[Message]) -> Faults:
        if not messages:
            return {}
        # Erased people have no row: their message says what there was.
        gone = [message.data for message in messages if message.data and "ref" in message.data]
        changes = [Change(one["ref"], one["revision"], None) for one in gone]
        known, faults = self._rows({message.subject_id for message in messages})
        changes += [Change(one.id, revision, one.body()) for one, revision in known.values()]
        refused = live.write(self._client, self._prefix, CANDIDATES, changes)
        self._compare({row: one for row, (one, _) in known.items() if one.id not in refused})
        return faults | {row: refused[one.id] for row, (one, _) in known.items() if one.id in refused}

    def _rows(self, ids: Iterable[int]) -> tuple[dict[int, tuple[Indexed, int]], Faults]:
        """The documents of candidates and their revisions, by row."""
        known: dict[int, tuple[Indexed, int]] = {}
        faults: Faults = {}
        with self._means.database.reading() as session:
            for row in session.execute(people.statement(self._means.clock(), list(ids))):
                try:
                    known[row.id] = people.indexed(row), row.revision
                except msgspec.ValidationError as error:
                    faults[row.id] = str(error)
        return known, faults

    def _compare(self, known: Mapping[int, Indexed]) -> None:
        """Invite each person to the open offers that target them."""
        found = self._runner.run(self._offers_for(list(known.values())))
        for row, refs in zip(known, found, strict=True):
            if refs:
                self._invite(row, refs)

    async def _offers_for(self, candidates: Sequence[Indexed]) -> list[list[str]]:
        return await asyncio.gather(*(percolate.offers_for(self._engine, one) for one in candidates))

    def _invite(self, row: int, refs: Sequence[str]) -> None:
        with self._means.database.writing() as session:
            candidate = session.get(Candidate, row)
            standing = {one.ref: one for one in session.exec(select(Offer).where(col(Offer.ref).in_(refs)))}
            for ref in refs:
                # SQL is the truth: the offer may have closed since, and an invitation may use up the week's number.
                if candidate and (offer := standing.get(ref)) and offers.stands(offer):
                    invite_one(session, offer, candidate, self._means.clock())


def _outcome(message: Message, faults: Mapping[str, Faults]) -> Outcome:
    if message.kind not in faults:
        return dead(f"the index channel knows no kind {message.kind!r}")
    fault = faults[message.kind].get(message.subject_id)
    return dead(fault) if fault else DONE
