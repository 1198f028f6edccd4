"""What the pages of all parts share: one part is changed on the row as it is at this moment."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.access import NotYours
from web.candidates import service
from web.candidates.rules import Parts
from web.candidates.tables import Candidate
from web.db.writes import id_of

HOME = "/candidat/profil"


async def save(request: Request, person: Candidate, change: Callable[[Parts], Parts]) -> None:
    """Change a part of the profile. Raises NotYours when the person is gone meanwhile; what `change` raises."""
    state = request.app.state
    try:
        await state.database.write(service.edit, id_of(person), change, state.clock())
    except service.Gone:
        raise NotYours from None


def home_again(part: str) -> Response:
    """To the whole profile, saying what was saved."""
    return RedirectResponse(f"{HOME}?fait={part}#{part}", 303)
