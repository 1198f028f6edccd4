"""Mails leave the outbox: what the server says decides, and nobody is forgotten."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.mail import MailServer, serving_mail
from tests.workflow.outbox import START, Post, order, post_for
from web.db import Database
from web.outbox import retry
from web.outbox.channels import DONE, Down, mail
from web.outbox.smtp import Smtp


@pytest.fixture
def post(database: Database, tmp_path: Path, mail_server: MailServer) -> Iterator[Post]:
    made = post_for(database, tmp_path, mail_server.url)
    yield made
    made.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A connection that waits for a tenth of a second only."""
    monkeypatch.setattr(mail, "Smtp", lambda url: Smtp(url, timeout=0.1))
    yield


def test_each_mail_is_sent_once_over_one_connection(post: Post, mail_server: MailServer) -> None:
    post.write(*(order(number) for number in range(12)))
    post.write(order(3))
    loop = post.loop()
    assert loop.turn() == 12
    assert loop.turn() == 0
    assert sorted(mail_server.receivers) == sorted(f"person{number}@people.example" for number in range(12))
    assert set(mail_server.keys().values()) == {1}
    assert mail_server.connections == 1
    assert set(post.statuses()) == {"done"}
    text = mail_server.mails[0].get_body(("plain",))
    assert text is not None
    assert text.get_content().split() == ["Bonjour.", ".", "..", "Fin."]


def test_a_mail_that_is_not_due_waits(post: Post, mail_server: MailServer) -> None:
    post.write(order(1, due_at=START + timedelta(hours=2)))
    loop = post.loop()
    assert loop.turn() == 0
    post.clock.turn(hours=2)
    assert loop.turn() == 1
    assert len(mail_server.mails) == 1


def test_a_mail_that_nobody_wants_any_more_is_done_without_being_sent(post: Post, mail_server: MailServer) -> None:
    post.write(order(1, nothing=True))
    post.loop().turn()
    assert post.statuses() == ["done"]
    assert not mail_server.mails


@pytest.mark.parametrize("word", ["RCPT", "DATA"])
def test_what_is_refused_for_ever_is_dead_and_names_nobody(post: Post, mail_server: MailServer, word: str) -> None:
    mail_server.answer = lambda at, to: f"550 5.1.1 <{to}> unknown" if at == word and "person1@" in to else None
    post.write(*(order(number) for number in range(3)))
    post.loop().turn()
    assert post.statuses() == ["done", "dead", "done"]
    assert post.messages()[1].error in {"SMTP 550 5.1.1 (destinataire)", "SMTP 550 5.1.1 (contenu)"}
    assert mail_server.connections == 1


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
def test_what_is_refused_for_now_is_tried_again_later_and_later_then_dead(
    post: Post, mail_server: MailServer, word: str
) -> None:
    mail_server.answer = lambda at, _: "451 4.7.1 greylisted" if at == word else None
    post.write(order(1))
    loop = post.loop()
    waits = []
    while post.statuses() == ["waiting"]:
        assert loop.turn() == 1
        message = post.messages()[0]
        waits.append(message.due_at - post.clock.now)
        assert loop.turn() == 0
        post.clock.now = max(message.due_at, post.clock.now)
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240)]
    assert max(waits) == retry.LONGEST
    assert len(waits) == retry.MOST_ATTEMPTS
    assert post.statuses() == ["dead"]
    assert post.messages()[0].error.startswith("SMTP 451 4.7.1")
    assert not mail_server.mails


def test_a_dead_mail_may_be_sent_again(post: Post, mail_server: MailServer) -> None:
    from web.outbox.claims import send_again

    mail_server.answer = lambda _, __: "550 no"
    post.write(order(1))
    post.loop().turn()
    mail_server.answer = lambda _, __: None
    with post.database.writing() as session:
        assert send_again(session, 1, post.clock())
        assert not send_again(session, 1, post.clock())
    post.loop().turn()
    assert post.statuses() == ["done"]
    assert len(mail_server.mails) == 1


def test_a_server_that_is_not_there_blames_no_mail(database: Database, tmp_path: Path) -> None:
    with serving_mail() as server:
        nowhere = server.url
    post = post_for(database, tmp_path, nowhere)
    post.write(*(order(number) for number in range(3)))
    for _ in range(retry.MOST_ATTEMPTS + 1):
        with pytest.raises(Down):
            post.loop().turn()
    assert post.statuses() == ["waiting"] * 3
    assert [message.attempts for message in post.messages()] == [0, 0, 0]


def test_a_server_that_wants_another_password_blames_no_mail(database: Database, tmp_path: Path) -> None:
    with serving_mail(login=("vivier", "right")) as server:
        post = post_for(database, tmp_path, f"smtp://vivier:wrong@127.0.0.1:{server.port}")
        post.write(order(1))
        with pytest.raises(Down, match="535"):
            post.loop().turn()
        right = post.with_mail(smtp_url=f"smtp://vivier:right@127.0.0.1:{server.port}")
        right.loop().turn()
        right.close()
        post.close()
    assert post.statuses() == ["done"]


@pytest.mark.usefixtures("impatient")
def test_a_server_that_hangs_before_the_mail_gets_it_again_without_doubt(post: Post, mail_server: MailServer) -> None:
    mail_server.hangs = {"RCPT"}
    post.write(order(1))
    post.loop().turn()
    message = post.messages()[0]
    assert (message.status, message.doubled, message.error) == ("waiting", 0, "connexion rompue")
    mail_server.hangs = set()
    post.clock.turn(minutes=5)
    post.loop().turn()
    assert set(mail_server.keys().values()) == {1}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("how", ["hangs", "breaks"])
def test_a_mail_whose_receipt_never_came_is_sent_again_under_the_same_id_and_counted(
    post: Post, mail_server: MailServer, how: str
) -> None:
    setattr(mail_server, how, {"DATA"})
    post.write(order(1))
    post.loop().turn()
    assert post.messages()[0].doubled == 1
    setattr(mail_server, how, set())
    post.clock.turn(minutes=5)
    post.loop().turn()
    assert post.statuses() == ["done"]
    assert list(mail_server.keys().values()) == [2]


def test_a_loop_stops_after_the_message_in_hand(post: Post, mail_server: MailServer) -> None:
    stop = threading.Event()

    def once(_: str, __: str) -> None:
        stop.set()

    mail_server.answer = once
    post.write(*(order(number) for number in range(5)))
    post.loop().run(stop)
    assert sorted(post.statuses()) == ["done", *["waiting"] * 4]
    assert len(mail_server.mails) == 1
    assert all(message.lease == "" for message in post.messages())


def test_a_defect_of_ours_is_tried_again_and_told_without_its_text(post: Post) -> None:
    class Broken:
        together = 1
        per_minute = None

        def __init__(self, _: object) -> None: ...

        def send(self, _: object) -> list[object]:
            raise ValueError("person1@people.example")

        def close(self) -> None: ...

    post.write(order(1))
    post.loop(channel=Broken(None)).turn()  # type: ignore[arg-type]
    message = post.messages()[0]
    assert (message.status, message.error, message.attempts) == ("waiting", "ValueError", 1)
    assert DONE.error == ""
