"""The anti-CV as HR Open LER-RS (Learning and Employment Record Resume Standard, release 4.5, also named Trusted Career
Profile).

No package registry holds the standard's schemas, so this keeps to the names that public converters and the root of
the schema have: `person` and `communication` (left out before lifting: only `type` is mandatory), `skills`,
`employmentHistories`, `licenses`, `narratives` for the answer. What has no place there (wishes, behaviours) is in
`userArea`, where the standard's nouns take extensions.
"""

from typing import Any

import orjson

from web import spans
from web.anonymity import Contact
from web.applications.sheet import Job, Sheet

MEDIA_TYPE = "application/json"
# Release 4.5 still names its type by 4.4: the one value that its schema allows.
_TYPE = "http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json"


def document(sheet: Sheet) -> bytes:
    """The file, UTF-8."""
    return orjson.dumps(record(sheet), option=orjson.OPT_INDENT_2)


def record(sheet: Sheet) -> dict[str, Any]:
    """The document as JSON values; a key without a value is left out."""
    whole = {
        "type": _TYPE,
        "documentId": {"value": sheet.ref},
        **(_person(sheet.contact) if sheet.contact else {}),
        "skills": [{"name": label} for label in (*sheet.asked, *sheet.skills)],
        "employmentHistories": list(map(_history, sheet.jobs)),
        "licenses": [{"name": f"Permis {licence}"} for licence in sheet.licences],
        "narratives": _narratives(sheet),
        "userArea": {
            "occupation": sheet.occupation,
            "receivedOn": sheet.sent_on.isoformat(),
            "availability": sheet.availability,
            "skillsAskedByOffer": list(sheet.asked),
            "facts": list(sheet.facts),
            "wishes": [{"name": name, "value": value} for name, value in sheet.wishes],
            "traits": [{"name": one.label, "description": one.definition} for one in sheet.traits],
        },
    }
    return {name: value for name, value in whole.items() if value}


def _person(contact: Contact) -> dict[str, Any]:
    name = {"formattedName": contact.name, "given": contact.first_name, "family": contact.last_name}
    communication: dict[str, Any] = {"email": [{"address": contact.email}]}
    if contact.phone:
        communication["phone"] = [{"formattedNumber": contact.phone}]
    return {"person": {"name": name}, "communication": communication}


def _narratives(sheet: Sheet) -> list[dict[str, Any]]:
    lines = [line for line in sheet.answer.split("\n") if line.strip()]
    return [{"name": "Réponse", "texts": [{"name": sheet.question, "lines": lines}]}] if lines else []


def _history(job: Job) -> dict[str, Any]:
    position = {"title": job.occupation, "resourceRelationshipCode": "Employee"}
    history: dict[str, Any] = {"positionHistories": [position], "start": job.since}
    history |= {"end": job.to} if job.to else {"current": True}
    return {**history, "userArea": {"duration": spans.duration(job.months)}}
