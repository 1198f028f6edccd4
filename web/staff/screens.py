"""What the templates of staff may see. `typed` and `errors`: what was typed and what is wrong with it, by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """What a list may be narrowed to."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Sheet:
    """What stands around one page of a list.

    path: of the list; query: what it was searched by, for forms to come back to it. q: words searched. narrows: name
    and label of the one choice beside them, and its values; none: no choice. done: what was just done. next, first:
    URLs of the next page and of the first, empty when there is none or this is it. narrowed: is anything searched?
    """

    path: str
    query: str
    q: str
    choice_name: str
    choice_label: str
    choices: Sequence[Choice]
    done: str
    next: str
    first: str
    narrowed: bool


@dataclass(frozen=True)
class Tile:
    """A figure of the overview. detail: in words; pressing: somebody should look."""

    figure: str
    label: str
    detail: str
    url: str
    pressing: bool


@dataclass(frozen=True)
class Overview:
    """`/equipe`."""

    template: ClassVar[str] = "staff_overview.html"
    tiles: Sequence[Tile]
    title: str = "Équipe"


@dataclass(frozen=True)
class CodeLine:
    """An invitation code. left: "2 sur 3"; users: who signed up with it, the last ones; more: how many others."""

    id: int
    code: str
    left: str
    told: str
    ends: str
    users: Sequence[str]
    more: int
    note: str
    issued: str
    usable: bool
    fresh: bool


@dataclass(frozen=True)
class Codes:
    """`/equipe/codes`."""

    template: ClassVar[str] = "staff_codes.html"
    sheet: Sheet
    codes: Sequence[CodeLine]
    typed: Texts = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)
    title: str = "Codes d'invitation"


@dataclass(frozen=True)
class RequestLine:
    """A contact request. told: open since when, or answered when."""

    url: str
    person: str
    company: str
    email: str
    excerpt: str
    told: str
    is_open: bool


@dataclass(frozen=True)
class Requests:
    """`/equipe/demandes`."""

    template: ClassVar[str] = "staff_requests.html"
    sheet: Sheet
    requests: Sequence[RequestLine]
    title: str = "Demandes de contact"


@dataclass(frozen=True)
class Request:
    """`/equipe/demandes/{ref}`. search: URL of the search made before, empty for none. answer: what was answered;
    answered: by whom and when, empty while it is open; code: that went with it."""

    template: ClassVar[str] = "staff_request.html"
    title: str
    action: str
    email: str
    phone: str
    company: str
    received: str
    message: str
    search: str
    answer: str
    answered: str
    code: str
    done: str
    typed: Texts
    errors: Texts


@dataclass(frozen=True)
class CompanyLine:
    """A company and how many people and offers it has."""

    url: str
    company: str
    siret: str
    members: int
    waiting: int
    offers: int
    since: str


@dataclass(frozen=True)
class Companies:
    """`/equipe/entreprises`."""

    template: ClassVar[str] = "staff_companies.html"
    sheet: Sheet
    companies: Sequence[CompanyLine]
    title: str = "Entreprises"


@dataclass(frozen=True)
class Person:
    """Somebody of a company. told: how they stand; may: what staff can do, by name."""

    ref: str
    name: str
    email: str
    phone: str
    told: str
    may: frozenset[str]


@dataclass(frozen=True)
class Company:
    """`/equipe/entreprises/{ref}`."""

    template: ClassVar[str] = "staff_company.html"
    title: str
    action: str
    siret: str
    since: str
    offers: str
    people: Sequence[Person]
    done: str
    typed: Texts
    errors: Texts


@dataclass(frozen=True)
class DeadLine:
    """A dead letter. about: its key, which names rows and nobody. doubled: times that it may have arrived already."""

    id: int
    channel: str
    kind: str
    about: str
    error: str
    since: str
    attempts: int
    doubled: int


@dataclass(frozen=True)
class DeadKind:
    """All dead letters of one kind."""

    channel: str
    channel_code: str
    kind: str
    count: int


@dataclass(frozen=True)
class Messages:
    """`/equipe/messages`."""

    template: ClassVar[str] = "staff_messages.html"
    sheet: Sheet
    kinds: Sequence[DeadKind]
    messages: Sequence[DeadLine]
    title: str = "Messages en échec"


@dataclass(frozen=True)
class OfferLine:
    """An offer, whoever's. sending: how far the inviting is."""

    url: str
    occupation: str
    place: str
    company: str
    company_url: str
    told: str
    since: str
    sending: str


@dataclass(frozen=True)
class Offers:
    """`/equipe/offres`."""

    template: ClassVar[str] = "staff_offers.html"
    sheet: Sheet
    offers: Sequence[OfferLine]
    title: str = "Offres"


@dataclass(frozen=True)
class Offer:
    """`/equipe/offres/{ref}`. rows: what it says, pairs (name, value); figures: how the inviting goes, pairs."""

    template: ClassVar[str] = "staff_offer.html"
    title: str
    action: str
    told_state: str
    company: str
    company_url: str
    author: str
    rows: Sequence[tuple[str, str]]
    figures: Sequence[tuple[str, str]]
    closable: bool
    done: str
    typed: Texts
    errors: Texts


@dataclass(frozen=True)
class ActLine:
    """One act. url: of what it was about, empty when that has no page."""

    when: str
    who: str
    what: str
    about: str
    url: str
    note: str


@dataclass(frozen=True)
class Journal:
    """`/equipe/journal`."""

    template: ClassVar[str] = "staff_journal.html"
    sheet: Sheet
    acts: Sequence[ActLine]
    title: str = "Journal de l'équipe"
