"""The engine dies while an offer's people are being invited."""

import contextlib
import os
import signal
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from indexer import lifecycle
from indexer.documents import Document
from indexer.lifecycle import Job
from indexer.progress import Progress
from indexer.registry import Wanted, job
from mappings.occupations import Name, Occupation, Skill
from mappings.places import Place
from search_api.engine.embedded import EmbeddedEngine
from search_api.engine.settings import EngineSettings
from tests import cast
from tests.conftest import free_port
from tests.offers import SEARCH
from tests.sql import empty_file
from tests.workflow.outbox import Hands, Post
from tests.workflow.test_invitations_inviting import TERMS
from web.db import Database
from web.db.writes import id_of
from web.indices import indices
from web.invitations import service
from web.invitations.tables import Invitation, Sending
from web.offers.tables import Offer, State
from web.outbox.channels import Down, invite
from web.outbox.channels.invite import InviteChannel
from web.outbox.claims import Claimant
from web.outbox.worker import Loop
from web.settings import SiteSettings

PEOPLE, PART = 60, 7
_CARER = Occupation("aide-soignant", Name("Aide-soignant", "Aide-soignante"), "J1501", core=(Skill("laver", "Laver"),))
_LILLE = Place("59350", "municipality", "Lille", 3.059, 50.633, ("59350",), "Lille", ("59000",))
KNOWN = {"occupations": Document(_CARER.code, _CARER.body()), "places": Document(_LILLE.id, _LILLE.body())}


@pytest.fixture
def own(engine_settings: EngineSettings, tmp_path: Path) -> EngineSettings:
    """An engine of this test's own, not running yet."""
    return replace(
        engine_settings,
        hosts=(f"http://127.0.0.1:{free_port()}",),
        external=False,
        heap="512m",
        home=tmp_path / "engine",
        prefix="vivier-",
    )


def fill(database: Database) -> None:
    """People who all match an offer that has just been published."""
    terms = replace(TERMS, radius_km=30, licences=(), hours=(), remote=None, workplace=None)
    with database.writing() as session:
        for number in range(PEOPLE):
            cast.candidate(session, number, skills=["laver"])
        company = cast.company(session)
        offer = Offer(
            company_id=id_of(company),
            author_id=id_of(cast.account(session, "owner@ateliers.example", company)),
            state=State.PUBLISHED,
            occupation="aide-soignant",
            occupation_label="Aide-soignant",
            citycode="59350",
            place_label="Lille",
            search=SEARCH,
            answers={},
            terms=terms.to_json(),
            standing=False,
            created_at=cast.NOW,
            updated_at=cast.NOW,
        )
        session.add(offer)
        session.flush()
        service.start(session, offer, cast.NOW)


def load(settings: SiteSettings) -> None:
    """A catalogue of one occupation, one town, and the people of the database."""
    for name, document in KNOWN.items():
        lifecycle.run(settings.engine, Job(name, "test", partial(iter, [document])), Progress(name))
    about = indices(lambda: settings)["candidates"]
    lifecycle.run(settings.engine, job(about, [about.default], Wanted()), Progress("candidates"))


@pytest.mark.slow
def test_inviting_waits_for_the_engine_and_goes_on_where_it_was(
    own: EngineSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    database_url = f"sqlite:///{path}"
    monkeypatch.setattr(invite, "PART", PART)
    database = Database(database_url)
    settings = SiteSettings(engine=own, database_url=database_url, secret="s" * 32)
    fill(database)
    post = Post(database, settings, Hands(cast.NOW))
    embedded = EmbeddedEngine(own, print)
    with embedded.running():
        load(settings)
        channel = InviteChannel(post.means)
        loop = Loop(database, Claimant("one", "invite"), channel, post.clock, lambda: 1.0)
        assert loop.turn() + loop.turn() == 2
        assert len(invited(database)) == 2 * PART
        pid = embedded.pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(Down, match="does not answer"):
        loop.turn()
    assert len(invited(database)) == 2 * PART
    with embedded.running():
        through(loop)
    assert len(invited(database)) == PEOPLE
    assert set(invited(database).values()) == {1}
    with database.reading() as session:
        sending = session.exec(select(Sending)).one()
    assert (sending.targeted, sending.invited, sending.done_at) == (PEOPLE, PEOPLE, cast.NOW)
    channel.close()
    database.close()


def through(loop: Loop) -> None:
    """Work until there is nothing left; a shard that is being recovered is waited for."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(Down):
            if not loop.turn():
                return
    raise AssertionError("the engine did not come back")


def invited(database: Database) -> Counter[int]:
    with database.reading() as session:
        return Counter(session.exec(select(Invitation.candidate_id)))
