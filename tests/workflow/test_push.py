"""Pushes of invitations: what a push service gets, what each of its answers means, and where nothing is ever sent."""

import json
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from search_api.engine.errors import SettingError
from search_api.engine.settings import EngineSettings
from tests import cast
from tests.outbox import deliver
from tests.push_service import PushService, Subscriber, push_service
from tests.web.test_invitation_pages import published
from tests.workflow.outbox import Hands
from web.candidates import devices
from web.candidates.tables import Candidate, Device
from web.db import Database
from web.db.writes import id_of
from web.invitations import inviting
from web.invitations.tables import Invitation
from web.offers.tables import Offer, State
from web.outbox import outward, pushes
from web.outbox.channels import Means, Outcome
from web.outbox.channels import push as channel_module
from web.outbox.channels.push import LONGEST_WAIT, PushChannel, outcome_of, wait_of
from web.outbox.claims import Claimant
from web.outbox.pushes import MOST_BYTES, Push
from web.outbox.tables import Channel, Message, Status
from web.outbox.vapid import RENEWED, Vapid
from web.outbox.worker import Loop
from web.settings import SiteSettings
from web.tokens import Tokens

# Eleven in the morning in Paris, in winter time.
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def running() -> Iterator[PushService]:
    with push_service() as service:
        yield service


class Scene:
    """Somebody with two devices who is invited to an offer."""

    def __init__(self, database: Database, service: PushService, home: Path) -> None:
        self.database, self.service, self.clock = database, service, Hands(NOW)
        service.faults.clear()
        service.clock = lambda: self.clock().timestamp()
        settings = SiteSettings(engine=EngineSettings(home=home), secret="s" * 32, push_to_this_machine=True)
        self.tokens = Tokens(settings.secret)
        self.means = Means(settings, database, self.tokens, self.clock)
        self.channel = PushChannel(self.means)
        key = Vapid(settings).public_key
        self.phone, self.laptop = service.subscriber("phone", key), service.subscriber("laptop", key)
        self.offer = published(database, NOW)
        with database.writing() as session:
            self.person = id_of(cast.candidate(session, 1, NOW))
        for one in (self.phone, self.laptop):
            self.register(one)

    def register(self, one: Subscriber, person: int = 0) -> None:
        given = devices.subscription(one.endpoint, one.p256dh, one.auth, to_this_machine=True)
        with self.database.writing() as session:
            devices.add(session, person or self.person, given, one.name, self.clock())

    def invite(self) -> None:
        with self.database.writing() as session:
            assert inviting.invite_person(session, id_of(self.offer), self.person, self.clock())

    def send(self) -> list[Outcome]:
        return deliver(self.database, self.channel, Channel.PUSH)

    def devices(self) -> list[str]:
        with self.database.reading() as session:
            return [one.name for one in session.exec(select(Device).order_by(col(Device.id)))]

    def change(self, table: type, **values: object) -> None:
        with self.database.writing() as session:
            row = session.exec(select(table)).one()
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)


@pytest.fixture
def scene(database: Database, running: PushService, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, running, tmp_path)
    yield made
    made.channel.close()


def test_each_device_gets_the_invitation_encrypted_signed_and_short(scene: Scene) -> None:
    scene.invite()
    assert [one.status for one in scene.send()] == [Status.DONE, Status.DONE]
    assert scene.service.faults == []
    for device in (scene.phone, scene.laptop):
        (told,) = device.got
        assert told["title"] == "Mécanicien cycles / Mécanicienne cycles à Lille"
        assert told["body"].startswith("Les Ateliers vous invite à candidater. CDI, temps plein")
        (headers,) = device.asked
        assert (headers["ttl"], headers["urgency"], headers["topic"]) == ("259200", "normal", told["tag"])
        assert len(json.dumps(told)) < MOST_BYTES


def test_the_link_of_a_push_opens_the_invitation_of_that_person(scene: Scene) -> None:
    scene.invite()
    scene.send()
    url = scene.phone.got[0]["url"]
    site, path, token = url.rpartition("/invitation/")
    assert (site, path) == (scene.means.settings.site_url, "/invitation/")
    with scene.database.reading() as session:
        invited = session.exec(select(Invitation)).one()
    assert scene.tokens.read("invitation", token, timedelta(days=1), NOW) == invited.ref


