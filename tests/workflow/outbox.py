"""What the tests of the outbox work with: a clock that they turn, a mail of their own, a loop that they step."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlmodel import select

from search_api.engine.settings import EngineSettings
from web.db import Database
from web.outbox import mails
from web.outbox.channels import Channel, Means
from web.outbox.channels.mail import MailChannel
from web.outbox.claims import Claimant
from web.outbox.mails import Mail, MailContext, Rendered
from web.outbox.queue import Order, enqueue
from web.outbox.tables import Channel as Name
from web.outbox.tables import Message
from web.outbox.worker import Loop
from web.settings import MailSettings, SiteSettings
from web.tokens import Tokens

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Hands:
    """A clock that stands still until it is turned."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


def plain_mail(_: MailContext, message: Message) -> Mail | None:
    """A mail to the address that the message names; the kind of mail of these tests."""
    data = message.data or {}
    if data.get("nothing"):
        return None
    body = Rendered(data.get("subject", "Bonjour"), "Bonjour.\n.\n..\nFin.", "<p>Bonjour.</p>")
    return Mail(data["to"], body, unsubscribe=data.get("unsubscribe", ""))


KIND = "test"
MAKER = f"{__name__}:plain_mail"


def order(number: int, to: str | None = None, **more: Any) -> Order:
    """A mail to person `number`."""
    to = to or f"person{number}@people.example"
    due_at = more.pop("due_at", None)
    data = {"to": to, **more}
    return Order(f"test:{number}", Name.MAIL, KIND, number, data, to.rpartition("@")[2], due_at)


@dataclass
class Post:
    """A database, a clock, and settings, for loops that send."""

    database: Database
    settings: SiteSettings
    clock: Hands = field(default_factory=Hands)
    tokens: Tokens = field(default_factory=lambda: Tokens("s" * 32))

    opened: list[Channel] = field(default_factory=list)

    LEASE: ClassVar = timedelta(minutes=5)

    @property
    def means(self) -> Means:
        return Means(self.settings, self.database, self.tokens, self.clock)

    def with_mail(self, **settings: Any) -> "Post":
        return replace(self, settings=replace(self.settings, mail=MailSettings(**settings)))

    def loop(self, name: str = "one", channel: Channel | None = None) -> Loop:
        """A loop over mails, with chance that always says the longest delay."""
        channel = channel or MailChannel(self.means)
        self.opened.append(channel)
        claimant = Claimant(name, Name.MAIL.value, channel.per_minute, self.LEASE)
        return Loop(self.database, claimant, channel, self.clock, lambda: 1.0)

    def close(self) -> None:
        for channel in self.opened:
            channel.close()

    def write(self, *orders: Order) -> None:
        with self.database.writing() as session:
            enqueue(session, orders, self.clock())

    def messages(self) -> list[Message]:
        with self.database.reading() as session:
            return list(session.exec(select(Message).order_by(Message.id)))

    def statuses(self) -> list[str]:
        return [message.status for message in self.messages()]


def post_for(database: Database, folder: Path, smtp_url: str = "") -> Post:
    """A post whose home is `folder`."""
    engine = EngineSettings(home=folder)
    return Post(database, SiteSettings(engine=engine, mail=MailSettings(smtp_url=smtp_url), secret="s" * 32))


mails.MAILS.setdefault(KIND, MAKER)
