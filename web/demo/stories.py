"""The stories that the lived-in company is made of: one TOML file an offer, beside this module. Pure but for reading.

A story says what was written and what was done with it; who lives where, and when exactly what happened, is drawn.
"""

import tomllib
from importlib import resources
from typing import Any, Literal

import msgspec

Act = Literal["star", "now", "later", "contacted", "to_contact", "refuse", "restore"]
Colleague = Literal["claire", "karim"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key of another name is a mistake."""


class NoteStory(_Strict, frozen=True):
    """A note. edited_from: what it said first."""

    by: Colleague
    text: str
    edited_from: str = ""


class ApplicationStory(_Strict, frozen=True):
    """One person's yes.

    jobs: "code months", the last one first. available: "now", "4 weeks" (notice) or "date 40" (days after sending).
    did: what the recruiters did, in its order. email: empty: made of the name. also_for: another offer's occupation
    that the person is targeted by, so that they are invited to it as well.
    """

    name: str
    jobs: tuple[str, ...]
    sent_after_days: float
    available: str
    answer: str
    did: tuple[Act, ...] = ()
    notes: tuple[NoteStory, ...] = ()
    email: str = ""
    also_for: str = ""


class OfferStory(_Strict, frozen=True):
    """One offer. answers: to the wizard, by step, as typed; what all offers share is added. closed_days_ago: None while
    it is open. neighbours: how many more people, of no story, it was made to target."""

    occupation: str
    published_days_ago: int
    author: Colleague
    answers: dict[str, dict[str, str | list[str]]]
    applications: tuple[ApplicationStory, ...]
    closed_days_ago: int | None = None
    neighbours: int = 0


def load() -> list[OfferStory]:
    """Every story, the oldest offer first."""
    folder = resources.files(__package__).joinpath("stories")
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    stories = [msgspec.convert(_told(file.read_text("utf-8")), OfferStory) for file in files]
    return sorted(stories, key=lambda story: -story.published_days_ago)


def _told(text: str) -> dict[str, Any]:
    told = tomllib.loads(text)
    for one in told["applications"]:
        one["answer"] = one["answer"].strip()
    return told
