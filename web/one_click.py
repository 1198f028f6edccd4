"""What a link in a mail stops at one click, without an account: mails that people can do without."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from web.rendering import page
from web.screens import Failure, StopMails
from web.tokens import BadToken

_PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


@dataclass(frozen=True)
class Words:
    """What the page says: a title and a sentence; more: another, which leads to `url` when there is one."""

    title: str
    lead: str
    more: str = ""
    url: str = ""


@dataclass(frozen=True)
class Stop:
    """What is stopped, and how that is said.

    purpose, life: of the link's token, which names somebody by their reference. write: stops it, in one transaction;
    a second time changes nothing. asking, done: before and after. button: what one presses between. lost: what to do
    about a link that opens nothing.
    """

    purpose: str
    life: timedelta
    write: Callable[[Session, str, datetime], None]
    asking: Words
    done: Words
    button: str
    lost: str


def stops(what: Stop) -> Callable[[Request], Awaitable[Response]]:
    """The page behind the link, for a route with GET and POST and a `token` in its path.

    It asks (GET: a program that follows links must not decide for anybody), and does it (POST). The POST carries no
    token of ours: mail programs send it by themselves (RFC 8058), and the link says who it is for.
    """

    async def answer(request: Request) -> Response:
        state = request.app.state
        try:
            ref = state.tokens.read(what.purpose, request.path_params["token"], what.life, state.clock())
        except BadToken:
            return page(request, _gone(what.lost), 404, _PRIVATE)
        done = request.method == "POST"
        if done:
            await state.database.write(what.write, ref, state.clock())
        words = what.done if done else what.asking
        button = "" if done else what.button
        screen = StopMails(words.title, words.lead, words.more, words.url, button, request.url.path)
        return page(request, screen, headers=_PRIVATE)

    return answer


def _gone(advice: str) -> Failure:
    return Failure("Ce lien ne fonctionne plus", 404, "Il est peut-être incomplet, ou trop ancien.", advice, None)
