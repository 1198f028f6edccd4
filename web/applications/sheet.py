"""A person's application in words: what its page says, and every file of the anti-CV. Pure.

All are made from a `Sheet` and from nothing else, so what is anonymous is decided once: in `web.anonymity.seen`,
which a sheet only puts into words. `sheets.py` makes one from an offer.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from indexer.sources.candidates_ndjson import Experience, Wishes
from web.anonymity import Contact, Seen, SeenProfile
from web.applications import sheet_wording as wording
from web.applications.tables import Availability
from web.applications.wording import availability
from web.clock import day_of
from web.landing.wording import BOUND
from web.offers.terms import Terms
from web.offers.wording import listed


class Withdrawn(Exception):
    """The application was withdrawn, or its person has erased themselves: there is no profile any more."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Words by code. traits: label and definition. A code without words (a catalogue that has changed) stands for
    itself."""

    skills: Mapping[str, str]
    traits: Mapping[str, tuple[str, str]]
    occupations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Matches:
    """What links the person to the offer.

    occupation: the offer's, as it is shown. skills: codes that the offer asks for. near: by occupation code, how near
    to the offer's it is (0 to 1) and the codes of the skills in common. facts: short ones ("à 12 km du poste").
    """

    occupation: str
    skills: frozenset[str] = frozenset()
    near: Mapping[str, tuple[float, tuple[str, ...]]] = field(default_factory=dict)
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trait:
    """A behaviour and what it means; definition: empty when the catalogue has it no more."""

    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Job:
    """A time in an occupation. since, to: "2024-03"; to: None while it lasts. near: 0 to 1. common: labels of skills
    shared with the offer's occupation."""

    occupation: str
    since: str
    to: str | None
    months: int
    near: float
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An application in words. Texts are French, in NFC, without control characters.

    ref: of the application. asked, skills: labels of the person's skills that the offer asks for, and of the others.
    wishes: pairs (name, value), what was stated only. jobs: nearest to the offer's occupation first. contact: None
    until anonymity was lifted. made_at: when, aware.
    """

    ref: str
    occupation: str
    company: str
    sent_on: date
    availability: str
    available_from: date | None
    asked: tuple[str, ...]
    skills: tuple[str, ...]
    facts: tuple[str, ...]
    wishes: tuple[tuple[str, str], ...]
    licences: tuple[str, ...]
    traits: tuple[Trait, ...]
    jobs: tuple[Job, ...]
    question: str
    answer: str
    contact: Contact | None
    made_at: datetime

    @property
    def title(self) -> str:
        """What the document is called, for its first line and its metadata."""
        who = self.contact.name if self.contact else f"candidature {self.ref}"
        return f"Anti-CV, {who}{BOUND}: {self.occupation}"

    @property
    def made_on(self) -> date:
        """The day it was made, in France."""
        return day_of(self.made_at)

    @property
    def file_stem(self) -> str:
        """Name of its files without the ending: never a person's, for downloads are seen over the shoulder."""
        return f"anti-cv-{self.ref}"


def sheet(seen: Seen, offer_terms: Terms, labels: Labels, matches: Matches, now: datetime) -> Sheet:
    """The anti-CV of an application. Raises Withdrawn."""
    profile = seen.profile
    if profile is None:
        raise Withdrawn(seen.ref)
    held = _distinct(profile.skills)
    return Sheet(
        ref=seen.ref,
        occupation=clean(matches.occupation),
        company=clean(offer_terms.company_name),
        sent_on=seen.sent_on,
        availability=availability(seen),
        available_from=seen.available_on if seen.availability is Availability.FROM_DATE else None,
        asked=tuple(labels.skills.get(code, code) for code in held if code in matches.skills),
        skills=tuple(labels.skills.get(code, code) for code in held if code not in matches.skills),
        facts=tuple(map(clean, matches.facts)),
        wishes=tuple(_wishes(profile, labels)),
        licences=profile.licences or (),
        traits=tuple(Trait(*labels.traits.get(code, (code, ""))) for code in _distinct(profile.traits)),
        jobs=_jobs(profile.experiences, labels, matches),
        question=clean(offer_terms.question),
        answer=clean(seen.answer),
        contact=seen.contact and _clean_contact(seen.contact),
        made_at=now,
    )


def clean(text: str) -> str:
    """`text` in NFC without control characters, which XML forbids and nobody sees; line ends stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(letter for letter in composed if letter == "\n" or unicodedata.category(letter) not in _UNSEEN)


# Control, surrogate, private and unassigned; U+FFFE and U+FFFF are among the last.
_UNSEEN = {"Cc", "Cs", "Co", "Cn"}


def _clean_contact(one: Contact) -> Contact:
    first, last, email, phone = (
        " ".join(clean(text).split()) for text in (one.first_name, one.last_name, one.email, one.phone)
    )
    return Contact(first, last, email, phone, one.consent_until)


def _distinct(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _wishes(profile: SeenProfile, labels: Labels) -> Iterator[tuple[str, str]]:
    wishes: Wishes = profile.wishes
    if wishes.occupations:
        yield "Métiers", listed([labels.occupations.get(code, code) for code in _distinct(wishes.occupations)])
    yield from wording.conditions(wishes)
    yield "Mobilité", wording.mobility(profile.mobility_km)
    if profile.licences is not None:
        yield "Permis", wording.licences(profile.licences)


def _jobs(held: tuple[Experience, ...], labels: Labels, matches: Matches) -> tuple[Job, ...]:
    def job(one: Experience) -> Job:
        near, common = matches.near.get(one.occupation, (0.0, ()))
        shared = tuple(labels.skills.get(code, code) for code in common)
        return Job(labels.occupations.get(one.occupation, one.occupation), one.since, one.to, one.months, near, shared)

    # Of two that are as near, the more recent: one that lasts comes before all that ended.
    return tuple(sorted(map(job, held), key=lambda one: (-one.near, _backwards(one.to or "9999-12"), one.occupation)))


def _backwards(month: str) -> int:
    return -int(month.replace("-", ""))
