"""Who deals with which message: two workers never share one, and what a dead worker held is taken over and counted."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.mail import MailServer
from tests.workflow.outbox import START, Hands, Post, order, post_for
from web.db import Database
from web.outbox import claims, retry
from web.outbox.channels import DONE, again
from web.outbox.claims import Claimant, Settled
from web.outbox.tables import Message

ONE, TWO = Claimant("one", "mail"), Claimant("two", "mail")
LEASE = ONE.lease


@pytest.fixture
def post(database: Database, tmp_path: Path, mail_server: MailServer) -> Iterator[Post]:
    made = post_for(database, tmp_path, mail_server.url)
    yield made
    made.close()


def claim(post: Post, claimant: Claimant = ONE, most: int = 100) -> list[Message]:
    with post.database.writing() as session:
        return claims.claim(session, claimant, most, post.clock())


def begin(post: Post, messages: list[Message], claimant: Claimant = ONE) -> list[Message]:
    with post.database.writing() as session:
        return claims.begin(session, claimant, messages, post.clock())


def settle(post: Post, *settled: Settled, claimant: Claimant = ONE) -> None:
    with post.database.writing() as session:
        claims.settle(session, claimant, settled, post.clock(), lambda: 1.0)


def test_the_longest_due_go_first(post: Post) -> None:
    post.write(*(order(number, due_at=START - timedelta(minutes=number)) for number in range(4)))
    assert [message.subject_id for message in claim(post, most=3)] == [3, 2, 1]


def test_what_one_has_taken_the_other_does_not_get(post: Post) -> None:
    post.write(*(order(number) for number in range(5)))
    mine, theirs = claim(post, ONE, 3), claim(post, TWO, 3)
    assert (len(mine), len(theirs)) == (3, 2)
    assert not {message.id for message in mine} & {message.id for message in theirs}
    assert begin(post, mine, TWO) == []


def test_two_workers_at_once_send_each_mail_once(post: Post, mail_server: MailServer) -> None:
    post.write(*(order(number) for number in range(240)))
    loops = [post.loop(name) for name in ("one", "two", "three")]

    def work(number: int) -> None:
        while loops[number].turn():
            pass

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail_server.keys()) == 240
    assert set(mail_server.keys().values()) == {1}
    assert set(post.statuses()) == {"done"}
    assert mail_server.connections > 1


def test_what_a_dead_worker_had_only_taken_is_sent_by_another_as_if_nothing_had_been(post: Post) -> None:
    post.write(order(1))
    claim(post, ONE)
    assert claim(post, TWO) == []
    post.clock.turn(seconds=LEASE.total_seconds())
    assert len(claim(post, TWO)) == 1
    (message,) = post.messages()
    assert (message.lease, message.doubled, message.attempts) == ("two", 0, 0)


def test_what_a_dead_worker_was_sending_is_sent_again_and_counted(post: Post, mail_server: MailServer) -> None:
    post.write(order(1), order(2))
    begin(post, claim(post, ONE)[:1])
    post.clock.turn(seconds=LEASE.total_seconds())
    post.loop("two").turn()
    assert post.statuses() == ["done", "done"]
    assert [message.doubled for message in post.messages()] == [1, 0]
    assert len(mail_server.keys()) == 2


def test_a_worker_that_wakes_after_its_lease_does_no_harm(post: Post) -> None:
    post.write(order(1))
    mine = claim(post, ONE)
    post.clock.turn(seconds=LEASE.total_seconds())
    theirs = begin(post, claim(post, TWO), TWO)
    assert begin(post, mine, ONE) == []
    settle(post, Settled(mine[0], DONE))
    with post.database.writing() as session:
        claims.give_back(session, ONE, mine)
        claims.take_back(session, ONE, mine)
    assert post.statuses() == ["sending"]
    settle(post, Settled(theirs[0], again("SMTP 451")), claimant=TWO)
    assert post.statuses() == ["waiting"]


def test_what_kills_every_worker_that_touches_it_is_given_up(post: Post) -> None:
    post.write(order(1))
    for _ in range(retry.MOST_ATTEMPTS):
        assert len(begin(post, claim(post))) == 1
        post.clock.turn(seconds=LEASE.total_seconds())
    assert claim(post) == []
    assert post.statuses() == ["dead"]


def test_looking_for_work_locks_nothing(post: Post) -> None:
    post.write(order(1))
    with post.database.writing(), post.database.reading() as session:
        assert claims.something_due(session, "mail", post.clock())
        assert not claims.something_due(session, "push", post.clock())


def test_all_workers_together_keep_the_pace_of_a_domain_and_hold_up_no_other(post: Post) -> None:
    limited = [Claimant(name, "mail", per_minute=60) for name in ("one", "two")]
    post.write(*(order(number, f"p{number}@large.example") for number in range(200)))
    post.write(*(order(1_000 + number, f"p{number}@small.example") for number in range(5)))
    gone: Counter[str] = Counter()
    minutes: list[int] = []
    for _ in range(3 * 30):
        before = gone["large.example"]
        for claimant in limited:
            gone.update(message.domain for message in claim(post, claimant, 20))
        minutes.append(gone["large.example"] - before)
        post.clock.turn(seconds=2)
    assert gone["small.example"] == 5
    assert all(sum(minutes[start : start + 30]) <= 60 for start in range(60))
    assert gone["large.example"] >= 150


def test_an_idle_worker_waits_on_the_event_that_stops_it(post: Post) -> None:
    waits: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0)
            if len(waits) == 3:
                self.set()
            return self.is_set()

    post.loop().run(Stop())
    assert waits == [0.5, 0.5, 0.5]


def test_a_channel_that_is_down_is_left_alone_for_longer_each_time(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    post = post_for(database, tmp_path, "smtp://127.0.0.1:9")
    post.clock = Hands()
    post.write(order(1))
    waits: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0)
            if len(waits) == 8:
                self.set()
            return self.is_set()

    post.loop().run(Stop())
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert "person1" not in caplog.text
    assert post.statuses() == ["waiting"]
