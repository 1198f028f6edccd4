"""The anti-CV as a PDF: one A4 page, PDF/UA-1 and PDF/A-3a at once, with the machine profile attached.

`sheet.typ` is the layout. A compiler keeps what it laid out before, so one is kept for each thread.
"""

import re
import threading
import unicodedata
from datetime import UTC, datetime, time
from functools import cache
from importlib import resources
from typing import Any, Literal

import orjson
import typst
from unidecode import unidecode

from web.anticv import json_resume
from web.applications import sheet_wording as wording
from web.applications.sheet import Job, Sheet
from web.landing.wording import BOUND
from web.offers.wording import day

MEDIA_TYPE = "application/pdf"
STANDARDS: tuple[Literal["a-3a"], Literal["ua-1"]] = ("a-3a", "ua-1")
# A longer run of letters without a blank may be broken, else it would leave the page.
_LONGEST_WORD = 40
# What a line holds in the size of the contact details.
_LONGEST_ADDRESS = 85
# What the font draws (Latin, Greek, Cyrillic, signs); a test compares it with the font. Anything else is spelt in
# these letters, for PDF/A forbids a character without a picture. The attached profile keeps it as it was typed.
_DRAWN = re.compile(
    "[ -~¡-¬®-žΑ-ΡΣ-Ωα-ωΆΈ-ΊΌΎΏά-ώЀ-ўҐґẀ-ẅẞỲỳ\u00a0\u2009\u202f‐-—‘-“”„†‡•…‰‹›⁄€№™←-↓−≈≠≤≥■□▪▲▼◆●✓✔✗♥\n]"
)
_local = threading.local()


def pdf(sheet: Sheet) -> bytes:
    """The file. The same sheet gives the same bytes."""
    made = datetime.combine(sheet.made_on, time(), UTC)
    file = _compiler().compile(
        input=_template(),
        format="pdf",
        sys_inputs={
            "sheet": orjson.dumps(_words(sheet)).decode(),
            "resume": json_resume.document(sheet).decode(),
        },
        pdf_standards=list(STANDARDS),
        # The day only: a time would tell which files were asked for together.
        timestamp=made,
    )
    assert isinstance(file, bytes)  # noqa: S101 (a list comes for pictures of many pages only)
    return file


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
    details = [(drawable(name), _drawn(value, _LONGEST_ADDRESS)) for name, value in _contact(sheet) if value]
    return {**_each(words), "contact": details}


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
        "duration": wording.duration(one.months),
        "period": wording.period(one.since, one.to),
        "common": f"En commun{BOUND}: {' · '.join(one.common)}" if one.common else "",
    }


def _each(value: Any) -> Any:
    """Every text in `value`, drawable."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {name: _each(one) for name, one in value.items()}
    return [_each(one) for one in value]


def drawable(text: str) -> str:
    """`text` in characters that the font has, with French apostrophes; very long words may be broken."""
    return _drawn(text.replace("'", "’"), _LONGEST_WORD)


def _drawn(text: str, longest: int) -> str:
    composed = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\t", " ")
    letters = "".join(one if _DRAWN.fullmatch(one) else _spelt(one) for one in composed)
    return re.sub(rf"\S{{{longest}}}(?=\S)", "\\g<0>\u200b", letters)


def _spelt(letter: str) -> str:
    return "".join(one for one in unidecode(letter) if _DRAWN.fullmatch(one))


def _compiler() -> typst.Compiler:
    kept: typst.Compiler | None = getattr(_local, "compiler", None)
    if kept is None:
        kept = _local.compiler = typst.Compiler(_template(), font_paths=_fonts())
    return kept


@cache
def _template() -> bytes:
    return resources.files("web.anticv").joinpath("sheet.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    # Ours alone: the same file on every machine.
    folder = resources.files("web.anticv").joinpath("fonts")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
