"""The anti-CV as a PDF: one A4 page, PDF/UA-1 and PDF/A-3a at once, with the machine profile attached.

`sheet.typ` is the layout. What the font has no picture of is spelt; the attached profile keeps it as it was typed.
"""

from datetime import UTC, datetime, time
from typing import Any

import orjson

from web import spans
from web.anticv import json_resume
from web.applications.sheet import Job, Sheet
from web.landing.wording import BOUND
from web.offers.wording import day
from web.typesetting import Standard, as_typed, drawable, each, typeset

STANDARDS: tuple[Standard, Standard] = ("a-3a", "ua-1")
# What a line holds in the size of the contact details.
_LONGEST_ADDRESS = 85


def pdf(sheet: Sheet) -> bytes:
    """The file. The same sheet gives the same bytes."""
    words = {"sheet": orjson.dumps(_words(sheet)), "resume": json_resume.document(sheet)}
    # The day only: a time would tell which files were asked for together.
    return typeset("web.anticv", "sheet.typ", words, STANDARDS, datetime.combine(sheet.made_on, time(), UTC))


def _words(sheet: Sheet) -> dict[str, Any]:
    """What `sheet.typ` shows: words only, so that it lays out and decides nothing."""
    contact = sheet.contact
    received = f"Candidature {sheet.ref}, reçue le {day(sheet.sent_on)} pour {sheet.company}"
    occupation = sheet.occupation.upper()
    veiled = "Anonyme jusqu'à ce que l'entreprise s'engage à contacter la personne."
    words = {
        "title": sheet.title,
        "description": "Compétences et souhaits d'abord",
        "attachment": f"{sheet.file_stem}.json",
        "eyebrow": f"ANTI-CV · {occupation}" if contact else "ANTI-CV",
        "heading": _heading(sheet),
        "under": received,
        "facts": " · ".join(sheet.facts),
        "availability": sheet.availability,
        "foot": f"Vivier, le {day(sheet.made_on)}. {'' if contact else veiled}".strip(),
        "asked": sheet.asked,
        "skills": sheet.skills,
        "wishes": sheet.wishes,
        "traits": [(one.label, one.definition) for one in sheet.traits],
        "jobs": list(map(_job, sheet.jobs)),
        "question": sheet.question,
        "answer": [line for line in sheet.answer.split("\n") if line.strip()],
    }
    # A mail address is to be copied: its apostrophe stays what it is, and nothing unseen goes into it.
    details = [(drawable(name), as_typed(value, _LONGEST_ADDRESS)) for name, value in _contact(sheet) if value]
    return {**each(words), "contact": details}


def _heading(sheet: Sheet) -> str:
    first = sheet.contact.name if sheet.contact else sheet.occupation
    # PDF/UA wants one that is not empty; a name in signs alone has no letters to draw.
    return first if drawable(first).strip() else f"Candidature {sheet.ref}"


def _contact(sheet: Sheet) -> list[tuple[str, str]]:
    contact = sheet.contact
    if contact is None:
        return []
    until = contact.consent_until
    return [
        ("Mail", contact.email),
        ("Téléphone", contact.phone),
        ("Données à effacer après le", day(until) if until else ""),
    ]


def _job(one: Job) -> dict[str, str]:
    return {
        "occupation": one.occupation,
        "duration": spans.duration(one.months),
        "period": spans.period(one.since, one.to),
        "common": f"En commun{BOUND}: {' · '.join(one.common)}" if one.common else "",
    }
