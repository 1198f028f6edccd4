"""Delivering messages by hand, as the worker does with a channel, in one thread and without its pauses."""

import random

from sqlmodel import col, select

from web.db import Database
from web.outbox.channels import Channel, Outcome
from web.outbox.tables import Channel as Name
from web.outbox.tables import Message, Status


def deliver(
    database: Database,
    channel: Channel,
    name: Name = Name.INDEX,
    *,
    again: bool = False,
    order: random.Random | None = None,
) -> list[Outcome]:
    """Hand every waiting message of a channel over and note what became of it. again: those done before too; order:
    shuffle them, and hand them over a few at a time."""
    with database.reading() as session:
        wanted = select(Message).where(Message.channel == name).order_by(col(Message.id))
        messages = list(session.exec(wanted if again else wanted.where(Message.status == Status.WAITING)))
    if order:
        order.shuffle(messages)
    some = 7 if order else channel.together
    outcomes: list[Outcome] = []
    for start in range(0, len(messages), some):
        part = messages[start : start + some]
        went = channel.send(part)
        outcomes += went
        with database.writing() as session:
            for message, outcome in zip(part, went, strict=True):
                message.status = outcome.status
                session.merge(message)
    return outcomes
