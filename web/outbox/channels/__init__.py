"""The ways out: each channel is one module, made by the worker, and says of each message how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pkgutil import resolve_name
from typing import Protocol

from web.clock import Clock
from web.db import Database
from web.outbox.tables import Channel as Name
from web.outbox.tables import Message, Status
from web.settings import SiteSettings
from web.tokens import Tokens


@dataclass(frozen=True)
class Means:
    """What channels work with. A channel opens its own transactions, and holds none while it waits for the network."""

    settings: SiteSettings
    database: Database
    tokens: Tokens
    clock: Clock


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one message went.

    status: DONE; DEAD: it will never work; WAITING: to be tried again. error: for staff, without any personal data.
    doubtful: the other side may have got it. progress: a part of a longer job is done, the rest follows at once.
    after: how long to wait at least; None: the growing delay of the worker.
    """

    status: Status
    error: str = ""
    doubtful: bool = False
    progress: bool = False
    after: timedelta | None = None


DONE = Outcome(Status.DONE)
PROGRESS = Outcome(Status.WAITING, progress=True)


def again(error: str, *, doubtful: bool = False, after: timedelta | None = None) -> Outcome:
    """It failed, and may work later."""
    return Outcome(Status.WAITING, error, doubtful, after=after)


def dead(error: str) -> Outcome:
    """It failed, and would fail again."""
    return Outcome(Status.DEAD, error)


class Down(Exception):
    """The other side as a whole cannot be reached: no message is to blame, and the channel pauses. No personal data."""


class Channel(Protocol):
    """One way out; the worker makes it with `Means` in the thread that uses it, and closes it there.

    together: how many messages `send` is handed at once. With 1, each is marked as being sent by a commit of its own;
    with more, after a crash all of them are handed over again, which must do no harm.
    per_minute: most messages to one domain in a minute, all workers together; None: no limit.
    """

    together: int
    per_minute: int | None

    def __init__(self, means: Means) -> None: ...

    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        """Deal with each message: one outcome each, in their order. Raises Down. Any other exception: all fail."""
        ...

    def close(self) -> None: ...


# "module:class", imported by the worker.
CHANNELS = {
    Name.MAIL: "web.outbox.channels.mail:MailChannel",
    Name.PUSH: "web.outbox.channels.push:PushChannel",
    Name.INDEX: "web.outbox.channels.index:IndexChannel",
    Name.INVITE: "web.outbox.channels.invite:InviteChannel",
}


def channel(name: Name, means: Means) -> Channel:
    """The channel of this name, ready to send."""
    made: Channel = resolve_name(CHANNELS[name])(means)
    return made
