"""The screens of a profile. A screen is what its template may see, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from web.candidates.screens import Choice
from web.landing.homes import HomesMap

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A part of the profile. slug: of its page; lines: pairs (name, value), a name may be empty; todo: what to say
    while there is nothing."""

    slug: str
    title: str
    lines: Pairs
    todo: str


@dataclass(frozen=True)
class Act:
    """A button of one's standing. path: where it posts; hint: what it brings."""

    path: str
    label: str
    hint: str


@dataclass(frozen=True)
class ProfileHome:
    """`/candidat/profil`. open: invitations can come; told: the sentence that says so, or why not; next: the first part
    that is empty, None when none is."""

    template: ClassVar[str] = "profile.html"
    parts: Sequence[Part]
    next: Part | None
    open: bool
    told: str
    acts: Sequence[Act]
    done: str
    title: str = "Mon profil"


@dataclass(frozen=True)
class Item:
    """Something of a list, by its code."""

    code: str
    label: str


@dataclass(frozen=True)
class Lead:
    """The skills of an occupation that the person did or wishes for, those that they have not named."""

    occupation: str
    skills: Sequence[Item]


@dataclass(frozen=True)
class SkillsPart:
    """`/candidat/profil/competences`. asked: what was searched without a script; found: the skills like it."""

    template: ClassVar[str] = "profile_skills.html"
    held: Sequence[Item]
    asked: str
    found: Sequence[Item]
    leads: Sequence[Lead]
    done: str
    error: str
    title: str = "Mes compétences"


@dataclass(frozen=True)
class OccupationsPart:
    """`/candidat/profil/metiers`: the occupations that somebody wishes for. choices: what the text may mean."""

    template: ClassVar[str] = "profile_occupations.html"
    held: Sequence[Item]
    typed: Mapping[str, Sequence[str]]
    choices: Sequence[Choice]
    done: str
    error: str
    title: str = "Les métiers que je cherche"


@dataclass(frozen=True)
class Job:
    """One experience. key: its name in URLs."""

    key: str
    occupation: str
    period: str
    duration: str


@dataclass(frozen=True)
class ExperiencesPart:
    """`/candidat/profil/experiences`."""

    template: ClassVar[str] = "profile_experiences.html"
    jobs: Sequence[Job]
    done: str
    error: str
    title: str = "Mes expériences"


@dataclass(frozen=True)
class ExperienceForm:
    """One experience, new or not. typed: by field; choices: what the occupation may mean; removal: where the button to
    remove it posts, empty for a new one."""

    template: ClassVar[str] = "profile_experience.html"
    title: str
    action: str
    typed: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]
    choices: Sequence[Choice]
    months: Pairs
    removal: str


@dataclass(frozen=True)
class TraitItem:
    """A trait and what it means."""

    code: str
    label: str
    definition: str


@dataclass(frozen=True)
class TraitsPart:
    """`/candidat/profil/comportements`. most: how many may be chosen."""

    template: ClassVar[str] = "profile_traits.html"
    traits: Sequence[TraitItem]
    chosen: Sequence[str]
    errors: Mapping[str, str]
    most: int
    title: str = "Mes comportements au travail"


@dataclass(frozen=True)
class ReachPart:
    """`/candidat/profil/deplacements`. map: of the reach, None when it cannot be drawn; radii: kilometres to choose
    from; licences, other_licences: the boxes; others_open: one of the others is ticked."""

    template: ClassVar[str] = "profile_reach.html"
    typed: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]
    places: Sequence[Choice]
    departement: str
    radii: Sequence[int]
    map: HomesMap | None
    licences: Pairs
    other_licences: Pairs
    others_open: bool
    title: str = "Où je peux travailler"


@dataclass(frozen=True)
class WishesPart:
    """`/candidat/profil/souhaits`. The pairs are the boxes to tick."""

    template: ClassVar[str] = "profile_wishes.html"
    typed: Mapping[str, Sequence[str]]
    contracts: Pairs
    times: Pairs
    hours: Pairs
    remotes: Pairs
    told: str
    errors: Mapping[str, str] = field(default_factory=dict)
    title: str = "Ce que je souhaite"


@dataclass(frozen=True)
class IdentityPart:
    """`/candidat/profil/identite`."""

    template: ClassVar[str] = "profile_identity.html"
    email: str
    typed: Mapping[str, Sequence[str]]
    errors: Mapping[str, str] = field(default_factory=dict)
    done: str = ""
    title: str = "Mon identité"