def test_a_push_says_nothing_about_the_person(scene: Scene) -> None:
    scene.invite()
    scene.send()
    with scene.database.reading() as session:
        person = session.exec(select(Candidate)).one()
    told = json.dumps(scene.phone.got, ensure_ascii=False)
    for secret in (person.first_name, person.last_name, person.email, person.ref):
        assert secret not in told


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_no_other(scene: Scene, status: int) -> None:
    scene.phone.answers.append(status)
    scene.invite()
    assert [one.status for one in scene.send()] == [Status.DONE, Status.DONE]
    assert scene.devices() == ["laptop"]
    assert len(scene.laptop.got) == 1
    with scene.database.reading() as session:
        # The index hears of it: who wants no mail can be reached by devices only.
        told = session.exec(select(Message).where(Message.channel == Channel.INDEX)).all()
    assert any(one.subject_id == scene.person for one in told)


@pytest.mark.parametrize("status", [400, 401, 403, 413, 301, 307])
def test_a_push_that_is_refused_is_given_up_and_the_device_stays(scene: Scene, status: int) -> None:
    scene.phone.answers.append(status)
    scene.phone.headers = {"location": scene.laptop.endpoint}
    scene.invite()
    assert [one.status for one in scene.send()] == [Status.DEAD, Status.DONE]
    assert scene.devices() == ["phone", "laptop"]
    # A redirect would have brought it there a second time.
    assert len(scene.laptop.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_has_too_much_to_do_is_left_alone_as_long_as_it_asks(scene: Scene, status: int) -> None:
    scene.phone.answers.append(status)
    scene.phone.headers = {"retry-after": "600"}
    scene.invite()
    with scene.database.reading() as session:
        first = session.exec(select(Message).where(Message.channel == Channel.PUSH).order_by(col(Message.id))).first()
    assert first is not None
    (outcome,) = scene.channel.send([first])
    assert (outcome.status, outcome.after) == (Status.WAITING, timedelta(minutes=10))


def test_a_push_is_tried_again_by_the_worker_until_it_arrives(scene: Scene) -> None:
    scene.phone.answers += [503, 429]
    scene.phone.headers = {"retry-after": "600"}
    scene.invite()
    loop = Loop(scene.database, Claimant("one", Channel.PUSH, 6_000), scene.channel, scene.clock, lambda: 1.0)
    assert loop.turn() == 2
    assert loop.turn() == 0
    for _ in range(2):
        scene.clock.turn(minutes=10)
        assert loop.turn() == 1
    assert (len(scene.phone.got), len(scene.laptop.got)) == (1, 1)


def test_nothing_is_pushed_in_the_quiet_hours_even_late(scene: Scene) -> None:
    scene.invite()
    # Half past nine in the evening in Paris.
    scene.clock.now = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
    outcomes = scene.send()
    assert {(one.status, one.after) for one in outcomes} == {(Status.WAITING, timedelta(hours=10, minutes=30))}
    assert scene.phone.asked == []


def test_an_invitation_at_night_waits_for_the_morning(scene: Scene) -> None:
    scene.clock.now = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    scene.invite()
    with scene.database.reading() as session:
        due = {one.due_at for one in session.exec(select(Message).where(Message.channel == Channel.PUSH))}
    assert due == {datetime(2026, 3, 3, 7, 0, tzinfo=UTC)}


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
def test_nothing_is_pushed_that_is_not_wanted_any_more(scene: Scene, table: type, values: dict[str, object]) -> None:
    scene.invite()
    scene.change(table, **values)
    assert {one.status for one in scene.send()} == {Status.DONE}
    assert scene.phone.asked == scene.laptop.asked == []


def test_a_device_that_became_somebody_elses_gets_nothing_of_the_first(scene: Scene) -> None:
    scene.invite()
    with scene.database.writing() as session:
        other = id_of(cast.candidate(session, 2, NOW))
    scene.register(scene.phone, other)
    scene.send()
    assert (scene.phone.asked, len(scene.laptop.got)) == ([], 1)


def test_a_key_of_another_installation_is_refused_by_the_service(scene: Scene) -> None:
    scene.phone.site_key = "B" * 87
    scene.invite()
    assert [one.status for one in scene.send()] == [Status.DEAD, Status.DONE]
    assert scene.service.faults == ["PermissionError: the key of another site"]


def test_one_word_is_signed_for_many_pushes_and_renewed_in_time(scene: Scene) -> None:
    vapid = Vapid(scene.means.settings)
    endpoint = scene.phone.endpoint
    first = vapid.authorization(endpoint, NOW)
    assert vapid.authorization(scene.laptop.endpoint, NOW + RENEWED - timedelta(seconds=1)) == first
    assert vapid.authorization(endpoint, NOW + RENEWED) != first


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = SiteSettings(engine=EngineSettings(home=tmp_path))
    assert Vapid(settings).public_key == Vapid(settings).public_key
    assert (tmp_path / "vapid.pem").stat().st_mode & 0o777 == 0o600


def test_a_key_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_text("-----BEGIN NOTHING-----")
    with pytest.raises(SettingError, match=r"key\.pem"):
        Vapid(SiteSettings(vapid_key=path))


def test_nothing_of_an_endpoint_is_logged_or_kept(
    scene: Scene, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, "web")
    monkeypatch.setattr(channel_module, "TIMEOUT_SECONDS", (0.3, 0.3))
    # Nobody listens there.
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        secret = f"http://127.0.0.1:{closed.getsockname()[1]}/push/geheim"
        with scene.database.writing() as session:
            one = session.exec(select(Device).where(Device.name == "phone")).one()
            one.endpoint = secret
        scene.invite()
        outcomes = scene.send()
    assert [one.status for one in outcomes] == [Status.WAITING, Status.DONE]
    assert "geheim" not in caplog.text + "".join(one.error for one in outcomes)


# ---- Where we never connect ----


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://0x7f.1/x",
        "https://localhost/x",
        "https://router.local/x",
        "https://db.internal/x",
        "https://push.example:9200/x",
        "https://me:secret@push.example/x",
        "https://push.example\\@10.0.0.1/x",
        "https://push.example/x y",
        "https://push.example/x\r\nhost: other",
        "ftp://push.example/x",
        "//push.example/x",
        "https://" + "a" * 1_000 + ".example/",
        "",
    ],
)
def test_an_address_that_cannot_be_a_push_service_is_refused(endpoint: str) -> None:
    good = Subscriber("good", "https://fcm.googleapis.com/fcm/send/abc:def-_")
    assert devices.subscription(good.endpoint, good.p256dh, good.auth).endpoint == good.endpoint
    with pytest.raises(ValueError, match="endpoint"):
        devices.subscription(endpoint, good.p256dh, good.auth)


