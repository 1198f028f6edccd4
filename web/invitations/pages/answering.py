"""Around the form: a no, the thanks for a yes, and the way into one's space from there."""

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.applications.applying import AlreadySent, Gone
from web.candidates import devices, space
from web.candidates.access import candidate_or_nobody
from web.candidates.pages.door import LINKS, MAIL
from web.db.writes import id_of
from web.forms import Reader, posted
from web.invitations import answers, show, wording
from web.invitations.pages.link import PRIVATE, found_by, gone, path_of, ref_of
from web.invitations.screens import Thanks
from web.limits import address
from web.rendering import page

MOST_REASON = 500


async def decline(request: Request) -> Response:
    """`/invitation/{token}/refuser`: no, thank you; with a reason, or without."""
    reader = Reader(await posted(request))
    reason = wording.reason(reader.choice("raison", wording.REASONS), reader.text("motif")[:MOST_REASON])
    state = request.app.state
    try:
        await state.database.write(answers.decline, ref_of(request), reason, state.clock())
    except Gone:
        return gone(request)
    except AlreadySent:
        # Said on a page from before: the application stands, and the page says so.
        pass
    return RedirectResponse(path_of(request), 303, PRIVATE)


async def thanks(request: Request) -> Response:
    """`/invitation/{token}/envoyee`: it has left, and what happens next."""
    try:
        found = await found_by(request)
    except Gone:
        return gone(request)
    if found.application is None:
        return RedirectResponse(path_of(request), 303, PRIVATE)
    state = request.app.state
    person = await candidate_or_nobody(request)
    in_space = person is not None and person.id == found.candidate.id
    own = await state.database.read(devices.of, id_of(found.candidate)) if in_space else []
    screen = Thanks(
        title="Votre candidature est envoyée",
        offer=show.seen(found),
        rate=show.rate(found),
        link=path_of(request),
        ask=f"{path_of(request)}/espace",
        in_space=in_space,
        key=state.vapid.public_key,
        known=[devices.digest(one.endpoint) for one in own],
    )
    return page(request, screen, headers=PRIVATE)


async def ask_for_space(request: Request) -> Response:
    """`/invitation/{token}/espace`: a link to their space, to the person's own mailbox: this link alone opens none."""
    await posted(request)
    state = request.app.state
    try:
        found = await found_by(request)
    except Gone:
        return gone(request)
    email = found.candidate.email
    await state.limits.take({LINKS: address(request), MAIL: email})
    task = BackgroundTask(state.database.write, space.ask, (email,), state.clock())
    return RedirectResponse("/candidat/envoye", 303, PRIVATE, background=task)


routes = [
    Route("/invitation/{token}/refuser", decline, methods=["POST"]),
    Route("/invitation/{token}/envoyee", thanks),
    Route("/invitation/{token}/espace", ask_for_space, methods=["POST"]),
]
