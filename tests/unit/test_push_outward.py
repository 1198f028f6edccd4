"""Where pushes never go, whom they do not wait for, what signs them, and how large they get."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from search_api.engine.errors import SettingError
from search_api.engine.settings import EngineSettings
from tests.push_service import AUTH, PushService, encoded
from web.candidates import devices
from web.candidates.tables import Device
from web.db import Database
from web.outbox import outward
from web.outbox.channels import Means
from web.outbox.channels.push import LONGEST_WAIT, PushChannel, outcome_of, wait_of
from web.outbox.pushes import MOST_BYTES, Push
from web.outbox.tables import Status
from web.outbox.vapid import RENEWED, Vapid
from web.settings import SiteSettings
from web.tokens import Tokens

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


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
    keys, good = (PushService().p256dh, encoded(AUTH)), "https://fcm.googleapis.com/fcm/send/abc:def-_"
    assert devices.subscription(good, *keys).endpoint == good
    with pytest.raises(ValueError, match="endpoint"):
        devices.subscription(endpoint, *keys)


def test_keys_that_are_none_are_refused() -> None:
    p256dh, auth = PushService().p256dh, encoded(AUTH)
    # Too short, no point of the curve, not base64url.
    for keys in ((p256dh[:-2], auth), (p256dh, "short"), ("B" + "A" * 86, auth), ("é", auth)):
        with pytest.raises(ValueError, match="key"):
            devices.subscription("https://push.example/x", *keys)


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[PushChannel]:
    """A channel by itself, as it is outside tests: the loopback is not let in."""
    settings = SiteSettings(engine=EngineSettings(home=tmp_path), secret="s" * 32, database_url="sqlite://")
    database = Database(settings.database)
    made = PushChannel(Means(settings, database, Tokens(settings.secret), lambda: NOW))
    yield made
    made.close()
    database.close()


def at(endpoint: str) -> Device:
    return Device(candidate_id=1, endpoint=endpoint, p256dh=PushService().p256dh, auth=encoded(AUTH), created_at=NOW)


PUSH = Push("title", "body", "https://vivier.example/invitation/x", "topic")


@pytest.mark.parametrize("address", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_into_a_private_network_is_given_up(
    channel: PushChannel, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    asked = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        # One public address does not help.
        return [(0, 0, 0, "", ("93.184.215.14", port)), (0, 0, 0, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    outcome = channel._post(at("https://push.example/x"), PUSH, NOW)
    assert (asked, outcome.status) == (["push.example"], Status.DEAD)


def test_a_name_that_nobody_has_today_is_tried_again(channel: PushChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    outcome = channel._post(at("https://push.example/x"), PUSH, NOW)
    assert (outcome.status, outcome.doubtful) == (Status.WAITING, False)


def test_a_service_that_never_answers_is_hung_up_on(
    channel: PushChannel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outward, "WHOLE_ANSWER_SECONDS", 0.2)
    means = replace(channel._means, settings=replace(channel._means.settings, push_to_this_machine=True))
    here = PushChannel(means)
    # The kernel takes the connection, and nobody ever answers.
    with socket.create_server(("127.0.0.1", 0)) as server:
        outcome = here._post(at(f"http://127.0.0.1:{server.getsockname()[1]}/x"), PUSH, NOW)
    here.close()
    assert (outcome.status, outcome.doubtful) == (Status.WAITING, True)


# ---- The key, the words, the sizes ----


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = SiteSettings(engine=EngineSettings(home=tmp_path))
    assert Vapid(settings).public_key == Vapid(settings).public_key
    assert (tmp_path / "vapid.pem").stat().st_mode & 0o777 == 0o600


def test_a_signed_word_is_renewed_in_time(tmp_path: Path) -> None:
    vapid = Vapid(SiteSettings(engine=EngineSettings(home=tmp_path)))
    first = vapid.authorization("https://push.example/1", NOW)
    assert vapid.authorization("https://push.example/2", NOW + RENEWED - timedelta(seconds=1)) == first
    assert vapid.authorization("https://push.example/1", NOW + RENEWED) != first
    assert vapid.authorization("https://other.example/1", NOW) != first


def test_a_key_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_text("-----BEGIN NOTHING-----")
    with pytest.raises(SettingError, match=r"key\.pem"):
        Vapid(SiteSettings(vapid_key=path))


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
