"""The site without a server: browsers of their own on one application, a clock that is set, the mails it wants sent.

`with Stage(database_url) as stage: stage.browser().post("/connexion", {...})`: the cast stands in the database.
"""

import asyncio
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Self

import httpx2 as httpx
from sqlmodel import col, select

from search_api.engine.settings import EngineSettings
from tests.cast import HASTY, NOW, PASSWORD, cast, csrf
from web.accounts.passwords import Passwords
from web.app import create_app
from web.limits import Limit
from web.outbox import mails
from web.outbox.tables import Channel, Message
from web.settings import SiteSettings

# Nobody listens there: the pages of accounts need no engine.
# Tried once and no more: the pauses between tries would be most of the time of these tests.
NO_ENGINE = EngineSettings(hosts=("http://127.0.0.1:9",), timeout=0.03)


class Stage:
    """An application on a database with the cast in it, at NOW. engine: where kept searches get their names."""

    def __init__(self, database_url: str, engine: EngineSettings = NO_ENGINE, **settings: Any) -> None:
        self.now = NOW
        self.settings = replace(SiteSettings(engine=engine, secret="s" * 32, database_url=database_url), **settings)
        self.app = create_app(self.settings, clock=lambda: self.now, passwords=Passwords(HASTY))
        self.database = self.app.state.database
        self.cast = cast(self.database)
        self.runner = asyncio.Runner()
        self._stack = AsyncExitStack()

    def __enter__(self) -> Self:
        self.runner.run(self._stack.enter_async_context(self.app.router.lifespan_context(self.app)))
        return self

    def __exit__(self, *_: object) -> None:
        self.runner.run(self._stack.aclose())
        self.runner.close()

    def later(self, **by: float) -> datetime:
        """Let time pass (`later(days=3)`)."""
        self.now += timedelta(**by)
        return self.now

    def browser(self, address: str = "192.0.2.1") -> "Browser":
        """A browser without any cookie, at this address of the network."""
        scheme = "https" if self.settings.https else "http"
        transport = httpx.ASGITransport(self.app, client=(address, 1234), raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=f"{scheme}://site")
        self._stack.push_async_callback(client.aclose)
        return Browser(self, client)

    def signed_in(self, email: str, password: str = PASSWORD) -> "Browser":
        """A browser in which this person is signed in."""
        browser = self.browser()
        answer = browser.post("/connexion", {"mail": email, "mot_de_passe": password})
        assert answer.status_code == 303, answer.text
        return browser

    def use_up(self, limit: Limit, key: str) -> None:
        """Leave no try in a bucket, by one that is worth them all."""
        self.runner.run(self.app.state.limits.take({replace(limit, many=1): key}))

    def mails(self, *kinds: str) -> list[mails.Mail]:
        """The mails of these kinds (of every kind) that are to be sent, as they would be made now."""
        with self.database.reading() as session:
            context = mails.MailContext(session, self.settings, self.app.state.tokens, self.now)
            wanted = session.exec(
                select(Message).where(Message.channel == Channel.MAIL).order_by(col(Message.id))
            ).all()
            made = [mails.make(context, message) for message in wanted if not kinds or message.kind in kinds]
            return [mail for mail in made if mail is not None]

    def link(self, kind: str) -> str:
        """Path of the link in the last mail of this kind."""
        return link(self.mails(kind)[-1], self.settings.site_url)


class Browser:
    """One browser on a stage. Redirects are not followed."""

    def __init__(self, stage: Stage, client: httpx.AsyncClient) -> None:
        self._stage, self._client = stage, client

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def get(self, path: str, headers: Any = None) -> httpx.Response:
        return self._stage.runner.run(self._client.get(path, headers=headers))

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, shown_on: str = "", headers: Any = None
    ) -> httpx.Response:
        """Send a form that is shown on `shown_on` (`path` when empty), its token with it."""
        token = csrf(self.get(shown_on or path).text)
        return self.send(path, {"csrf": token, **(data or {})}, headers)

    def send(self, path: str, data: Mapping[str, Any] | None = None, headers: Any = None) -> httpx.Response:
        """Send just this."""
        return self._stage.runner.run(self._client.post(path, data=data, headers=headers))


def link(mail: mails.Mail, site_url: str) -> str:
    """Path of the first link in a mail, the same in its text and its HTML."""
    found = re.search(re.escape(site_url) + r"(/\S+)", mail.body.text)
    assert found, mail.body.text
    assert f'href="{site_url}{found[1]}"'.replace("&", "&amp;") in mail.body.html
    return found[1]
