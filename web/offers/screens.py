"""What the templates of offers may see. `typed`: each field's values as typed; `errors`: what is wrong, by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from web.landing.screens import Figure, RadiusChoice
from web.offers.rules import Difference
from web.offers.tallies import Tally

Typed = Mapping[str, Sequence[str]]
Errors = Mapping[str, str]


@dataclass(frozen=True)
class Mark:
    """A step on the progress bar. state: "done", "here" or "todo"; told: the same in words."""

    number: int
    slug: str
    name: str
    state: str
    told: str


@dataclass(frozen=True)
class Advice:
    """What asking for less would bring. text: "À 50 km"; gain: "environ 40 de plus"."""

    text: str
    gain: str


@dataclass(frozen=True)
class Clash:
    """The step was saved elsewhere with other answers. differences: those; seen: the revision that one confirms."""

    differences: tuple[Difference, ...]
    seen: int


@dataclass(frozen=True)
class Wizard:
    """What stands around the form of every step.

    action: URL of the step; base: of the offer. here: name of the step; next_name: of the next, empty on the last.
    occupation, near: "Aide-soignant / Aide-soignante", "à Lille". figure: people targeted; few: too few to be told.
    page, revision: which page this is and what it has seen (rules.py:Save). saved: when the draft was last saved.
    clash: None unless another page saved this step meanwhile.
    """

    action: str
    base: str
    number: int
    total: int
    here: str
    next_name: str
    optional: bool
    marks: tuple[Mark, ...]
    occupation: str
    near: str
    figure: Figure
    few: bool
    advice: tuple[Advice, ...]
    page: str
    revision: int
    saved: str
    clash: Clash | None


@dataclass(frozen=True)
class ContractStep:
    """Step 1. conversion: the salary in the other unit, empty until it can be told; minimum: the legal one."""

    template: ClassVar[str] = "step_contract.html"
    title: str
    wizard: Wizard
    typed: Typed
    errors: Errors
    contracts: Sequence[tuple[str, str]]
    times: Sequence[tuple[str, str]]
    conversion: str
    minimum: str


@dataclass(frozen=True)
class SpotChoice:
    """A place that the words typed may mean. value: for the field `spot`."""

    value: str
    label: str
    detail: str
    chosen: bool


@dataclass(frozen=True)
class ConditionsStep:
    """Step 2. licences: the usual ones; other_licences: the rest, others_open: one of them is chosen. town: where the
    post is when no exact place is given; centre: of it, "48.85,2.35", empty when not known now. spots: what the place
    typed may mean. radii: with what each would bring."""

    template: ClassVar[str] = "step_conditions.html"
    title: str
    wizard: Wizard
    typed: Typed
    errors: Errors
    licences: Sequence[tuple[str, str]]
    other_licences: Sequence[tuple[str, str]]
    others_open: bool
    hours: Sequence[tuple[str, str]]
    remotes: Sequence[tuple[str, str]]
    town: str
    centre: str
    spots: tuple[SpotChoice, ...]
    radii: tuple[RadiusChoice, ...]


@dataclass(frozen=True)
class CompanyStep:
    """Step 3. legal_name: found for the SIRET, empty when none was; filled: it was just put into the name."""

    template: ClassVar[str] = "step_company.html"
    title: str
    wizard: Wizard
    typed: Typed
    errors: Errors
    legal_name: str
    active: bool
    filled: bool


@dataclass(frozen=True)
class QuestionStep:
    """Step 4. closed: it could be answered by oui or non."""

    template: ClassVar[str] = "step_question.html"
    title: str
    wizard: Wizard
    typed: Typed
    errors: Errors
    closed: bool
    examples: Sequence[str]


@dataclass(frozen=True)
class Part:
    """A step in the recap. rows: pairs (name, value); hidden: candidates never see it; missing: something is wrong."""

    name: str
    url: str
    rows: Sequence[tuple[str, str]]
    hidden: bool
    missing: int


@dataclass(frozen=True)
class RecapStep:
    """Step 5. incomplete: steps to complete first; confirmed: the author's mail address is; mail: that address;
    invite: text of the button; preview: URL of what candidates receive, empty while it cannot be made."""

    template: ClassVar[str] = "step_recap.html"
    title: str
    wizard: Wizard
    typed: Typed
    parts: Sequence[Part]
    incomplete: Sequence[Mark]
    refused: bool
    closed_question: bool
    confirmed: bool
    mail: str
    invite: str
    preview: str


@dataclass(frozen=True)
class Sent:
    """How far the inviting is. begun: enough people are invited to tell how many. invited, mailed: as told
    ("Environ 120 personnes"), mailed empty while that is too few. share: mails gone, 0 to 100."""

    running: bool
    begun: bool
    invited: str
    mailed: str
    share: int
    nobody: bool
    failed: bool


@dataclass(frozen=True)
class Confirmation:
    """`/offres/{ref}/confirmation`."""

    template: ClassVar[str] = "confirmation.html"
    title: str
    base: str
    occupation: str
    near: str
    sent: Sent
    standing: bool


@dataclass(frozen=True)
class Line:
    """An offer in the list. state: draft, published or closed; told: the same in words. next: a draft's step to go on
    with. may: moves that its state allows, by name."""

    ref: str
    url: str
    occupation: str
    near: str
    state: str
    told: str
    since: str
    author: str
    tally: Tally
    next: str
    may: frozenset[str]


@dataclass(frozen=True)
class Offers:
    """`/offres`. done: what was just done, in a sentence."""

    template: ClassVar[str] = "offers.html"
    title: str
    person: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class OfferDetail:
    """`/offres/{ref}`: a published or closed offer."""

    template: ClassVar[str] = "offer.html"
    title: str
    line: Line
    parts: Sequence[Part]
    sent: Sent
    standing: bool
