"""Open offers wait for people: who arrives or changes and now matches is invited, once, while the offer is open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlmodel import col, select

from indexer import lifecycle
from indexer.documents import Document
from indexer.lifecycle import Job
from indexer.progress import Progress
from indexer.registry import Wanted, job
from mappings.occupations import Name, Occupation, Skill
from mappings.places import Place
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings
from tests.cast import NOW, Cast, cast
from tests.offers import SEARCHED, complete
from tests.outbox import deliver
from web.accounts.tables import Account
from web.candidates import service as candidates
from web.candidates.tables import Candidate
from web.companies.tables import Company
from web.db import Database
from web.db.writes import id_of
from web.indices import indices
from web.invitations.rules import WEEKLY_CAP
from web.invitations.tables import Invitation
from web.offers import documents, service, steps
from web.offers.rules import Save
from web.offers.tables import Offer
from web.outbox.channels import Down, Means
from web.outbox.channels.index import IndexChannel
from web.outbox.channels.invite import InviteChannel
from web.outbox.tables import Channel, Message, Status
from web.settings import SiteSettings
from web.tokens import Tokens

SKILLS = ["laver", "nourrir", "lever", "ecouter"]
HOME = {"citycode": "59350", "departement": "59", "lat": 50.633, "lon": 3.059}
CARER = Occupation(
    "aide-soignant",
    Name("Aide-soignant", "Aide-soignante"),
    "J1501",
    core=tuple(Skill(code, code.title()) for code in SKILLS),
)
LILLE = Place("59350", "municipality", "Lille", 3.059, 50.633, ("59350",), "Lille", ("59000",))

_CATALOGUE = {"occupations": Document(CARER.code, CARER.body()), "places": Document(LILLE.id, LILLE.body())}


@dataclass
class World:
    """A site with a catalogue of one occupation and one town, its owner, and the two channels of the engine."""

    database: Database
    settings: SiteSettings
    cast: Cast
    index: IndexChannel
    invite: InviteChannel

    def publish(self, account: Account | None = None, *, standing: bool = True) -> Offer:
        owner = account or self.cast.owner
        with self.database.writing() as session:
            # Each a draft of its own: an untouched one would be used again.
            draft = service.draft_from(session, owner, SEARCHED, "Aide-soignant", "Lille (59)", NOW)
            for step in steps.STEPS:
                if typed := complete().get(step.key):
                    service.save(session, owner, draft.ref, step, typed, Save("a", 0, 0), NOW)
            offer = service.publish(session, owner, draft.ref, NOW)
            offer.standing = standing
            session.add(offer)
            return offer

    def arrive(self, number: int, skills: list[str] = SKILLS) -> int:
        with self.database.writing() as session:
            person = candidates.Person("Alex", "Petit", f"{number}@people.example")
            return id_of(candidates.create(session, person, profile(skills), NOW))

    def settle(self) -> None:
        """Deal with every message to the engine, until there is none."""
        while deliver(self.database, self.index) + deliver(self.database, self.invite, Channel.INVITE):
            pass

    def invited(self) -> list[tuple[int, int]]:
        """(offer, candidate) of each invitation, in the order of their writing."""
        with self.database.reading() as session:
            rows = session.exec(select(Invitation).order_by(col(Invitation.id))).all()
        return [(row.offer_id, row.candidate_id) for row in rows]

    def open_offers(self) -> int:
        alias = self.settings.engine.prefix + "standing-offers"
        count: int = sync_client(self.settings.engine).count(index=alias)["count"]
        return count


def profile(skills: list[str]) -> dict[str, Any]:
    return {"skills": skills, "home": HOME, "mobility_km": 20}


@pytest.fixture
def world(engine_settings: EngineSettings, database: Database) -> Iterator[World]:
    own = replace(engine_settings, prefix=f"{engine_settings.prefix}standing-", timeout=30)
    settings = SiteSettings(engine=own, database_url=database.url, secret="s" * 32)
    for name, document in _CATALOGUE.items():
        lifecycle.run(own, Job(name, "test", partial(iter, (document,))), Progress(name))
    for name in ("candidates", "standing-offers"):
        load(settings, name)
    means = Means(settings, database, Tokens("s" * 32), lambda: NOW)
    index, invite = IndexChannel(means), InviteChannel(means)
    yield World(database, settings, cast(database), index, invite)
    index.close()
    invite.close()
    sync_client(own).indices.delete(index=f"{own.prefix}*")


def load(settings: SiteSettings, name: str) -> lifecycle.Tally:
    about = indices(lambda: settings)[name]
    return lifecycle.run(settings.engine, job(about, [about.default], Wanted()), Progress(name))


def test_who_arrives_and_matches_is_invited_once(world: World) -> None:
    offer = id_of(world.publish())
    world.settle()
    fits, misfit = world.arrive(1), world.arrive(2, SKILLS[:1])
    world.settle()
    assert world.invited() == [(offer, fits)]
    with world.database.writing() as session:
        candidates.change(session, fits, profile(SKILLS[:3]), NOW)
        candidates.change(session, misfit, profile(SKILLS[:2]), NOW)
    world.settle()
    assert world.invited() == [(offer, fits), (offer, misfit)]


def test_who_pauses_is_invited_when_they_are_back(world: World) -> None:
    offer = id_of(world.publish())
    world.settle()
    with world.database.writing() as session:
        person = candidates.create(session, candidates.Person("A", "B", "a@people.example"), profile(SKILLS), NOW)
        row = id_of(person)
        candidates.pause(session, row, NOW)
    world.settle()
    assert world.invited() == []
    with world.database.writing() as session:
        candidates.resume(session, row, NOW)
    world.settle()
    assert world.invited() == [(offer, row)]


def test_a_closed_offer_waits_for_nobody_and_a_reopened_one_does(world: World) -> None:
    offer = world.publish()
    world.settle()
    assert world.open_offers() == 1
    with world.database.writing() as session:
        service.close(session, world.cast.owner, offer.ref, NOW)
    # Before the index knows: SQL is the truth.
    late = world.arrive(1)
    deliver(world.database, world.index)
    assert (world.open_offers(), world.invited()) == (0, [])
    with world.database.writing() as session:
        service.reopen(session, world.cast.owner, offer.ref, NOW + timedelta(hours=1))
    world.settle()
    assert (world.open_offers(), world.invited()) == (1, [(offer.id, late)])


def test_an_offer_that_closes_between_the_question_and_the_invitation_invites_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = world.publish()
    world.settle()
    world.arrive(1)
    ask = IndexChannel._offers_for

    async def and_close(channel: IndexChannel, people: Any) -> list[list[str]]:
        found = await ask(channel, people)
        with world.database.writing() as session:
            service.close(session, world.cast.owner, offer.ref, NOW)
        return found

    monkeypatch.setattr(IndexChannel, "_offers_for", and_close)
    deliver(world.database, world.index)
    assert world.invited() == []


def test_an_offer_whose_recruiter_wants_no_arrivals_is_not_stored(world: World) -> None:
    offer = world.publish(standing=False)
    early = world.arrive(1)
    deliver(world.database, world.index)
    world.settle()
    world.arrive(2)
    world.settle()
    assert world.open_offers() == 0
    assert world.invited() == [(offer.id, early)]


def test_who_fits_more_offers_than_a_week_allows_gets_the_oldest_first(world: World) -> None:
    offers = [id_of(world.publish()) for _ in range(WEEKLY_CAP + 2)]
    world.settle()
    with world.database.writing() as session:
        for number, row in enumerate(reversed(offers)):
            offer = session.get(Offer, row)
            assert offer
            offer.published_at = NOW - timedelta(days=len(offers) - number)
            offer.revision += 1
    load(world.settings, "standing-offers")
    person = world.arrive(1)
    world.settle()
    assert world.invited() == [(offer, person) for offer in reversed(offers)][:WEEKLY_CAP]


@pytest.mark.parametrize("scan_first", [True, False])
def test_nobody_falls_between_the_scan_of_an_offer_and_its_waiting(world: World, scan_first: bool) -> None:
    # The person is written and compared while the offer is being published: in either order, before any refresh.
    offer = id_of(world.publish())
    person = world.arrive(1)
    with world.database.reading() as session:
        to_index = session.exec(select(Message).where(Message.kind == "candidate")).all()
        to_invite = session.exec(select(Message).where(Message.channel == Channel.INVITE)).all()
    turns = [(world.invite, to_invite), (world.index, to_index)]
    for channel, messages in turns if scan_first else reversed(turns):
        channel.send(messages)
    assert world.invited() == [(offer, person)]


def test_rebuilding_from_sql_gives_the_same_open_offers(world: World) -> None:
    offers = [world.publish(), world.publish()]
    world.settle()
    client = sync_client(world.settings.engine)
    alias = world.settings.engine.prefix + "standing-offers"
    everything = {"query": {"match_all": {}}, "version": True, "sort": ["ref"]}
    before = client.search(index=alias, body=everything)["hits"]["hits"]
    assert load(world.settings, "standing-offers").created == 2
    after = client.search(index=alias, body=everything)["hits"]["hits"]
    assert [(one["_id"], one["_version"], one["_source"]) for one in after] == [
        (one["_id"], one["_version"], one["_source"]) for one in before
    ]
    assert sorted(one["_id"] for one in after) == sorted(offer.ref for offer in offers)


def test_an_offer_whose_occupation_left_the_catalogue_is_dead_and_holds_up_nobody(world: World) -> None:
    lost, kept = world.publish(), world.publish()
    with world.database.writing() as session:
        offer = session.get(Offer, id_of(lost))
        assert offer
        offer.search = offer.search | {"occupation": "allumeur-de-reverberes"}
        session.add(offer)
    outcomes = deliver(world.database, world.index)
    assert sorted(outcome.status for outcome in outcomes) == [Status.DEAD, Status.DONE]
    person = world.arrive(1)
    deliver(world.database, world.index)
    assert world.invited() == [(kept.id, person)]


def test_a_stored_offer_says_nothing_about_the_company(world: World) -> None:
    world.publish()
    (item,) = documents.read(world.database, world.settings.engine)
    with world.database.reading() as session:
        company = session.exec(select(Company).where(Company.id == world.cast.company.id)).one()
    assert company.name not in str(item)
    assert company.siret not in str(item)


def test_without_an_engine_the_messages_wait(world: World) -> None:
    world.arrive(1)
    nowhere = replace(world.settings, engine=EngineSettings(hosts=("http://127.0.0.1:9",), external=True))
    channel = IndexChannel(Means(nowhere, world.database, Tokens("s" * 32), lambda: NOW))
    with pytest.raises(Down, match="does not answer"):
        deliver(world.database, channel)
    channel.close()
    with world.database.reading() as session:
        assert {one.status for one in session.exec(select(Message))} == {Status.WAITING}
        assert session.exec(select(Candidate)).one()
