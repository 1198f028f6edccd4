"""Pushes: each kind is a function that makes the push from rows, at the moment when it is sent (as mails.py)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pkgutil import resolve_name

from web.outbox.mails import MailContext
from web.outbox.tables import Message

# A push service takes 4,096 bytes with the 103 of the encryption (RFC 8291, 4); some count otherwise.
MOST_BYTES = 3_000
_MOST_TITLE, _MOST_BODY = 120, 240


@dataclass(frozen=True)
class Push:
    """What a notification says. It shows on a locked screen: no name, nothing that only its owner should know.

    url: that it opens. topic: a push that has not been delivered yet is replaced by a later one of the same topic, and
    so is a notification that shows (32 characters of base64url at most). life: after which it is not worth showing.
    """

    title: str
    body: str
    url: str
    topic: str
    life: timedelta = timedelta(days=3)

    def payload(self) -> bytes:
        """What the service worker of our pages reads (static/js/service-worker.js). Under MOST_BYTES."""
        told = {
            "title": _short(self.title, _MOST_TITLE),
            "body": _short(self.body, _MOST_BODY),
            "url": self.url,
            "tag": self.topic,
        }
        content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        if len(content) >= MOST_BYTES:
            raise ValueError(f"a push of {len(content)} bytes")
        return content


Make = Callable[[MailContext, Message], Push | None]

# Kind of message -> "module:function" (see Make); the function returns None when there is nothing to send any more.
PUSHES: dict[str, str] = {
    "invitation": "web.invitations.pushes:invitation",
}


def make(context: MailContext, message: Message) -> Push | None:
    """The push that a message stands for, None when there is nothing to send any more."""
    maker: Make = resolve_name(PUSHES[message.kind])
    return maker(context, message)


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
