"""The pages behind the links of an invitation: personal, without an account, and never kept by a cache."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.forms import Reader, posted
from web.invitations import answers, rules
from web.invitations.screens import InvitationPage, Unsubscribe
from web.invitations.shown import shown
from web.offers.terms import Terms
from web.rendering import page
from web.screens import Failure
from web.tokens import BadToken

MOST_REASON = 500

LINK_GONE = Failure(
    title="Ce lien ne fonctionne plus",
    status=404,
    explanation="Il est peut-être incomplet, ou trop ancien.",
    advice="Ouvrez de nouveau le lien depuis le mail que nous vous avons envoyé.",
    retry=None,
)
_PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


async def invitation(request: Request) -> Response:
    """`/invitation/{token}`: the offer, as the invited person may see it."""
    state = request.app.state
    try:
        found = await state.database.read(answers.find, _ref(request))
    except (BadToken, answers.Gone):
        return page(request, LINK_GONE, 404, _PRIVATE)
    if found.invitation.opened_at is None:
        await state.database.write(answers.opened, found.invitation.ref, state.clock())
    screen = InvitationPage(
        title=f"{found.offer.occupation_label} : vous êtes invité·e à candidater",
        offer=shown(found.offer, Terms.from_json(found.offer.terms or {})),
        open=found.open,
        declined=found.invitation.declined_at is not None,
        action=f"{request.url.path}/refuser",
    )
    return page(request, screen, headers=_PRIVATE)


async def decline(request: Request) -> Response:
    """`/invitation/{token}/refuser`: no, thank you; with a reason, or without."""
    reason = Reader(await posted(request)).text("motif")[:MOST_REASON]
    state = request.app.state
    try:
        await state.database.write(answers.decline, _ref(request), reason, state.clock())
    except (BadToken, answers.Gone):
        return page(request, LINK_GONE, 404, _PRIVATE)
    return RedirectResponse(request.url.path.removesuffix("/refuser"), 303, _PRIVATE)


def _ref(request: Request) -> str:
    """The invitation that the link names. Raises BadToken."""
    state = request.app.state
    ref: str = state.tokens.read("invitation", request.path_params["token"], rules.LINK_LIFE, state.clock())
    return ref


async def unsubscribe(request: Request) -> Response:
    """`/desinscription/{token}`: asks (GET: a program that follows links must not unsubscribe anybody), and does it
    (POST).

    The POST carries no token of ours: mail programs send it by themselves (RFC 8058), and the link says who it is for.
    """
    state, token = request.app.state, request.path_params["token"]
    try:
        ref = state.tokens.read("unsubscribe", token, rules.UNSUBSCRIBE_LIFE, state.clock())
    except BadToken:
        return page(request, LINK_GONE, 404, _PRIVATE)
    done = request.method == "POST"
    if done:
        await state.database.write(answers.unsubscribe, ref, state.clock())
    title = "Vous ne recevrez plus nos mails" if done else "Ne plus recevoir nos mails"
    return page(request, Unsubscribe(title=title, done=done, action=request.url.path), headers=_PRIVATE)


routes = [
    Route("/invitation/{token}", invitation),
    Route("/invitation/{token}/refuser", decline, methods=["POST"]),
    Route("/desinscription/{token}", unsubscribe, methods=["GET", "POST"]),
]
