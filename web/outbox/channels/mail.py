"""Mails: made at the moment when they are sent, and handed to the mail server, or kept in the local mailbox."""

from collections.abc import Sequence

from web.outbox import mailbox, mails
from web.outbox.channels import DONE, Means, Outcome, dead
from web.outbox.mails import MailContext
from web.outbox.mime import BadAddress, Writer, address
from web.outbox.smtp import Smtp
from web.outbox.tables import Message


class MailChannel:
    """One connection to the mail server, which takes one mail after the other."""

    together = 1

    def __init__(self, means: Means) -> None:
        self._means = means
        settings = means.settings.mail
        self.per_minute: int | None = settings.domain_per_minute
        self._writer = Writer(settings)
        self._smtp = Smtp(settings.smtp_url) if settings.smtp_url else None

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return [self._send(message) for message in messages]

    def close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()

    def _send(self, message: Message) -> Outcome:
        means, now = self._means, self._means.clock()
        with means.database.reading() as session:
            mail = mails.make(MailContext(session, means.settings, means.tokens, now), message)
        if mail is None:
            return DONE
        try:
            content = self._writer.write(mail, message.key, now)
        except BadAddress:
            return dead("adresse illisible")
        if self._smtp is None:
            mailbox.keep(means.settings.home, message.key, content, now)
            return DONE
        return self._smtp.send(self._writer.sender, address(mail.address).addr_spec, content)
