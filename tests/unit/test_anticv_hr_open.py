"""The anti-CV as HR Open LER-RS. The standard's schemas are not ours to copy and in no package registry: what they say
of the parts that we write is in a table here, read from them (docs/decisions/0013)."""

import copy
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import sheets
from web import spans
from web.anonymity import Contact
from web.anticv import hr_open
from web.applications.sheet import Sheet, clean

SIGNED = f"{sheets.ANSWER}\n{sheets.FIRST} {sheets.LAST} {sheets.EMAIL} {sheets.PHONE}"
ANONYMOUS, LIFTED = sheets.ordinary(SIGNED), sheets.ordinary(SIGNED, lifted=True)
SHEETS = {
    "anonymous": ANONYMOUS,
    "lifted": LIFTED,
    "rich": sheets.extreme(),
    "rich and lifted": sheets.extreme(contact=LIFTED.contact),
    "poor": sheets.ordinary("Oui.", skills=[], traits=[], experiences=[], wishes={}),
    "silent": sheets.ordinary("", skills=[], traits=[], experiences=[], wishes={}, licences=[]),
}

# By schema file of release 4.5 (without "Type.json"), what it says of the properties that we write: the kind of value,
# another file's name, or [kind] for a list. "!" marks what is required, "+" a list that must not be empty.
PARTS: dict[str, dict[str, Any]] = {
    # Histories and licences are so by two definitions inside it: a self-told one must name an organization.
    "LER-RS": {
        "type!": "type",
        "documentId": "Identifier",
        "dataProtectionPolicy": "DataProtectionPolicyInclusion",
        "job": "LER-RS#JobType",
        "person": "ResumePersonBase",
        "communication": "Communication",
        "skills+": ["Skill"],
        "narratives": ["Narrative"],
        "employmentHistories+": ["EmployerHistory"],
        "licenses+": ["License"],
    },
    "LER-RS#JobType": {"positionOpening!": "PositionOpening"},
    "PositionOpening": {"positionProfiles": ["PositionProfile"]},
    "PositionProfile": {"positionTitle": "text", "positionOrganizations": ["Organization"]},
    "ResumePersonBase": {"name": "PersonName"},
    "Skill": {"name!": "text", "keywords": ["NameValue"]},
    "NameValue": {"name!": "text"},
    "Narrative": {"name!": "text", "texts!": ["StringArrayRefScheme"]},
    "StringArrayRefScheme": {"name": "text", "lines!": ["text"]},
    "EmployerHistory": {
        "organization!": "Organization",
        "positionHistories": ["EmployerHistory#PositionHistoryType"],
        "start": "month",
        "end": "month",
        "current": "flag",
    },
    "EmployerHistory#PositionHistoryType": {
        "title": "text",
        "start": "month",
        "end": "month",
        "current": "flag",
        "descriptions": ["text"],
    },
    "License": {"name": "text", "issuingAuthority!": "Organization"},
    # An Entity: any one of its properties at least; the name is the one that we have.
    "Organization": {"name!": "text"},
    # One channel at least; before lifting there is no such part.
    "Communication": {"email!": ["Email"], "phone": ["Phone"]},
    # These could be read in release 4.1 only.
    "Identifier": {"value!": "text"},
    "DataProtectionPolicyInclusion": {"retentionDate": "day"},
    "PersonName": {"formattedName": "text", "given": "text", "family": "text"},
    "Email": {"address!": "text"},
    "Phone": {"formattedNumber!": "text"},
}
KINDS: dict[str, Callable[[Any], object]] = {
    "type": "http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json".__eq__,
    "text": lambda value: isinstance(value, str),
    "flag": lambda value: isinstance(value, bool),
    "month": lambda value: re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", value),
    "day": lambda value: date.fromisoformat(value),
}


def faults(value: Any, kind: str = "LER-RS", at: str = "") -> Iterator[str]:
    """Where `value` is not what the table says of `kind`."""
    if kind in KINDS:
        if not KINDS[kind](value):
            yield f"{at} is no {kind}"
        return
    named = {name.rstrip("!+"): (name, inner) for name, inner in PARTS[kind].items()}
    yield from (f"{at}.{name} is missing" for name in named if f"{name}!" in PARTS[kind] and name not in value)
    for name, held in value.items():
        if name not in named:
            yield f"{at}.{name} is nowhere in {kind}"
            continue
        marked, inner = named[name]
        if marked.endswith("+") and not held:
            yield f"{at}.{name} is empty"
        items = [(one, inner[0]) for one in held] if isinstance(inner, list) else [(held, inner)]
        for one, each in items:
            yield from faults(one, each, f"{at}.{name}")


def read(sheet: Sheet) -> dict[str, Any]:
    held: dict[str, Any] = orjson.loads(hr_open.document(sheet))
    return held


@pytest.mark.parametrize("one", SHEETS.values(), ids=SHEETS)
def test_each_part_is_what_the_standard_s_schemas_say(one: Sheet) -> None:
    assert list(faults(read(one))) == []


