"""`/candidat/donnees`: everything that is kept on somebody, to take along; and the way to have it erased."""

from datetime import timedelta

import orjson
from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.candidates import meaning, own_data, own_file, service, space
from web.candidates.access import NO_STORE, candidate
from web.candidates.screens import Erase, Goodbye, OwnData
from web.candidates.tables import Candidate
from web.clock import day_of
from web.db.writes import id_of
from web.forms import Reader, posted
from web.limits import Limit
from web.rendering import page
from web.typesetting import MEDIA_TYPE
from web.visitor import keep, visitor

DATA = "/candidat/donnees"
# What has to be written to confirm.
WORD = "EFFACER"
# A PDF takes a tenth of a second.
FILES = Limit("own data", 20, timedelta(hours=1))
_WRONG = f"Pour confirmer, écrivez {WORD} dans cette case."


async def show(request: Request) -> Response:
    """What can be had, and what can be done."""
    person = await candidate(request)
    return page(request, OwnData(person.email), headers=NO_STORE)


async def as_json(request: Request) -> Response:
    """Everything, for a program."""
    content = orjson.dumps(await _everything(request, await candidate(request)), option=orjson.OPT_INDENT_2)
    return _file(request, content, "application/json", "json")


async def as_pdf(request: Request) -> Response:
    """Everything, to be read."""
    told = await _everything(request, await candidate(request))
    return _file(request, await to_thread.run_sync(own_file.pdf, told), MEDIA_TYPE, "pdf")


async def _everything(request: Request, person: Candidate) -> dict[str, object]:
    state = request.app.state
    await state.limits.take({FILES: person.ref})
    words = await meaning.words(state.engine, person.profile)
    town, now = await meaning.town(state.engine, person.profile["home"]), state.clock()
    told: dict[str, object] = await state.database.read(own_data.everything, id_of(person), words, town, now)
    return told


def _file(request: Request, content: bytes, media_type: str, ending: str) -> Response:
    name = f"vivier-mes-donnees-{day_of(request.app.state.clock()).isoformat()}.{ending}"
    headers = {**NO_STORE, "content-disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=media_type)


async def show_erase(request: Request) -> Response:
    """Asks once more."""
    await candidate(request)
    return page(request, Erase(WORD), headers=NO_STORE)


async def erase(request: Request) -> Response:
    """Erase the person, in SQL now and in the index within seconds."""
    person = await candidate(request)
    reader = Reader(await posted(request))
    if reader.line("confirmation").upper() != WORD:
        return page(request, Erase(WORD, {"confirmation": _WRONG}), 400, NO_STORE)
    state = request.app.state
    loosened = await state.database.write(service.erase, id_of(person), state.clock())
    await to_thread.run_sync(state.bundles.forget, loosened)
    visitor(request).renew()
    # Once the answer is out: what was erased leaves the file of the database as well.
    answer = RedirectResponse("/candidat/au-revoir", 303, background=BackgroundTask(state.database.scrub))
    keep(request, answer, space.COOKIE, "", timedelta(0))
    return answer


async def goodbye(request: Request) -> Response:
    """`/candidat/au-revoir`."""
    return page(request, Goodbye())


routes = [
    Route(DATA, show),
    Route(f"{DATA}/export.json", as_json),
    Route(f"{DATA}/export.pdf", as_pdf),
    Route(f"{DATA}/effacer", show_erase),
    Route(f"{DATA}/effacer", erase, methods=["POST"]),
    Route("/candidat/au-revoir", goodbye),
]
