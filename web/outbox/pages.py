"""`/boite-locale`: the mails that stay on this machine, for who develops. They hold links that open what is private,
so the page is there only without a mail server, on a site that nobody else can reach."""

from email.utils import parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from web.access import NotYours
from web.clock import PARIS
from web.outbox import mailbox
from web.outbox.mailbox import Kept
from web.outbox.screens import KeptMail, Mailbox, MailPage
from web.rendering import page
from web.settings import SiteSettings, is_this_machine

# What a mail may do in a browser: look as it should, and open its links elsewhere.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


async def show_all(request: Request) -> Response:
    """`/boite-locale`: the latest mails."""
    settings = _developer(request)
    mails = tuple(_row(kept) for kept in mailbox.latest(settings.home))
    return page(request, Mailbox(title="Boîte locale", mails=mails))


async def show(request: Request) -> Response:
    """`/boite-locale/{name}`: one mail, as text and as HTML."""
    kept = _kept(request)
    row = _row(kept)
    return page(request, MailPage(title=row.subject, mail=row, text=kept.text, html_url=f"{row.url}/html"))


async def show_html(request: Request) -> Response:
    """`/boite-locale/{name}/html`: the HTML of one mail, for the frame."""
    return mail_as_page(_kept(request).html)


def mail_as_page(html: str) -> Response:
    """The HTML of a mail as an answer that shows it in a frame of one of our pages, and that can do nothing."""
    # Styles of mails are inline: the page around forbids them, this one allows them and nothing else.
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    headers = {"content-security-policy": _MAIL_POLICY, "cache-control": "no-store", "x-robots-tag": "noindex"}
    return HTMLResponse(html, headers=headers)


def mails_stay_here(request: Request) -> bool:
    """Is this a developer's machine, where mails can be read and from nowhere else?"""
    settings: SiteSettings = request.app.state.settings
    # A name that somebody made lead here (DNS rebinding) is not ours.
    return settings.alone and is_this_machine(request.url.hostname or "")


def mailbox_of(request: Request) -> str:
    """Where mails can be read on this very machine (a developer's); empty when they really leave."""
    return "/boite-locale" if mails_stay_here(request) else ""


def _developer(request: Request) -> SiteSettings:
    """The settings, on a developer's machine. Raises NotYours anywhere else."""
    if not mails_stay_here(request):
        raise NotYours
    settings: SiteSettings = request.app.state.settings
    return settings


def _kept(request: Request) -> Kept:
    kept = mailbox.get(_developer(request).home, request.path_params["name"])
    if kept is None:
        raise NotYours
    return kept


def _row(kept: Kept) -> KeptMail:
    sent = parsedate_to_datetime(str(kept.mail["date"])).astimezone(PARIS)
    return KeptMail(
        url=f"/boite-locale/{kept.name}",
        subject=str(kept.mail["subject"]),
        receiver=str(kept.mail["to"]),
        at=f"{sent:%d/%m/%Y à %H:%M}",
    )


routes = [
    Route("/boite-locale", show_all),
    Route("/boite-locale/{name}", show),
    Route("/boite-locale/{name}/html", show_html),
]
