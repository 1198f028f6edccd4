"""From a link to the invitation that it opens. What is behind it is personal: no cache, no search engine keeps it."""

from starlette.requests import Request
from starlette.responses import Response

from web.applications.applying import Gone
from web.invitations import answers, rules
from web.invitations.answers import Found
from web.invitations.screens import LinkGone
from web.rendering import page
from web.tokens import BadToken

PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


def ref_of(request: Request) -> str:
    """The invitation that the link names. Raises Gone."""
    state = request.app.state
    try:
        ref: str = state.tokens.read("invitation", request.path_params["token"], rules.LINK_LIFE, state.clock())
    except BadToken:
        raise Gone from None
    return ref


async def found_by(request: Request) -> Found:
    """What the link opens. Raises Gone."""
    state = request.app.state
    found: Found = await state.database.read(answers.find, ref_of(request), state.clock())
    return found


def path_of(request: Request) -> str:
    """The path of the link itself, whatever stands behind it."""
    return f"/invitation/{request.path_params['token']}"


def gone(request: Request, typed: str = "") -> Response:
    """The link opens nothing (any more). typed: an answer that was sent by it, which goes back to the person."""
    return page(request, LinkGone(typed), 404, PRIVATE)
