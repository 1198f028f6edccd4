"""`/invitation/{token}`: the offer, and the form to apply by.

The form sends, beside its fields, `page`, `order` and `revision` (web.offers.rules.Save), and what to do: `move`
("send"; "later": keep it; "leaving": the page is being left, nobody waits for an answer), or `told`: send it, in full
knowledge of what it tells. By htmx it is sent as one types, and the page takes the parts of the answer that are marked
`live`. Whatever becomes of it, what was typed stands in the answer or in the draft.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.applications import applying, reply
from web.applications.applying import AlreadySent, Closed, Gone, Tells
from web.applications.drafts import Elsewhere, OnPage
from web.applications.nearness import built_in
from web.clock import day_of
from web.forms import Forged, Values, first, posted
from web.invitations import answers, show
from web.invitations.answers import Found
from web.invitations.pages.link import PRIVATE, found_by, gone, path_of, ref_of
from web.invitations.show import Shape
from web.landing.wording import number
from web.limits import Limit, TooMany
from web.offers.rules import save_of
from web.rendering import page

# One at each pause of half a second: nobody writes so for an hour.
SAVES = Limit("draft saves", 4_000, timedelta(hours=1))

_STALE = (
    "Cette page était restée ouverte trop longtemps : rien n'est parti, et rien n'est perdu. Relisez, puis recommencez."
)
_TOO_OFTEN = "Trop d'envois d'affilée : attendez une minute, puis recommencez. Ce que vous avez écrit est ici."
_TOO_LONG = (
    f"C'est plus que ce que nous pouvons garder ({number(reply.MOST_KEPT)} caractères). "
    "Raccourcissez, ou gardez une copie."
)


@dataclass(frozen=True)
class Sent:
    """A form that came. values: all of it; live: the page sent it by itself."""

    values: Values
    page: OnPage
    live: bool

    @property
    def answer(self) -> str:
        return self.page.typed["answer"]

    @property
    def is_final(self) -> bool:
        """Is it to be sent to the company?"""
        return first(self.values, "move") == "send" or "told" in self.values


async def show_offer(request: Request) -> Response:
    """The offer, as the invited person may see it; what they sent once they have applied."""
    try:
        found = await found_by(request)
    except Gone:
        return gone(request)
    state = request.app.state
    if found.invitation.opened_at is None:
        await state.database.write(answers.opened, found.invitation.ref, state.clock())
    if found.application is not None:
        return page(request, show.application(found, found.application, path_of(request)), headers=PRIVATE)
    shape = show.first_shape(found, secrets.token_urlsafe(6), kept_now="garde" in request.query_params)
    return _page(request, found, shape)


async def take(request: Request) -> Response:
    """Keep what was typed, and send it when that is what was pressed."""
    stale = False
    try:
        values: Values = await posted(request)
    except Forged as forged:
        values, stale = forged.values, True
    live = request.headers.get("hx-request") == "true" or first(values, "move") == "leaving"
    sent = Sent(values, OnPage(reply.typed(values), save_of(values)), live)
    try:
        return await (_again(request, sent, 403, trouble=_STALE) if stale else _taken(request, sent))
    except Gone:
        return gone(request, sent.answer)


async def _taken(request: Request, sent: Sent) -> Response:
    try:
        return await _keep_and_send(request, sent)
    except AlreadySent:
        return await _sent_before(request, sent)
    except Closed:
        # The page says so, and shows the draft.
        return RedirectResponse(path_of(request), 303, PRIVATE)
    except Elsewhere as elsewhere:
        return await _again(request, sent, 409, other=elsewhere.other)
    except Tells as tells:
        return await _again(request, sent, kinds=tells.kinds)
    except TooMany:
        return await _again(request, sent, 429, trouble=_TOO_OFTEN)


async def _keep_and_send(request: Request, sent: Sent) -> Response:
    state, ref = request.app.state, ref_of(request)
    now = state.clock()
    if sum(map(len, sent.page.typed.values())) > reply.MOST_KEPT:
        return await _again(request, sent, 422, trouble=_TOO_LONG)
    await state.limits.take({SAVES: ref})
    await state.database.write(applying.keep_draft, ref, sent.page, now)
    if sent.live:
        return await _again(request, sent)
    if not sent.is_final:
        return RedirectResponse(f"{path_of(request)}?garde=1#candidature", 303, PRIVATE)
    read, errors = reply.read(sent.values, day_of(now))
    if read is None:
        return await _again(request, sent, 422, errors=errors)
    weights = await to_thread.run_sync(built_in)
    warned = first(sent.values, "told").split()
    await state.database.write(applying.send, ref, read, sent.page, weights, now, warned)
    return RedirectResponse(f"{path_of(request)}/envoyee", 303, PRIVATE)


async def _again(request: Request, sent: Sent, status: int = 200, **more: Any) -> Response:
    """The page once more, with what was typed on it. more: of Shape. Raises Gone."""
    found = await found_by(request)
    if found.application is not None:
        return await _sent_before(request, sent)
    return _page(request, found, Shape(sent.page.by.page, sent.page.by.revision, sent.page.typed, **more), status)


async def _sent_before(request: Request, sent: Sent) -> Response:
    """Pressed twice, or on two pages: the first counts. Other words than those sent go back to the person."""
    found = await found_by(request)
    application, typed = found.application, sent.answer
    if application is None:
        raise Gone
    if sent.live:
        return Response(status_code=410, headers=PRIVATE)
    if typed in {"", application.answer}:
        return RedirectResponse(f"{path_of(request)}/envoyee", 303, PRIVATE)
    return page(request, show.application(found, application, path_of(request), typed), 409, PRIVATE)


def _page(request: Request, found: Found, shape: Shape, status: int = 200) -> Response:
    screen = show.invitation(found, path_of(request), shape, request.app.state.clock())
    return page(request, screen, status, PRIVATE)


routes = [
    Route("/invitation/{token}", show_offer),
    Route("/invitation/{token}", take, methods=["POST"]),
]
