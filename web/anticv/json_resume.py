"""The anti-CV as JSON Resume 1.0.0 (schema of npm's @jsonresume/schema).

The schema has no place for wishes, behaviours and an answer: they are under `x-vivier`, as it allows. Before lifting,
`basics` holds no name.
"""

from typing import Any

import orjson

from web import spans
from web.applications.sheet import Job, Sheet

MEDIA_TYPE = "application/json"
_CANONICAL = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def document(sheet: Sheet) -> bytes:
    """The file, UTF-8."""
    return orjson.dumps(resume(sheet), option=orjson.OPT_INDENT_2)


def resume(sheet: Sheet) -> dict[str, Any]:
    """The document as JSON values; a key without a value is left out."""
    groups = [("Compétences demandées", sheet.asked), ("Autres compétences", sheet.skills)]
    groups.append(("Comportements", tuple(one.label for one in sheet.traits)))
    return {
        "$schema": _CANONICAL,
        "basics": _basics(sheet),
        "skills": [{"name": name, "keywords": list(labels)} for name, labels in groups if labels],
        "work": list(map(_work, sheet.jobs)),
        "meta": {"version": "v1.0.0", "lastModified": f"{sheet.made_on}T00:00:00"},
        "x-vivier": {
            "application": sheet.ref,
            "occupation": sheet.occupation,
            "company": sheet.company,
            "receivedOn": sheet.sent_on.isoformat(),
            "availability": sheet.availability,
            "facts": list(sheet.facts),
            "wishes": [{"name": name, "value": value} for name, value in sheet.wishes],
            "traits": [{"name": one.label, "definition": one.definition} for one in sheet.traits],
            "question": sheet.question,
            "answer": sheet.answer,
        },
    }


def _basics(sheet: Sheet) -> dict[str, Any]:
    contact = sheet.contact
    basics = {"label": sheet.occupation, "summary": sheet.answer}
    if contact is None:
        return basics
    more = {"name": contact.name, "email": contact.email, "phone": contact.phone}
    return {**{name: value for name, value in more.items() if value}, **basics}


def _work(job: Job) -> dict[str, Any]:
    work: dict[str, Any] = {
        "position": job.occupation,
        "startDate": job.since,
        "summary": spans.duration(job.months),
        "highlights": list(job.common),
    }
    return {**work, "endDate": job.to} if job.to else work
