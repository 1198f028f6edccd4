"""Web Push, to a push service that checks the signature and reads what it gets, on both databases."""

import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from search_api.engine.settings import EngineSettings
from tests import applications as rows
from tests import cast
from tests.offers import TERMS
from tests.push_service import AUTH, PushService, encoded
from tests.workflow.outbox import Hands
from web.candidates.tables import Candidate, Device
from web.db import Database
from web.db.writes import id_of
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State
from web.outbox.channels import Means, Outcome
from web.outbox.channels.push import PushChannel
from web.outbox.tables import Channel, Message, Status
from web.settings import SiteSettings
from web.tokens import Tokens

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@dataclass
class Post:
    """A channel, and one invitation to tell two devices of."""

    channel: PushChannel
    clock: Hands
    database: Database
    invitation: int
    devices: list[int]

    def push(self, device: int = 0) -> Outcome:
        message = Message(
            key="push",
            channel=Channel.PUSH,
            kind="invitation",
            subject_id=self.invitation,
            data={"device": self.devices[device]},
            due_at=self.clock(),
            created_at=self.clock(),
        )
        (outcome,) = self.channel.send([message])
        return outcome

    def kept(self) -> int:
        with self.database.reading() as session:
            return len(session.exec(select(Device)).all())


@pytest.fixture
def post(database: Database, push_service: PushService, tmp_path: Path) -> Iterator[Post]:
    home = EngineSettings(hosts=("http://127.0.0.1:9",), home=tmp_path)
    settings = SiteSettings(
        engine=home, secret="s" * 32, push_to_this_machine=True, public_url="https://vivier.example"
    )
    clock = Hands()
    people = cast.cast(database, clock())
    with database.writing() as session:
        offer = rows.offer(session, people.owner, clock(), terms=TERMS.to_json())
        person = cast.candidate(session, 1, clock())
        devices = [
            Device(
                candidate_id=person.id or 0,
                endpoint=f"{push_service.url}/push/{number}",
                p256dh=push_service.p256dh,
                auth=encoded(AUTH),
                created_at=clock(),
            )
            for number in range(2)
        ]
        invited = Invitation(offer_id=offer.id or 0, candidate_id=person.id or 0, created_at=clock())
        session.add_all([*devices, invited])
        session.flush()
        ids: list[Any] = [invited.id, *(one.id for one in devices)]
    channel = PushChannel(Means(settings, database, Tokens(settings.secret), clock))
    yield Post(channel, clock, database, ids[0], ids[1:])
    channel.close()


def test_a_push_is_signed_encrypted_and_names_nobody(post: Post, push_service: PushService) -> None:
    assert post.push().status == Status.DONE
    (told,) = push_service.got
    assert told["title"].startswith("Aide-soignant")
    assert told["url"].startswith("https://vivier.example/invitation/")
    assert "Alex" not in str(told)
    assert "Petit" not in str(told)
    (claims,) = push_service.claims
    assert claims["aud"] == push_service.url
    assert claims["sub"].startswith("mailto:")
    assert 0 < claims["exp"] - post.clock().timestamp() <= 86_400
    headers = push_service.headers_seen[0]
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_dropped_and_no_other(post: Post, push_service: PushService, status: int) -> None:
    push_service.answer = status
    assert post.push(0).status == Status.DONE
    assert post.kept() == 1
    push_service.answer = 201
    assert post.push(1).status == Status.DONE
    assert len(push_service.got) == 2


def test_a_service_that_asks_to_wait_is_waited_for(post: Post, push_service: PushService) -> None:
    push_service.answer, push_service.headers = 429, {"retry-after": "120"}
    outcome = post.push()
    assert outcome.status == Status.WAITING
    assert outcome.after == timedelta(seconds=120)
    assert post.kept() == 2


@pytest.mark.parametrize(("status", "then"), [(503, Status.WAITING), (413, Status.DEAD), (400, Status.DEAD)])
def test_other_refusals(post: Post, push_service: PushService, status: int, then: Status) -> None:
    push_service.answer = status
    outcome = post.push()
    assert outcome.status == then
    assert push_service.url not in outcome.error


def test_at_night_a_push_waits_for_the_morning(post: Post, push_service: PushService) -> None:
    post.clock.now = post.clock.now.replace(hour=22)
    outcome = post.push()
    assert outcome.status == Status.WAITING
    assert outcome.after is not None
    assert not push_service.got


def test_the_private_network_is_not_pushed_to(post: Post) -> None:
    with post.database.writing() as session:
        device = session.get_one(Device, post.devices[0])
        device.endpoint = "https://10.0.0.1/push"
        session.add(device)
    assert post.push().status == Status.DEAD


@pytest.mark.parametrize("status", [301, 307, 308, 401, 403])
def test_no_redirect_is_followed_and_no_refusal_costs_the_device(
    post: Post, push_service: PushService, status: int
) -> None:
    push_service.answer, push_service.headers = status, {"location": f"{push_service.url}/push/1"}
    assert post.push().status == Status.DEAD
    assert len(push_service.got) == 1
    assert post.kept() == 2


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Offer, {"state": State.CLOSED}),
        (Invitation, {"declined_at": NOW}),
        (Invitation, {"revoked_at": NOW}),
        (Candidate, {"paused_at": NOW}),
        (Candidate, {"consented_at": None}),
    ],
)
def test_nothing_is_pushed_that_is_not_wanted_any_more(
    post: Post, push_service: PushService, table: Any, values: dict[str, object]
) -> None:
    with post.database.writing() as session:
        row = session.exec(select(table)).one()
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
    assert post.push().status == Status.DONE
    assert push_service.got == []


def test_a_device_that_became_somebody_elses_gets_nothing_of_the_first(post: Post, push_service: PushService) -> None:
    with post.database.writing() as session:
        device = session.get_one(Device, post.devices[0])
        device.candidate_id = id_of(cast.candidate(session, 2))
        session.add(device)
    assert post.push(0).status == Status.DONE
    assert push_service.got == []
    assert post.push(1).status == Status.DONE
    assert len(push_service.got) == 1


def test_a_push_of_the_same_invitation_replaces_the_one_that_waits(post: Post, push_service: PushService) -> None:
    post.push(0)
    post.push(0)
    assert len({headers["topic"] for headers in push_service.headers_seen}) == 1
    assert push_service.got[0]["tag"] == push_service.headers_seen[0]["topic"]
    # One signed word, and one connection, serve both.
    assert len({headers["authorization"] for headers in push_service.headers_seen}) == 1


def test_nothing_of_an_endpoint_is_logged_or_kept(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "web")
    # Bound, and nobody listens.
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with post.database.writing() as session:
            device = session.get_one(Device, post.devices[0])
            device.endpoint = f"http://127.0.0.1:{closed.getsockname()[1]}/push/geheim"
            session.add(device)
        outcome = post.push()
    assert outcome.status == Status.WAITING
    assert "geheim" not in caplog.text + outcome.error
