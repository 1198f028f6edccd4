"""What stands between a request and a candidate's space: there is no other way in."""

from datetime import timedelta

from starlette.requests import Request

from web.candidates import space
from web.candidates.tables import Candidate
from web.tokens import BadToken
from web.visitor import kept

# What is personal stays in no cache.
NO_STORE = {"cache-control": "no-store"}


class LinkNeeded(Exception):
    """The space is not open in this browser: a link must be asked for."""


async def candidate(request: Request) -> Candidate:
    """Whose space is open in this browser. A recruiter's session opens none, and this one opens nothing of theirs.

    Raises LinkNeeded.
    """
    found = await candidate_or_nobody(request)
    if found is None:
        raise LinkNeeded
    return found


async def candidate_or_nobody(request: Request) -> Candidate | None:
    """The same, None when no space is open."""
    state, token = request.app.state, session_token(request)
    if not token:
        return None
    found: Candidate | None = await state.database.read(space.whose, token, state.clock())
    return found


def subject(request: Request, purpose: str, life: timedelta) -> str:
    """What the sealed link to this page names, empty when its token is not ours, or too old."""
    state = request.app.state
    try:
        found: str = state.tokens.read(purpose, request.path_params["token"], life, state.clock())
    except BadToken:
        return ""
    return found


def session_token(request: Request) -> str:
    """The token of this browser's space, empty when it has none."""
    return kept(request, space.COOKIE)
