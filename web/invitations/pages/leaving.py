"""`/desinscription/{token}`: no mail any more."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.invitations import answers, rules
from web.invitations.pages.link import PRIVATE
from web.invitations.screens import Unsubscribe
from web.rendering import page
from web.screens import Failure
from web.tokens import BadToken

_GONE = Failure(
    title="Ce lien ne fonctionne plus",
    status=404,
    explanation="Il est peut-être incomplet, ou trop ancien.",
    advice="Ouvrez de nouveau le lien depuis le mail que nous vous avons envoyé.",
    retry=None,
)


async def unsubscribe(request: Request) -> Response:
    """Asks (GET: a program that follows links must not unsubscribe anybody), and does it (POST).

    The POST carries no token of ours: mail programs send it by themselves (RFC 8058), and the link says who it is for.
    """
    state, token = request.app.state, request.path_params["token"]
    try:
        ref = state.tokens.read("unsubscribe", token, rules.UNSUBSCRIBE_LIFE, state.clock())
    except BadToken:
        return page(request, _GONE, 404, PRIVATE)
    done = request.method == "POST"
    if done:
        await state.database.write(answers.unsubscribe, ref, state.clock())
    title = "Vous ne recevrez plus nos mails" if done else "Ne plus recevoir nos mails"
    return page(request, Unsubscribe(title=title, done=done, action=request.url.path), headers=PRIVATE)


routes = [Route("/desinscription/{token}", unsubscribe, methods=["GET", "POST"])]
