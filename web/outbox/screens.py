"""What the templates of the local mailbox may see."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class KeptMail:
    """One mail of the list. at: when it was sent, in Paris."""

    url: str
    subject: str
    receiver: str
    at: str


@dataclass(frozen=True)
class Mailbox:
    """The mails kept on this machine, newest first."""

    template: ClassVar[str] = "mailbox.html"
    title: str
    mails: tuple[KeptMail, ...]


@dataclass(frozen=True)
class MailPage:
    """One mail. html_url: of its HTML, to be shown in a frame that can do nothing."""

    template: ClassVar[str] = "mail.html"
    title: str
    mail: KeptMail
    text: str
    html_url: str
