"""The page of one application: from its sheet to its screen. Pure but for the built-in catalogue."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from indexer.sources import catalogue
from search_api.matching.explain import Reason
from search_api.matching.wording import NOT_STATED
from web import spans
from web.anonymity import Contact, Seen
from web.anticv.formats import links
from web.applications import nearness, wording
from web.applications.board import Asked
from web.applications.screens import Detail, Experience, Happened, Held, Identity, Met, Profile
from web.applications.sheet import Job, Sheet
from web.applications.sheets import sheet_of
from web.applications.show import acts, identity
from web.applications.tables import ApplicationEvent, Happening
from web.landing.wording import BOUND
from web.notes.screens import Panel
from web.offers import wizard
from web.offers.tables import Offer
from web.offers.wording import day, listed


@dataclass(frozen=True)
class Known:
    """What the page is made from. events: oldest first, each with the name of who acted. neighbours: references of the
    applications before and after, empty at the ends."""

    seen: Seen
    offer: Offer
    events: Sequence[tuple[ApplicationEvent, str]]
    neighbours: tuple[str, str]
    panel: Panel


def detail(known: Known, asked: Asked, now: datetime) -> Detail:
    """The screen. asked: the list that one came from."""
    seen, offer = known.seen, known.offer
    sheet = None if seen.profile is None else sheet_of(seen, offer, now)
    contact = sheet.contact if sheet else None
    about = f"Candidature du {day(seen.sent_on)}"
    return Detail(
        title=contact.name if contact else about,
        about=f"{about if contact else ''}{', ' if contact else ''}{offer.occupation_label} {wizard.near(offer)}",
        board_url=asked.url(offer.ref),
        previous=url(known.neighbours[0], asked),
        following=url(known.neighbours[1], asked),
        here=url(seen.ref, asked),
        acts=acts(seen),
        stage_word=wording.STAGES[seen.stage],
        availability=wording.availability(seen),
        gone=wording.GONE if seen.erased else "",
        identity=_identity(contact, known) if contact else None,
        question=str((offer.terms or {}).get("question", "")),
        answer=sheet.answer if sheet else "",
        profile=_profile(seen, sheet, offer) if sheet else None,
        downloads=links(seen.ref) if sheet else (),
        history=tuple(_history(known)),
        told_notes=_counted(sum(not one.removed for one in known.panel.notes)),
        panel=known.panel,
    )


def url(ref: str, asked: Asked) -> str:
    """The page of the application `ref`, come to from this list; empty for no application."""
    query = asked.url("").partition("?")[2]
    return f"/candidatures/{ref}" + (f"?{query}" if query else "") if ref else ""


def _identity(contact: Contact, known: Known) -> Identity:
    lifted = ((who, event.at) for event, who in known.events if event.what == Happening.LIFTED)
    return identity(contact, next(lifted, None))


def _profile(seen: Seen, sheet: Sheet, offer: Offer) -> Profile:
    skills = catalogue.load().skills
    required = {skills[code].label for code in offer.search["required"] if code in skills}
    return Profile(
        criteria=tuple(map(_met, seen.reasons)),
        asked=tuple(_held(sheet, required)),
        missing=tuple(_missing(offer, seen)),
        others=sheet.skills,
        wishes=sheet.wishes,
        experiences=tuple(map(_experience, sheet.jobs)),
        traits=sheet.traits,
    )


def _held(sheet: Sheet, required: Collection[str]) -> Iterator[Held]:
    """The skills asked for, those that the offer cannot do without first."""
    used = _uses(job.occupation for job in sheet.jobs)
    for label in sorted(sheet.asked, key=lambda one: one not in required):
        within = [occupation for occupation, labels in used if label in labels]
        yield Held(label, label in required, listed(within))


def _uses(occupations: Iterator[str]) -> list[tuple[str, Collection[str]]]:
    """Occupations by their labels, each once, with the labels of their skills."""
    wanted = dict.fromkeys(occupations)
    known = {one.label.text: one for one in catalogue.load().occupations.values() if one.label.text in wanted}
    return [
        (label, {skill.label for skill in (*known[label].core, *known[label].secondary)})
        for label in wanted
        if label in known
    ]


def _missing(offer: Offer, seen: Seen) -> Iterator[str]:
    """Core skills of the occupation that the offer keeps and the person did not state."""
    occupation = catalogue.load().occupations.get(offer.occupation)
    held = set(seen.profile.skills if seen.profile else ()).union(offer.search["excluded"])
    for skill in occupation.core if occupation else ():
        if skill.code not in held:
            yield skill.label


def _experience(job: Job) -> Experience:
    near = nearness.word(job.near)
    # For the very same occupation the skills in common say nothing.
    common = listed(list(job.common)) if job.near < 1 else ""
    return Experience(
        occupation=job.occupation,
        period=spans.period(job.since, job.to),
        duration=spans.duration(job.months),
        near=near,
        common=common,
    )


def _history(known: Known) -> Iterator[Happened]:
    yield Happened("Candidature reçue", f"le {day(known.seen.sent_on)}")
    for event, who in known.events:
        yield Happened(f"{who} {wording.DONE[Happening(event.what)]}", f"le {spans.moment(event.at)}")
    if known.seen.erased:
        # Not when: the same day on two applications would tell that they were one person's.
        yield Happened("Candidature retirée", "")


def _counted(notes: int) -> str:
    return f"{notes}{BOUND}note{'s' if notes > 1 else ''}" if notes else "Ajouter une note"


def _met(reason: Reason) -> Met:
    asked, fact = _sentence(reason.sentence), _sentence(reason.fact)
    if reason.fact == NOT_STATED:
        return Met(asked, fact, reason.holds)
    return Met(fact, f"Critère{BOUND}: {asked}", reason.holds)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
