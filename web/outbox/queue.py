"""Writing to the outbox: in the caller's transaction, so that what was decided and what is to be sent never part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from web.db.writes import insert_new
from web.outbox.tables import Channel, Message, Status


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent or done (tables.py:Message says what each part is). due_at: None: now."""

    key: str
    channel: Channel
    kind: str
    subject_id: int
    data: dict[str, Any] | None = None
    domain: str = ""
    due_at: datetime | None = None


def mail_domain(address: str) -> str:
    """`Order.domain` of a mail to this address."""
    return address.rpartition("@")[2].lower()


def enqueue(session: Session, orders: Iterable[Order], now: datetime) -> None:
    """Write messages; one whose key is there already is left as it is."""
    insert_new(session, Message, [_row(order, now) for order in orders], ("key",))


def _row(order: Order, now: datetime) -> dict[str, Any]:
    return {
        "key": order.key,
        "channel": order.channel.value,
        "kind": order.kind,
        "subject_id": order.subject_id,
        "data": order.data,
        "domain": order.domain,
        "status": Status.WAITING.value,
        "due_at": order.due_at or now,
        "attempts": 0,
        "doubled": 0,
        "lease": "",
        "leased_until": None,
        "error": "",
        "created_at": now,
        "done_at": None,
    }
