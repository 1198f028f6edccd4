"""What the templates of the search may see."""

from dataclasses import dataclass, field
from typing import ClassVar

from web.landing.forms import Refinement
from web.landing.homes import HomesMap


@dataclass(frozen=True)
class SearchForm:
    """The two fields. Each has its text, the code behind it when one was chosen, and what is wrong with it."""

    metier: str = ""
    metier_code: str = ""
    metier_error: str = ""
    ville: str = ""
    lieu: str = ""
    ville_error: str = ""
    refinement: Refinement = field(default_factory=Refinement)


@dataclass(frozen=True)
class Landing:
    """The first page. notice: what is wrong with the form, for its summary."""

    template: ClassVar[str] = "landing.html"
    title: str
    form: SearchForm


@dataclass(frozen=True)
class Choice:
    """One possible meaning of a field. detail: what tells it from its neighbours."""

    label: str
    detail: str
    url: str


@dataclass(frozen=True)
class Choices:
    """What was typed may mean several things, or nothing. asked: the text; choices: best first."""

    template: ClassVar[str] = "choices.html"
    title: str
    question: str
    asked: str
    choices: tuple[Choice, ...]
    form: SearchForm


@dataclass(frozen=True)
class Figure:
    """A count for people: `lead` and `value` in the circle, `sentence` to be read out."""

    lead: str
    value: str
    sentence: str


@dataclass(frozen=True)
class SkillChoice:
    """A skill with its state (forms.USEFUL, REQUIRED or EXCLUDED)."""

    code: str
    label: str
    state: str


@dataclass(frozen=True)
class RadiusChoice:
    """A radius that may be chosen. told: people within it, empty when not known; gain: beside the present one.

    share: length of its bar, 0 to 100.
    """

    km: int
    chosen: bool
    told: str
    gain: str
    share: int


@dataclass(frozen=True)
class Relaxation:
    """A criterion that could be let go of, and what that would bring."""

    text: str
    told: str
    gain: str
    url: str


@dataclass(frozen=True)
class Results:
    """The results page.

    occupation: both genders. lead, more: the description's first sentence and the rest. place: "à Lille"; near: "à
    Lille et alentour"; area: the département, empty where it says nothing. few: the count is kept back. homes: None
    when there is nobody to draw. hidden_fields: the part of the address that the form does not change. search_fields:
    the whole search, for who is signed in and goes on to an offer.
    """

    template: ClassVar[str] = "results.html"
    title: str
    form: SearchForm
    occupation: str
    rome_code: str
    lead: str
    more: str
    keywords: tuple[str, ...]
    requires: tuple[str, ...]
    place: str
    near: str
    area: str
    figure: Figure
    few: bool
    skills: tuple[SkillChoice, ...]
    extra_skills: tuple[SkillChoice, ...]
    radii: tuple[RadiusChoice, ...]
    relaxations: tuple[Relaxation, ...]
    homes: HomesMap | None
    hidden_fields: tuple[tuple[str, str], ...]
    search_fields: tuple[tuple[str, str], ...]
    next_url: str
    reset_url: str | None
