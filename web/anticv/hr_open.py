"""The anti-CV as HR Open LER-RS (Learning and Employment Record Resume Standard, release 4.5, also named Trusted Career
Profile).

Everything stands where the standard's schema has a place for it, so that a reader who drops unknown names loses
nothing: the offer in `job`, wishes, behaviours and the answer in `narratives`. What the schema wants and Vivier never
asks (employers, issuers of licences) says so. Before lifting there is no `person` and no `communication`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from web import spans
from web.anonymity import Contact
from web.applications.sheet import Job, Sheet
from web.landing.wording import BOUND
from web.offers.wording import listed

MEDIA_TYPE = "application/json"
# Release 4.5 still names its type by 4.4: the one value that its schema allows.
_TYPE = "http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json"
# An organization must be named.
_UNSTATED = {"name": "Non communiqué"}


def document(sheet: Sheet) -> bytes:
    """The file, UTF-8."""
    return orjson.dumps(record(sheet), option=orjson.OPT_INDENT_2)


def record(sheet: Sheet) -> dict[str, Any]:
    """The document as JSON values; a key without a value is left out, for the schema forbids empty lists."""
    asked = {"keywords": [{"name": "Demandée pour ce poste"}]}
    whole = {
        "type": _TYPE,
        "documentId": {"value": sheet.ref},
        "job": _job(sheet),
        **(_person(sheet.contact) if sheet.contact else {}),
        "skills": [*({"name": one, **asked} for one in sheet.asked), *({"name": one} for one in sheet.skills)],
        "narratives": list(_narratives(sheet)),
        "employmentHistories": list(map(_history, sheet.jobs)),
        "licenses": [{"name": f"Permis {licence}", "issuingAuthority": _UNSTATED} for licence in sheet.licences],
    }
    return {name: value for name, value in whole.items() if value}


def _job(sheet: Sheet) -> dict[str, Any]:
    profile = {"positionTitle": sheet.occupation, "positionOrganizations": [{"name": sheet.company}]}
    return {"positionOpening": {"positionProfiles": [profile]}}


def _person(contact: Contact) -> dict[str, Any]:
    name = {"formattedName": contact.name, "given": contact.first_name, "family": contact.last_name}
    communication: dict[str, Any] = {"email": [{"address": contact.email}]}
    if contact.phone:
        communication["phone"] = [{"formattedNumber": contact.phone}]
    told = {"person": {"name": name}, "communication": communication}
    until = contact.consent_until
    return {"dataProtectionPolicy": {"retentionDate": until.isoformat()}, **told} if until else told


def _narratives(sheet: Sheet) -> Iterator[dict[str, Any]]:
    about = [_text("Reçue le", [sheet.sent_on.isoformat()]), _text("Disponibilité", [sheet.availability])]
    if sheet.facts:
        about.append(_text("Lien avec l'offre", sheet.facts))
    yield {"name": "Candidature", "texts": about}
    if sheet.wishes:
        yield {"name": "Souhaits", "texts": [_text(name, [value]) for name, value in sheet.wishes]}
    if sheet.traits:
        yield {"name": "Comportements", "texts": [_text(one.label, [one.definition]) for one in sheet.traits]}
    yield {"name": "Réponse", "texts": [_text(sheet.question, sheet.answer.split("\n"))]}


def _text(name: str, lines: Sequence[str]) -> dict[str, Any]:
    return {"name": name, "lines": [line for line in lines if line.strip()]}


def _history(job: Job) -> dict[str, Any]:
    # Readers take the dates from the position, as the standard's samples do, or from the history around it.
    dates: dict[str, Any] = {"start": job.since, **({"end": job.to} if job.to else {"current": True})}
    told = [spans.duration(job.months)]
    if job.common:
        told.append(f"En commun avec le métier de l'offre{BOUND}: {listed(list(job.common))}")
    position = {"title": job.occupation, **dates, "descriptions": told}
    return {"organization": _UNSTATED, "positionHistories": [position], **dates}