def test_the_sheets_here_fill_every_part_of_the_table() -> None:
    def names(value: Any) -> Iterator[str]:
        for one in value if isinstance(value, list) else []:
            yield from names(one)
        for name, held in value.items() if isinstance(value, dict) else []:
            yield name
            yield from names(held)

    written = {name for one in SHEETS.values() for name in names(read(one))}
    assert {name.rstrip("!+") for part in PARTS.values() for name in part} == written


BREAKS: dict[str, Callable[[dict[str, Any]], object]] = {
    ".type is missing": lambda whole: whole.pop("type"),
    ".type is no type": lambda whole: whole.update(type="http://schema.hropenstandards.org/4.5/LER-RSType.json"),
    ".skills is empty": lambda whole: whole.update(skills=[]),
    ".userArea is nowhere in LER-RS": lambda whole: whole.update(userArea={}),
    ".employmentHistories.organization is missing": lambda whole: whole["employmentHistories"][0].pop("organization"),
    ".employmentHistories.start is no month": lambda whole: whole["employmentHistories"][0].update(start="2020-13"),
    ".licenses.issuingAuthority is missing": lambda whole: whole["licenses"][0].pop("issuingAuthority"),
    ".narratives.texts.lines is no text": lambda whole: whole["narratives"][0]["texts"][0].update(lines=[1]),
}


@pytest.mark.parametrize("told", BREAKS)
def test_the_table_finds_what_breaks_a_schema(told: str) -> None:
    whole = copy.deepcopy(read(LIFTED))
    BREAKS[told](whole)
    assert list(faults(whole)) == [told]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_stays_within_the_schemas(typed: str) -> None:
    text = clean(typed)
    contact = Contact(text, text, text, text, None)
    assert list(faults(read(sheets.extreme(answer=text, question=text, company=text, contact=contact)))) == []


@pytest.mark.parametrize("one", SHEETS.values(), ids=SHEETS)
def test_everything_that_the_sheet_says_is_there(one: Sheet) -> None:
    whole = read(one)
    told = {part["name"]: {text["name"]: text["lines"] for text in part["texts"]} for part in whole["narratives"]}
    (profile,) = whole["job"]["positionOpening"]["positionProfiles"]
    assert whole["documentId"] == {"value": one.ref}
    assert profile == {"positionTitle": one.occupation, "positionOrganizations": [{"name": one.company}]}
    skills = whole.get("skills", [])
    assert [skill["name"] for skill in skills] == [*one.asked, *one.skills]
    assert ["keywords" in skill for skill in skills] == [True] * len(one.asked) + [False] * len(one.skills)
    assert [licence["name"] for licence in whole.get("licenses", [])] == [f"Permis {code}" for code in one.licences]
    assert told["Candidature"]["Reçue le"] == [one.sent_on.isoformat()]
    assert told["Candidature"]["Disponibilité"] == [one.availability]
    assert told["Candidature"].get("Lien avec l'offre", []) == list(one.facts)
    assert told.get("Souhaits", {}) == {name: [value] for name, value in one.wishes}
    assert told.get("Comportements", {}) == {trait.label: [trait.definition] for trait in one.traits}
    assert told["Réponse"] == {one.question: [line for line in one.answer.split("\n") if line]}
    histories = whole.get("employmentHistories", [])
    for job, history in zip(one.jobs, histories, strict=True):
        (position,) = history["positionHistories"]
        assert (position["title"], position["start"], position.get("end")) == (job.occupation, job.since, job.to)
        assert position.get("current", False) is (job.to is None)
        duration, *common = position["descriptions"]
        assert duration == spans.duration(job.months)
        assert all(label in common[0] for label in job.common)
        assert {name: history.get(name) for name in ("start", "end", "current")} == {
            name: position.get(name) for name in ("start", "end", "current")
        }


def test_after_lifting_the_contact_is_there_and_until_when_it_may_be_kept() -> None:
    whole = read(LIFTED)
    assert whole["person"]["name"] == {
        "formattedName": "Zéphyrine Quatremarre",
        "given": "Zéphyrine",
        "family": "Quatremarre",
    }
    assert whole["communication"] == {
        "email": [{"address": sheets.EMAIL}],
        "phone": [{"formattedNumber": sheets.PHONE}],
    }
    assert whole["dataProtectionPolicy"] == {"retentionDate": date(2028, 5, 31).isoformat()}


def test_before_lifting_there_is_no_person_at_all() -> None:
    assert not {"person", "communication", "dataProtectionPolicy"} & set(read(ANONYMOUS))


def test_no_employer_and_no_issuer_is_made_up() -> None:
    whole = read(LIFTED)
    named = [history["organization"] for history in whole["employmentHistories"]]
    assert named + [licence["issuingAuthority"] for licence in whole["licenses"]] == [{"name": "Non communiqué"}] * 3
