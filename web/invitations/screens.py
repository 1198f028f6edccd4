"""What the templates of invitations may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from web.invitations.shown import Shown
from web.invitations.wording import Told


@dataclass(frozen=True)
class Clash:
    """Other words were saved elsewhere. other: what stands there, by paragraph; seen: the revision of that version."""

    other: Sequence[str]
    seen: int


@dataclass(frozen=True)
class Warned:
    """The answer tells who the person is. kinds: what tells it, in French; masked: the answer as the company would
    read it; value: of the button that sends it all the same."""

    kinds: str
    masked: str
    value: str


@dataclass(frozen=True)
class ApplyForm:
    """The form to apply by. page, revision: see web.offers.rules.Save. typed, errors: by field, empty where there is
    nothing. length: of the answer, in characters; most: how long it may be. earliest, latest: ISO dates. saved: when it
    was kept, empty for not yet. trouble: why it comes back; kept_now: it was just kept, by the button."""

    action: str
    page: str
    revision: int
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    length: int
    most: int
    most_weeks: int
    earliest: str
    latest: str
    saved: str
    availabilities: Sequence[tuple[str, str]]
    clash: Clash | None
    warned: Warned | None
    trouble: str
    kept_now: bool


@dataclass(frozen=True)
class InvitationPage:
    """The offer, for one invited person who has not applied. form: None once the offer takes none of theirs any more;
    draft: then, what they had written. declined: the person said no; withdrawn: they withdrew what they had sent, in
    sentences; folded: after either, the form waits behind a line, for nobody is asked twice. decline: URL that takes a
    no, with the reasons to choose from."""

    template: ClassVar[str] = "invitation.html"
    title: str
    offer: Shown
    rate: str
    form: ApplyForm | None
    draft: str
    declined: bool
    withdrawn: Sequence[str]
    folded: bool
    decline: str
    reasons: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class SentPage:
    """The offer, for one who has applied: what they sent, and where it stands. withdraw: URL that asks whether to
    withdraw it. other: what they wrote since, on another page, which was not sent."""

    template: ClassVar[str] = "invitation_sent.html"
    title: str
    offer: Shown
    rate: str
    told: Told
    sent_on: str
    availability: str
    answer: Sequence[str]
    withdraw: str
    other: str


@dataclass(frozen=True)
class Withdraw:
    """Asks once more before an application is withdrawn. action: URL that takes the yes; back: of what was sent. seen:
    see web.applications.withdrawing.shown. lifted: the company knows the person's name; again: whether they may apply
    again, in a sentence. answer: what goes, to be copied. changed: it comes back, for it stands elsewhere by now."""

    template: ClassVar[str] = "invitation_withdraw.html"
    offer: Shown
    action: str
    back: str
    seen: str
    lifted: bool
    again: str
    answer: Sequence[str]
    changed: bool
    title: str = "Retirer votre candidature"


@dataclass(frozen=True)
class Thanks:
    """The application has left. link: to what was sent; ask: URL that sends a link to the space. in_space: the space is
    open in this browser; then key, known: see push_panel.html."""

    template: ClassVar[str] = "invitation_thanks.html"
    title: str
    offer: Shown
    rate: str
    link: str
    ask: str
    in_space: bool
    key: str
    known: Sequence[str] = ()


@dataclass(frozen=True)
class Waiting:
    """An invitation without an answer. place: "à Lille"; since: "2 mars 2026"; open: the offer still takes answers;
    told: why it is over, empty while it is not; draft: an answer was begun."""

    occupation: str
    place: str
    company: str
    since: str
    link: str
    open: bool
    told: str
    draft: bool


@dataclass(frozen=True)
class Applied:
    """An application as its person sees it. link: to what was sent, empty when it opens nothing any more; withdraw: to
    the page that asks whether to withdraw it, empty then."""

    occupation: str
    place: str
    company: str
    sent_on: str
    link: str
    withdraw: str
    stage: str
    told: Told


@dataclass(frozen=True)
class Received:
    """What a person received, for their space (received.html). withdrawn: applications that they took back; past:
    declined, or closed before they answered."""

    waiting: Sequence[Waiting]
    applications: Sequence[Applied]
    withdrawn: Sequence[Waiting]
    past: Sequence[Waiting]


@dataclass(frozen=True)
class LinkGone:
    """The link opens nothing (any more). typed: the answer that was sent by it, to be kept by the person."""

    template: ClassVar[str] = "invitation_gone.html"
    typed: str = ""
    title: str = "Ce lien ne fonctionne plus"
