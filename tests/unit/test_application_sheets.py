"""An application in words, as its page and every file of the anti-CV say it."""

from datetime import date
from typing import Any

import pytest

from indexer.sources import catalogue
from search_api.matching.facts import OccupationFacts, PlaceFacts, assemble
from tests.sheets import CASHIER, NOW, OCCUPATION, TERMS, application, candidate, core, offer, ordinary
from web.anonymity import seen
from web.applications.sheet import Sheet, Withdrawn, clean
from web.applications.sheets import sheet_of
from web.offers.tables import Offer
from web.offers.terms import question_of


def told(of: Offer, *, lifted: bool = False, **profile: Any) -> Sheet:
    rule = assemble(question_of(of.search, TERMS), OccupationFacts(core(), {}), PlaceFacts(50.62, 3.20, "59"))
    return sheet_of(seen(application(lifted=lifted), candidate(**profile), rule), of, NOW)


def test_the_skills_that_the_offer_asks_for_stand_apart_from_the_others() -> None:
    labels = catalogue.load().skills
    one = told(offer(excluded=[core()[1]], required=["encaisser-paiement"]))
    assert labels[core()[0]].label in one.asked
    assert labels["encaisser-paiement"].label in one.asked
    assert labels[core()[1]].label in one.skills
    assert not set(one.asked) & set(one.skills)


def test_experiences_come_nearest_first_and_then_the_more_recent_with_the_skills_in_common() -> None:
    one = told(
        offer(),
        experiences=[
            {"occupation": CASHIER, "months": 12, "since": "2023-03", "to": "2024-03"},
            {"occupation": OCCUPATION, "months": 6, "since": "2015-01", "to": "2015-07"},
            {"occupation": OCCUPATION, "months": 38, "since": "2020-03"},
        ],
    )
    assert [(job.since, job.near == 1) for job in one.jobs] == [
        ("2020-03", True),
        ("2015-01", True),
        ("2023-03", False),
    ]
    assert len(one.jobs[0].common) == 3


def test_the_facts_are_the_skills_and_the_place_for_wishes_are_told_apart() -> None:
    assert told(offer()).facts == (f"5 des {len(core())} compétences principales", "à 10\u00a0km du poste")


def test_without_the_rule_there_are_no_facts() -> None:
    assert sheet_of(seen(application(), candidate()), offer(), NOW).facts == ()


def test_who_the_person_is_comes_with_lifting_only() -> None:
    assert told(offer()).contact is None
    lifted = told(offer(), lifted=True).contact
    assert lifted is not None
    assert (lifted.first_name, lifted.last_name, lifted.consent_until) == (
        "Zéphyrine",
        "Quatremarre",
        date(2028, 5, 31),
    )


def test_who_has_erased_themselves_has_no_sheet() -> None:
    with pytest.raises(Withdrawn):
        sheet_of(seen(application(), None), offer(), NOW)


def test_a_code_that_the_catalogue_has_lost_stands_for_itself() -> None:
    one = ordinary(skills=["gone-skill"], traits=["gone-trait"], experiences=[])
    assert one.skills == ("gone-skill",)
    assert [(trait.label, trait.definition) for trait in one.traits] == [("gone-trait", "")]


def test_what_cannot_be_seen_is_taken_out_and_lines_stay() -> None:
    assert clean("e\u0301\ufffe") == "é"
    assert clean("un\r\ndeux\x07") == "un\ndeux"