def test_keys_that_are_none_are_refused() -> None:
    good = Subscriber("good", "https://push.example/x")
    for p256dh, auth in ((good.p256dh[:-2], good.auth), (good.p256dh, "short"), ("B" + "A" * 86, good.auth), ("é", "")):
        with pytest.raises(ValueError):  # noqa: PT011 (of ours, or of the curve)
            devices.subscription(good.endpoint, p256dh, auth)


@pytest.mark.parametrize("address", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_into_a_private_network_is_given_up(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    asked = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        # One public address does not help.
        return [(0, 0, 0, "", ("93.184.215.14", port)), (0, 0, 0, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    channel = PushChannel(replace(scene.means, settings=replace(scene.means.settings, push_to_this_machine=False)))
    with scene.database.writing() as session:
        one = session.exec(select(Device).where(Device.name == "phone")).one()
        one.endpoint = "https://push.example/x"
    with scene.database.reading() as session:
        device = session.exec(select(Device).where(Device.name == "phone")).one()
    outcome = channel._post(device, Push("a", "b", "c", "d"), NOW)
    channel.close()
    assert (asked, outcome.status) == (["push.example"], Status.DEAD)


def test_a_service_that_answers_a_letter_at_a_time_is_hung_up_on(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "WHOLE_ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        keys = Subscriber("slow", endpoint)
        device = Device(candidate_id=1, endpoint=endpoint, p256dh=keys.p256dh, auth=keys.auth, created_at=NOW)
        # The connection is taken by the kernel, and nobody ever answers.
        outcome = scene.channel._post(device, Push("a", "b", "c", "d"), NOW)
    assert (outcome.status, outcome.doubtful) == (Status.WAITING, True)


# ---- Small things ----


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(seconds=1)),
        ("Mon, 02 Mar 2026 10:05:00 GMT", timedelta(minutes=5)),
        ("Mon, 02 Mar 2026 09:00:00 GMT", timedelta(seconds=1)),
        ("999999", LONGEST_WAIT),
        ("Mon, 02 Mar 2099 10:05:00 GMT", LONGEST_WAIT),
        ("99999999999999999999", None),
        ("bientôt", None),
        ("-5", None),
        ("", None),
    ],
)
def test_what_a_service_asks_us_to_wait(said: str, wait: timedelta | None) -> None:
    assert wait_of(said, NOW) == wait
    assert outcome_of(429, said, NOW).after == wait


def test_a_long_push_is_cut_and_stays_small() -> None:
    told = json.loads(Push("é" * 5_000, "\U0001f600" * 5_000, "https://site.example/" + "x" * 200, "t").payload())
    assert (len(told["title"]), len(told["body"])) == (120, 240)
    assert told["title"].endswith("…")
    with pytest.raises(ValueError, match="bytes"):
        Push("a", "b", "x" * MOST_BYTES, "t").payload()


def test_every_kind_of_push_has_its_maker() -> None:
    from importlib import import_module

    for maker in pushes.PUSHES.values():
        module, _, name = maker.partition(":")
        assert callable(getattr(import_module(module), name))
