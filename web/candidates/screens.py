"""The screens of candidates. A screen is what its template may see, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from web.invitations.screens import Received


@dataclass(frozen=True)
class Door:
    """`/candidat`: asks for the mail address to send a link to."""

    template: ClassVar[str] = "space_door.html"
    title: str = "Ouvrez votre espace"
    typed: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LinkSent:
    """A link was sent, or not: nobody can tell. mailbox: where mails can be read on this machine, else empty."""

    template: ClassVar[str] = "space_sent.html"
    mailbox: str
    title: str = "Consultez votre boîte mail"


@dataclass(frozen=True)
class Enter:
    """The link was followed. action: where the button leads; email: whose space it opens."""

    template: ClassVar[str] = "space_enter.html"
    action: str
    email: str
    title: str = "Votre espace vous attend"


@dataclass(frozen=True)
class UsedLink:
    """The link opens nothing (any more)."""

    template: ClassVar[str] = "space_used_link.html"
    title: str = "Ce lien n'est plus valable"


@dataclass(frozen=True)
class OwnDevice:
    """One device. digest: of its endpoint, by which the script knows this very browser."""

    ref: str
    name: str
    since: str
    digest: str


@dataclass(frozen=True)
class Space:
    """`/candidat/espace`. key: public key of our pushes; done, error: what was just done, or could not be."""

    template: ClassVar[str] = "space_home.html"
    first_name: str
    received: Received
    devices: Sequence[OwnDevice]
    key: str
    done: str = ""
    error: str = ""
    title: str = "Votre espace"


@dataclass(frozen=True)
class Offline:
    """What the service worker shows when there is no network. Kept by browsers: it holds nothing personal."""

    template: ClassVar[str] = "offline.html"
    title: str = "Vous êtes hors ligne"


# ---- Registering ----


@dataclass(frozen=True)
class RegisterDoor:
    """`/candidat/inscription`: asks for the mail address to send a link to."""

    template: ClassVar[str] = "register_door.html"
    title: str = "Faites connaître vos compétences"
    typed: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RegisterSent:
    """A link was sent: to registering, or to the space that somebody has already. mailbox: as LinkSent."""

    template: ClassVar[str] = "register_sent.html"
    mailbox: str
    title: str = "Consultez votre boîte mail"


@dataclass(frozen=True)
class Choice:
    """One thing that a field may mean. detail: what tells it from its neighbours."""

    code: str
    label: str
    detail: str


@dataclass(frozen=True)
class Register:
    """`/candidat/inscription/{token}`. typed: by field; places: what the town may mean."""

    template: ClassVar[str] = "register.html"
    action: str
    email: str
    typed: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]
    places: Sequence[Choice] = ()
    title: str = "Encore quelques mots sur vous"


@dataclass(frozen=True)
class RegisterUsed:
    """The link registers nobody (any more)."""

    template: ClassVar[str] = "register_used.html"
    title: str = "Ce lien n'est plus valable"


@dataclass(frozen=True)
class NewAddress:
    """Behind the link that went to a new mail address."""

    template: ClassVar[str] = "new_address.html"
    action: str
    email: str
    title: str = "Changer d'adresse mail"


@dataclass(frozen=True)
class AddressUsed:
    """The link changes no address (any more)."""

    template: ClassVar[str] = "address_used.html"
    title: str = "Ce lien n'est plus valable"


# ---- One's own data ----


@dataclass(frozen=True)
class OwnData:
    """`/candidat/donnees`."""

    template: ClassVar[str] = "own_data.html"
    email: str
    title: str = "Mes données"


@dataclass(frozen=True)
class Erase:
    """`/candidat/donnees/effacer`. word: what has to be written to confirm."""

    template: ClassVar[str] = "erase.html"
    word: str
    errors: Mapping[str, str] = field(default_factory=dict)
    title: str = "Effacer mes données"


@dataclass(frozen=True)
class Goodbye:
    """Nothing is kept on the person any more."""

    template: ClassVar[str] = "goodbye.html"
    title: str = "Au revoir, et merci"
