"""What the recruiters' side may know of an application: the one projection, used by every page, file, mail and answer.

Before lifting there is no name, mail, phone, commune nor anything that would link two applications of one person: the
profile is skills, wishes, traits and experiences, and the person's own names, any mail, phone or link are struck from
the answer. Nothing outside this module reads a candidate's row on the recruiters' side.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from unidecode import unidecode

from indexer.sources.candidates_ndjson import Experience, Profile, Wishes, as_candidate
from search_api.matching.criteria import Rule
from search_api.matching.explain import Reason, explain
from web.applications.tables import Application, Availability, Stage
from web.candidates import rules
from web.candidates.tables import Candidate
from web.clock import day_of

STRUCK = "[masqué]"
# Two years after the last contact: what the CNIL advises for candidates' data (référentiel "gestion des ressources
# humaines", 2020).
CONSENT_LIFE = timedelta(days=730)
_EMAIL = r"[\w.+-]+\s*(?:@|\(at\)|\[at\]|\barobase\b)\s*[\w-]+(?:(?:\s?\.\s?|\s+point\s+)[\w-]+)+"
# The patterns try every word of a text; most texts have none of these.
_SIGNS_OF_EMAIL = ("@", "(at)", "[at]", "arobase")
_LINK = (
    r"https?://\S+|www\.\S+|\b(?:[a-z0-9-]+\.)+(?:fr|com|net|org|me|io|eu)(?:/\S*)?\b"
    # What somebody is called on a network.
    r"|(?<![\w@.])@[a-z][\w.]{2,}"
)
_SIGNS_OF_LINK = ("@", "http", "www.", ".fr", ".com", ".net", ".org", ".me", ".io", ".eu")
# French numbers, with or without the country, in any spacing; and those of other countries.
_PHONE = (
    r"(?<!\d)(?:(?:\+|00)[\s.]*33[\s.]*(?:\(0\))?|0)[\s./-]*[1-9](?:[\s./-]*\d){8}(?!\d)"
    r"|\+\d{1,3}(?:[\s./-]*\(?\d\)?){7,12}(?!\d)"
)
# A short name ("Li", "Le") is a word too often to be struck where it stands alone.
_SHORTEST_NAME = 3
# The words of a name: a blank between them, a hyphen, an apostrophe, nothing.
_BETWEEN = r"[\W_]*"


class _Folding(dict[int, str]):
    """Letter by letter, for `str.translate`, so that places in the folded text are places in the text."""

    def __missing__(self, letter: int) -> str:
        self[letter] = found = (unidecode(chr(letter)) or " ")[0].lower()
        return found


_FOLDED = _Folding()


class Telling(StrEnum):
    """What tells who somebody is."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who the person is: after lifting only. consent_until: when what is kept of them must go, unless they renew it."""

    first_name: str
    last_name: str
    email: str
    phone: str
    consent_until: date | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class SeenProfile:
    """The anonymous part of a person. skills, traits: codes; licences: None when not stated.

    Where the person lives is not here; `Seen.reasons` says how far it is.
    """

    skills: tuple[str, ...]
    traits: tuple[str, ...]
    licences: tuple[str, ...] | None
    mobility_km: int
    wishes: Wishes
    experiences: tuple[Experience, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """An application as the recruiters' side sees it.

    profile: None once the person has withdrawn it or erased themselves. contact: None until anonymity was lifted.
    reasons: why the person matches the offer (distance, licences...), when the rule was given. sent_on: the day only,
    for an exact time links two applications that are sent one after the other.
    """

    ref: str
    sent_on: date
    availability: Availability
    available_on: date | None
    notice_weeks: int | None
    answer: str
    stage: Stage
    favourite: bool
    lifted_at: datetime | None
    erased: bool
    revision: int
    profile: SeenProfile | None
    contact: Contact | None
    reasons: tuple[Reason, ...] = ()


def seen(
    application: Application, candidate: Candidate | None, rule: Rule | None = None, *, with_profile: bool = True
) -> Seen:
    """The projection. candidate: the applicant's row, None once erased. rule: of the offer, to say why they match.

    with_profile: lists show none, and reading fifty is half the time of their page.
    """
    lifted = application.lifted_at is not None
    answer = application.answer
    profile = rules.read(candidate.profile) if candidate is not None and with_profile else None
    return Seen(
        ref=application.ref,
        sent_on=day_of(application.sent_at),
        availability=Availability(application.availability),
        available_on=application.available_on,
        notice_weeks=application.notice_weeks,
        answer=answer if lifted or candidate is None else struck(answer, candidate),
        stage=Stage(application.stage),
        favourite=application.favourite,
        lifted_at=application.lifted_at,
        erased=candidate is None,
        revision=application.revision,
        profile=None if profile is None else _shown(profile),
        contact=_contact(candidate) if lifted and candidate is not None else None,
        reasons=() if profile is None or rule is None else _reasons(profile, rule),
    )


def _shown(profile: Profile) -> SeenProfile:
    return SeenProfile(
        profile.skills, profile.traits, profile.licences, profile.mobility_km, profile.wishes, profile.experiences
    )


def _reasons(profile: Profile, rule: Rule) -> tuple[Reason, ...]:
    # What has no fact is not for recruiters (whether the person may be invited at this moment).
    return tuple(reason for reason in explain(rule, as_candidate(profile)) if reason.fact)


def _contact(candidate: Candidate) -> Contact:
    given = candidate.consented_at
    until = None if given is None else day_of(given + CONSENT_LIFE)
    return Contact(candidate.first_name, candidate.last_name, candidate.email, candidate.phone, until)


def struck(text: str, candidate: Candidate) -> str:
    """`text` without what tells who the person is, however it is spaced, accented or capitalised."""
    out, at = [], 0
    for start, end, _ in sorted(_spans(text, candidate)):
        if start >= at:
            out += [text[at:start], STRUCK]
        at = max(at, end)
    return "".join([*out, text[at:]])


def telling(text: str, candidate: Candidate) -> tuple[Telling, ...]:
    """What in `text` tells who the person is: they are warned of it before they send, each kind once."""
    found = {kind for _, _, kind in _spans(text, candidate)}
    return tuple(kind for kind in Telling if kind in found)


def _spans(text: str, candidate: Candidate) -> Iterator[tuple[int, int, Telling]]:
    folded = text.translate(_FOLDED)
    for words in _names(candidate):
        # Most texts hold none: a pattern is made for those that may.
        if all(word in folded for word in words):
            yield from _found(rf"(?<![a-z]){_BETWEEN.join(words)}(?![a-z])", folded, Telling.NAME)
    if any(sign in folded for sign in _SIGNS_OF_EMAIL):
        yield from _found(_EMAIL, folded, Telling.EMAIL)
    if any(sign in folded for sign in _SIGNS_OF_LINK):
        yield from _found(_LINK, folded, Telling.LINK)
    if re.search(r"\d", folded):
        yield from _found(_PHONE, folded, Telling.PHONE)


def _names(candidate: Candidate) -> Iterator[list[str]]:
    """The person's names as folded words: both together, each, and each part of a compound one."""
    first, last = _words(candidate.first_name), _words(candidate.last_name)
    for words in (first + last, last + first, first, last):
        if sum(map(len, words)) >= _SHORTEST_NAME:
            yield words
    yield from ([word] for word in first + last if len(word) > _SHORTEST_NAME)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", unidecode(name).lower())


def _found(pattern: str, text: str, kind: Telling) -> Iterator[tuple[int, int, Telling]]:
    for match in re.finditer(pattern, text):
        yield *match.span(), kind
