"""Downloads: one anti-CV, all those of the favourites."""

from datetime import timedelta
from functools import partial
from typing import Any

from anyio import to_thread
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from search_api.matching.criteria import Rule
from web.access import NotYours, recruiter
from web.accounts.tables import Account
from web.anticv import service, spreadsheets, wording
from web.anticv.bundles import Bundle, Bundles
from web.anticv.formats import BY_ENDING
from web.anticv.screens import Favourites, Preparing
from web.applications.access import application_of
from web.applications.sheet import Sheet, Withdrawn
from web.applications.sheets import offer_rule
from web.clock import day_of
from web.forms import posted
from web.limits import Limit
from web.offers import wizard
from web.offers.access import offer_of
from web.offers.tables import Offer
from web.rendering import page
from web.spans import time_of

_ZIP = "application/zip"
# Each keeps two cores busy for seconds.
ZIPS = Limit("zip", 30, timedelta(hours=1))
# Browsers say so when they fetch a link that nobody has followed (yet): Fetch standard, and older names of the same.
_PURPOSES = ("sec-purpose", "purpose", "x-moz")
_TABLES = {
    "csv": (spreadsheets.CSV_TYPE, lambda sheets, _: spreadsheets.csv_file(sheets)),
    "xlsx": (spreadsheets.XLSX_TYPE, spreadsheets.xlsx_file),
}


async def download(request: Request) -> Response:
    """`/candidatures/{ref}/anti-cv.{ending}`: the file, and the note that it was downloaded."""
    account, ref = recruiter(request), request.path_params["ref"]
    wanted = BY_ENDING.get(request.path_params["ending"])
    if wanted is None:
        raise NotYours
    if _nobody_asked(request):
        return _not_now()
    state = request.app.state
    _, offer = await state.database.read(application_of, account, ref)
    rule = await offer_rule(state.engine, offer)
    try:
        sheet = await _noted(request, service.download, account, ref, rule)
    except Withdrawn:
        # The application's page says it kindly.
        return RedirectResponse(f"/candidatures/{ref}", 303)
    file = await to_thread.run_sync(wanted.make, sheet)
    return _file(file, wanted.media_type, f"{sheet.file_stem}.{wanted.ending}")


async def favourites(request: Request) -> Response:
    """`/offres/{ref}/favoris`: in which formats the short list can be had."""
    account, ref = recruiter(request), request.path_params["ref"]
    found = await request.app.state.database.read(service.favourites, account, ref)
    screen = Favourites(
        title="Télécharger les favorites",
        base=f"/offres/{ref}/favoris",
        board=f"/offres/{ref}/candidatures",
        occupation=found.offer.occupation_label,
        near=wizard.near(found.offer),
        count=wording.favourites(found.count),
        gone=wording.gone(found.gone),
        lifted=wording.lifted(found.lifted, found.count),
        notice=wording.GONE_FILE if "perdu" in request.query_params else "",
    )
    return page(request, screen)


async def table(request: Request) -> Response:
    """`/offres/{ref}/favoris.{ending}`: the short list as a spreadsheet."""
    account, ref = recruiter(request), request.path_params["ref"]
    found = _TABLES.get(request.path_params["ending"])
    if found is None:
        raise NotYours
    if _nobody_asked(request):
        return _not_now()
    media_type, make = found
    sheets = await _short_list(request, account, ref)
    now = request.app.state.clock()
    file: bytes = await to_thread.run_sync(make, sheets, now)
    return _file(file, media_type, f"favorites-{day_of(now)}.{request.path_params['ending']}")


async def start(request: Request) -> Response:
    """POST `/offres/{ref}/favoris/anti-cv.zip`: begin the ZIP; its page tells how far it is."""
    account, ref, bundles = recruiter(request), request.path_params["ref"], _bundles(request)
    await posted(request)
    await request.app.state.limits.take({ZIPS: str(account.id)})
    sheets = await _short_list(request, account, ref)
    if not sheets:
        return RedirectResponse(f"/offres/{ref}/favoris", 303)
    name = await to_thread.run_sync(bundles.start, ref, sheets)
    return RedirectResponse(f"/offres/{ref}/favoris/{name}", 303)


