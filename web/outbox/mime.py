"""A mail as bytes: text and HTML, headers that nobody can add to, the same Message-ID each time it is made."""

import re
import string
from collections.abc import Mapping
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from urllib.parse import quote

import dkim

from search_api.engine.errors import SettingError
from web.outbox.mails import Mail
from web.settings import MailSettings

# Signed, so that nobody adds to a mail of ours or changes where it leads. DKIM signs a header that is not there as
# well: one added on the way would break the signature.
SIGNED = (
    b"from",
    b"to",
    b"reply-to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"auto-submitted",
)


class BadAddress(ValueError):
    """No mail can be sent to this address."""


class Writer:
    """Makes mails ready to send, for one sender."""

    def __init__(self, settings: MailSettings) -> None:
        """Raises SettingError when the sender or the key cannot be used."""
        name, spec = parseaddr(settings.sender)
        try:
            self._from = address(spec, name)
        except BadAddress:
            raise SettingError("MAIL_FROM must read name@domain or Name <name@domain>") from None
        self._selector = settings.dkim_selector.encode()
        self._key = settings.dkim_key.read_bytes() if settings.dkim_key else None

    @property
    def sender(self) -> str:
        """The address that mails come from, for the envelope."""
        return self._from.addr_spec

    def message_id(self, key: str) -> str:
        """The Message-ID of what the key stands for: the same each time it is sent, so that a receiver can tell."""
        return f"<{sha256(key.encode()).hexdigest()[:40]}@{self._from.domain}>"

    def write(self, mail: Mail, key: str, now: datetime) -> bytes:
        """The mail, with CR LF ends of lines, signed when there is a key. Raises BadAddress."""
        made = EmailMessage(policy=SMTP)
        for name, value in self._headers(mail, key, now).items():
            made[name] = value
        made.set_content(mail.body.text, cte="quoted-printable")
        made.add_alternative(mail.body.html, subtype="html", cte="quoted-printable")
        content = _unsubscribe(mail) + made.as_bytes()
        return self._signature(content) + content if self._key else content

    def _headers(self, mail: Mail, key: str, now: datetime) -> Mapping[str, str | Address]:
        headers: dict[str, str | Address] = {
            "From": self._from,
            "To": address(mail.address),
            "Subject": one_line(mail.body.subject),
            "Date": format_datetime(now),
            "Message-ID": self.message_id(key),
            # No answering machine should answer (RFC 3834).
            "Auto-Submitted": "auto-generated",
        }
        if mail.answer_to:
            headers["Reply-To"] = address(mail.answer_to)
        return headers

    def _signature(self, content: bytes) -> bytes:
        signature: bytes = dkim.sign(
            content,
            self._selector,
            self._from.domain.encode(),
            self._key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=list(SIGNED),
        )
        return signature


def _unsubscribe(mail: Mail) -> bytes:
    """The headers of RFC 8058, written by hand: `email` folds a long link into encoded words, and a mail program that
    looks for a link does not read those (RFC 2047, 5)."""
    if not mail.unsubscribe:
        return b""
    link = quote(one_line(mail.unsubscribe), safe=string.punctuation)
    return f"List-Unsubscribe: <{link}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode("ascii")


def address(spec: str, name: str = "") -> Address:
    """An address for a header. Raises BadAddress."""
    if len(spec) > 254 or re.search(r"[\s<>,;:\"()\[\]\\\x00-\x1f\x7f]", spec) or spec.count("@") != 1:
        raise BadAddress
    local, _, domain = spec.partition("@")
    try:
        return Address(one_line(name), addr_spec=f"{local}@{domain.encode('idna').decode()}" if local.isascii() else "")
    except (HeaderParseError, ValueError, UnicodeError, IndexError):
        raise BadAddress from None


def one_line(text: str) -> str:
    """Text for a header: what would begin another one is a blank."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", text).split())
