"""One connection to a mail server, kept open, that tells for certain what became of each mail where that can be told.

A server that refuses names a code: 4xx is for now, 5xx for ever. A connection that breaks before the end of the mail
was sent did not deliver it; after that, until the answer, nobody knows (`doubtful`).
"""

import contextlib
import re
import smtplib
import ssl
from urllib.parse import unquote, urlsplit

from web.outbox.channels import DONE, Down, Outcome, again, dead

# For each word of the conversation. All of them together take less than the worker's lease.
TIMEOUT_SECONDS = 20.0
# After so many mails another connection is made: servers limit what they take on one.
MOST_ON_ONE = 500

# The server wants another sender, not another mail: authentication and its failures (RFC 4954).
_NOT_US = range(530, 540)
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class Smtp:
    """A connection to the server of SMTP_URL, made when first needed and again after it broke."""

    def __init__(self, url: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self._url, self._timeout = urlsplit(url), timeout
        self._open: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, sender: str, receiver: str, content: bytes) -> Outcome:
        """Hand over one mail. Raises Down when the server does not let us in."""
        server = self._server()
        said_all = False
        try:
            for word, command, good in (
                ("expéditeur", f"mail FROM:<{sender}>", (250,)),
                ("destinataire", f"rcpt TO:<{receiver}>", (250, 251)),
                ("contenu", "data", (354,)),
            ):
                code, answer = server.docmd(command)
                if code not in good:
                    return self._refused(word, code, answer)
            server.send(_dotted(content))
            said_all = True
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException):
            self._drop()
            return again("aucun accusé de réception" if said_all else "connexion rompue", doubtful=said_all)
        if code != 250:
            return self._refused("contenu", code, answer)
        self._sent += 1
        if self._sent >= MOST_ON_ONE:
            self.close()
        return DONE

    def close(self) -> None:
        """Take leave, if the connection still stands."""
        if self._open is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._open.quit()
        self._drop()

    def _drop(self) -> None:
        """Without a word: the other side does not listen."""
        if self._open is not None:
            self._open.close()
        self._open, self._sent = None, 0

    def _server(self) -> smtplib.SMTP:
        if self._open is None:
            try:
                self._open = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                # The text of the server may name the account.
                code = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
                raise Down(f"the mail server does not let us in ({type(error).__name__}{code})") from None
        return self._open

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port or _PORTS[self._url.scheme]
        server: smtplib.SMTP
        if self._url.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port, timeout=self._timeout)
        try:
            if self._url.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _refused(self, word: str, code: int, answer: bytes) -> Outcome:
        """The server said no; its words may hold the address, its codes do not."""
        fine = re.match(rb"\d\.\d{1,3}\.\d{1,3}\b", answer)
        told = f"SMTP {code}{' ' + fine[0].decode() if fine else ''} ({word})"
        if code in _NOT_US:
            self.close()
            raise Down(f"the mail server does not let us in ({code})")
        self._start_afresh()
        return dead(told) if 500 <= code <= 599 else again(told)

    def _start_afresh(self) -> None:
        try:
            if self._open is not None and self._open.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self._drop()


def _dotted(content: bytes) -> bytes:
    """A line that begins with a dot begins with two, and a line with one alone ends it all (RFC 5321, 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", content).rstrip(b"\r\n") + b"\r\n.\r\n"