async def preparing(request: Request) -> Response:
    """`/offres/{ref}/favoris/{bundle}`: how far the ZIP is; htmx asks again, and so does a browser without scripts."""
    bundle = await _bundle(request)
    base = f"/offres/{request.path_params['ref']}/favoris"
    if bundle is None:
        return RedirectResponse(f"{base}?perdu", 303)
    state = "running" if bundle.running else "failed" if bundle.failed else "ready"
    screen = Preparing(
        title=wording.PREPARING[state],
        base=base,
        here=f"{base}/{bundle.ref}",
        state=state,
        percent=bundle.percent,
        told=wording.progress(bundle),
        size=wording.size(bundle.bytes),
        until=time_of(bundle.until),
    )
    return page(request, screen)


async def fetch(request: Request) -> Response:
    """`/offres/{ref}/favoris/{bundle}/anti-cv.zip`: the ZIP, unless an application in it was withdrawn since."""
    bundle, ref = await _bundle(request), request.path_params["ref"]
    if bundle is None or bundle.failed:
        return RedirectResponse(f"/offres/{ref}/favoris?perdu", 303)
    if bundle.running:
        return RedirectResponse(f"/offres/{ref}/favoris/{bundle.ref}", 303)
    name = f"anti-cv-favorites-{day_of(request.app.state.clock())}.zip"
    headers = {"cache-control": "no-store"}
    return FileResponse(_bundles(request).file(bundle), headers=headers, media_type=_ZIP, filename=name)


async def _bundle(request: Request) -> Bundle | None:
    """The bundle that is asked for, when it may still be had. Raises NotYours."""
    account, ref, bundles = recruiter(request), request.path_params["ref"], _bundles(request)
    database = request.app.state.database
    await database.read(offer_of, account, ref)
    bundle: Bundle | None = await to_thread.run_sync(bundles.find, ref, request.path_params["bundle"])
    if bundle and not await database.read(service.still_there, account, ref, bundle.applications):
        await to_thread.run_sync(bundles.remove, bundle)
        return None
    return bundle


async def _short_list(request: Request, account: Account, ref: str) -> list[Sheet]:
    state = request.app.state
    offer: Offer = await state.database.read(offer_of, account, ref)
    sheets: list[Sheet] = await _noted(
        request, service.download_favourites, account, ref, await offer_rule(state.engine, offer)
    )
    return sheets


async def _noted(request: Request, work: Any, account: Account, ref: str, rule: Rule | None) -> Any:
    """`work` in a transaction that notes the download; in one that changes nothing for a HEAD, which gets no file."""
    database, looks = request.app.state.database, request.method == "HEAD"

    def run(session: Session) -> Any:
        return work(session, account, ref, rule, request.app.state.clock(), note=not looks)

    return await (database.read(run) if looks else database.write(run))


def _nobody_asked(request: Request) -> bool:
    """Does a browser or a mail program only look ahead? A download is noted, so it must be somebody's wish."""
    return any("prefetch" in request.headers.get(name, "") for name in _PURPOSES)


def _not_now() -> Response:
    return Response(status_code=503, headers={"cache-control": "no-store"})


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


def _bundles(request: Request) -> Bundles:
    bundles: Bundles = request.app.state.bundles
    return bundles


_get = partial(Route, methods=["GET"])
routes = [
    _get("/candidatures/{ref}/anti-cv.{ending}", download),
    _get("/offres/{ref}/favoris", favourites),
    _get("/offres/{ref}/favoris.{ending}", table),
    Route("/offres/{ref}/favoris/anti-cv.zip", start, methods=["POST"]),
    _get("/offres/{ref}/favoris/{bundle}", preparing),
    _get("/offres/{ref}/favoris/{bundle}/anti-cv.zip", fetch),
]
