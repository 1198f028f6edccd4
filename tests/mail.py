"""A real mail server for tests: it keeps what it takes, and can refuse, hang or break off on demand."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class MailServer:
    """port: on this machine. mails: what was taken, in order. answer: word ("MAIL", "RCPT", "DATA") and receiver ->
    what to say instead of yes, None for yes. hangs: words after which nothing is ever said. breaks: words after which
    the connection is cut: with "DATA" the mail was taken, and the server dies before it says so."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    connections: int = 0
    answer: Callable[[str, str], str | None] = lambda _word, _receiver: None
    hangs: set[str] = field(default_factory=set)
    breaks: set[str] = field(default_factory=set)
    login: tuple[str, str] | None = None
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def first(self, wanted: Callable[[EmailMessage], bool], seconds: float = 30) -> EmailMessage:
        """The first mail that is wanted, waited for."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: any(wanted(mail) for mail in self.mails), seconds), "no such mail came"
            return next(mail for mail in self.mails if wanted(mail))

    def to(self, address: str) -> EmailMessage:
        """The first mail to this address, waited for."""
        return self.first(lambda mail: address in str(mail["to"]))

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def keys(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(mail["message-id"]) for mail in self.mails)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's names)
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self._server.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, smtp: SMTP, _: Session, envelope: Envelope, address: str, __: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        return await self._say("MAIL", "", smtp)

    async def handle_RCPT(self, smtp: SMTP, _: Session, envelope: Envelope, address: str, __: Any) -> str:  # noqa: N802
        said = await self._say("RCPT", address, smtp)
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, smtp: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        said = self._server.answer("DATA", envelope.rcpt_tos[0])
        if said:
            return said
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        with self._server.arrived:
            self._server.mails.append(mail)
            self._server.receivers += envelope.rcpt_tos
            self._server.arrived.notify_all()
        return await self._say("DATA", envelope.rcpt_tos[0], smtp, asked=True)

    async def _say(self, word: str, receiver: str, smtp: SMTP, *, asked: bool = False) -> str:
        if word in self._server.hangs:
            await asyncio.Event().wait()
        if word in self._server.breaks:
            assert smtp.transport is not None
            smtp.transport.abort()
        return (None if asked else self._server.answer(word, receiver)) or "250 2.0.0 OK"


class _Serving:
    """The server in a thread of its own."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> MailServer:
        self._thread.start()
        listening = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        self._server.port = listening.getsockname()[1]
        return self._server

    async def _listen(self) -> socket.socket:
        def connection() -> SMTP:
            wanted = self._server.login
            return SMTP(
                _Handler(self._server),
                hostname="mail.example",
                loop=self._loop,
                authenticator=self._authenticate if wanted else None,
                auth_require_tls=False,
            )

        self._listening = await self._loop.create_server(connection, "127.0.0.1", 0)
        return self._listening.sockets[0]

    def _authenticate(self, _: SMTP, __: Session, ___: Envelope, ____: str, data: LoginPassword) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self._server.login, handled=False)

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _stop(self) -> None:
        self._listening.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def serving_mail(**behaviour: Any) -> _Serving:
    """`with serving_mail() as server`."""
    return _Serving(MailServer(**behaviour))


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A running mail server that takes everything."""
    with serving_mail() as server:
        yield server
