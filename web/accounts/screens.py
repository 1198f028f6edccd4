"""What the templates of accounts may see. `typed` and `errors`: what was typed and what is wrong with it, by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

Texts = Mapping[str, str]


@dataclass(frozen=True)
class KeptSearch:
    """The search made before, carried along. line: as people read it; fields: for hidden inputs; query: for links,
    with its question mark."""

    line: str = ""
    fields: Sequence[tuple[str, str]] = ()
    query: str = ""


@dataclass(frozen=True)
class SignUp:
    """`/inscription`."""

    template: ClassVar[str] = "sign_up.html"
    kept: KeptSearch
    typed: Texts = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)
    title: str = "Créez votre compte"


@dataclass(frozen=True)
class MailSent:
    """A mail is on its way, or so it seems. told: what it is for. mailbox: where it can be read on this very machine,
    empty when mails really leave. again: the form that sends it again."""

    template: ClassVar[str] = "mail_sent.html"
    title: str
    told: str
    mailbox: str
    again: bool
    kept: KeptSearch


@dataclass(frozen=True)
class Confirm:
    """The link of the first mail. known: this browser signed up, so that the password is not asked again. company: as
    the account says. action: URL of this page."""

    template: ClassVar[str] = "confirm.html"
    person: str
    company: str
    known: bool
    action: str
    kept: KeptSearch
    errors: Texts = field(default_factory=dict)
    title: str = "Confirmez votre adresse mail"


@dataclass(frozen=True)
class DeadLink:
    """A link that opens nothing any more. confirming: it was to confirm an address, and can be sent again."""

    template: ClassVar[str] = "dead_link.html"
    explanation: str
    confirming: bool
    kept: KeptSearch
    title: str = "Ce lien n'est plus valable"


@dataclass(frozen=True)
class SignIn:
    """`/connexion`. onward: local path to go to afterwards."""

    template: ClassVar[str] = "sign_in.html"
    kept: KeptSearch
    onward: str
    typed: Texts = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)
    title: str = "Connectez-vous"


@dataclass(frozen=True)
class Forgotten:
    """`/mot-de-passe-oublie`."""

    template: ClassVar[str] = "forgotten.html"
    typed: Texts = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)
    title: str = "Mot de passe oublié"


@dataclass(frozen=True)
class NewPassword:
    """`/mot-de-passe/{token}`. person, email, company: whose it is."""

    template: ClassVar[str] = "new_password.html"
    person: str
    email: str
    company: str
    action: str
    errors: Texts = field(default_factory=dict)
    title: str = "Choisissez un nouveau mot de passe"


@dataclass(frozen=True)
class Contact:
    """`/contact`."""

    template: ClassVar[str] = "contact.html"
    kept: KeptSearch
    typed: Texts = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)
    title: str = "Parlons de vos recrutements"


@dataclass(frozen=True)
class Thanks:
    """`/contact/merci`. back: URL of the search, or of the first page."""

    template: ClassVar[str] = "thanks.html"
    back: str
    back_label: str
    title: str = "Merci, votre message est parti"


@dataclass(frozen=True)
class Colleague:
    """Somebody of the same company. since: since when, as text."""

    ref: str
    name: str
    email: str
    since: str


@dataclass(frozen=True)
class Own:
    """`/compte`. done: what was just done. company, siret: empty for staff. is_member: shares the company's offers.
    waiting: who asks to; members: who does. elsewhere: other browsers that are signed in. wants_reminders: by mail, of
    applications that wait. password_errors: mistakes of that form."""

    template: ClassVar[str] = "own.html"
    email: str
    typed: Texts
    errors: Texts
    password_errors: Texts
    done: str
    company: str
    siret: str
    is_member: bool
    waiting: Sequence[Colleague]
    members: Sequence[Colleague]
    elsewhere: int
    wants_reminders: bool
    title: str = "Votre compte"
