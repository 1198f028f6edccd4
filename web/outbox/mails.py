"""Mails: each kind is a function that makes the mail from rows, at the moment when it is sent.

What a mail says is a dataclass (a letter) that names its templates: `<domain>/mails/<template>.txt`, whose first line
is the subject, and `<template>.html`, which extends `frame.html`. As with screens, a template sees its letter only.
"""

from collections.abc import Callable
from dataclasses import Field, dataclass, fields
from datetime import datetime
from functools import cache
from pkgutil import resolve_name
from typing import Any, ClassVar, Protocol

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlmodel import Session

from web.landing import wording
from web.outbox.tables import Message
from web.settings import SiteSettings
from web.tokens import Tokens

# The domains that have a folder `mails`; names of templates are unique in the product.
DOMAINS = ("web.outbox", "web.accounts", "web.invitations", "web.candidates", "web.staff", "web.reminders")


class Letter(Protocol):
    """Any dataclass with the name of its two templates."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True)
class Rendered:
    """A letter as text and as HTML, and its subject, one line."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Mail:
    """A mail to one person. address: of the receiver; unsubscribe: URL that takes a one-click POST (RFC 8058), for
    mails that people can do without; answer_to: where an answer goes, empty: to the sender."""

    address: str
    body: Rendered
    unsubscribe: str = ""
    answer_to: str = ""


@dataclass(frozen=True)
class MailContext:
    """What a mail is made from; session: to read with."""

    session: Session
    settings: SiteSettings
    tokens: Tokens
    now: datetime

    def url(self, path: str) -> str:
        """The address of one of our pages, for people elsewhere."""
        return self.settings.site_url + path

    def link(self, page: str, purpose: str, ref: str) -> str:
        """The address of a page that a signed token opens: `link("/confirmation", "confirm", account.ref)`."""
        return self.url(f"{page}/{self.tokens.make(purpose, ref, self.now)}")

    def render(self, letter: Letter) -> Rendered:
        """What the letter says."""
        return render(letter, self.settings.site_url)


Make = Callable[[MailContext, Message], Mail | None]

# Kind of message -> "module:function" (see Make); the function returns None when there is nothing to send any more.
MAILS: dict[str, str] = {
    "candidate-address": "web.candidates.mails:address",
    "candidate-address-left": "web.candidates.mails:address_left",
    "candidate-link": "web.candidates.mails:link",
    "candidate-sign-up": "web.candidates.mails:sign_up",
    "confirm": "web.accounts.letters:confirm",
    "already": "web.accounts.letters:already",
    "reset": "web.accounts.letters:reset",
    "password": "web.accounts.letters:password",
    "colleague": "web.accounts.letters:colleague",
    "member": "web.accounts.letters:member",
    "contact": "web.accounts.letters:contact",
    "contact-answer": "web.accounts.letters:contact_answer",
    "offer-closed": "web.staff.letters:offer_closed",
    "invitation": "web.invitations.mails:invitation",
    "reminder": "web.reminders.letters:reminder",
}


def make(context: MailContext, message: Message) -> Mail | None:
    """The mail that a message stands for, None when there is nothing to send any more."""
    maker: Make = resolve_name(MAILS[message.kind])
    return maker(context, message)


def render(letter: Letter, site_url: str) -> Rendered:
    """The letter in its templates. site_url: of the site, for the frame around the HTML."""
    values = {field.name: getattr(letter, field.name) for field in fields(letter)}
    subject, _, text = _templates().get_template(f"{letter.template}.txt").render(values).partition("\n")
    html = _templates().get_template(f"{letter.template}.html").render(values, subject=subject, site_url=site_url)
    return Rendered(" ".join(subject.split()), text.strip() + "\n", html)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package, "mails") for package in DOMAINS]),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"number": wording.number}
    return environment
