"""What recruiters type, on the built-in catalogue and the real engine."""

import pytest

from indexer.sources.catalogue import load
from search_api.engine.settings import EngineSettings
from search_api.occupations import Suggestion, get, suggest
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("occupations")


def suggested(ask: Ask, typed: str, limit: int = 10) -> list[Suggestion]:
    found: list[Suggestion] = ask(lambda engine: suggest(engine, typed, limit))
    return found


@pytest.mark.parametrize(
    ("typed", "rome_code"),
    [
        ("aide soignante", "J1501"),
        ("infirmiere", "J1506"),
        ("chauffeur pl", "N4101"),
        ("prof de maths", "K2107"),
        ("dev web", "M1855"),
        ("caissiere", "D1505"),
        ("cariste", "N1101"),
    ],
)
def test_the_first_suggestion_is_the_job_that_was_meant(ask: Ask, typed: str, rome_code: str) -> None:
    assert suggested(ask, typed)[0].rome_code[:4] == rome_code[:4]


def test_every_name_finds_its_occupation_among_the_first_ten(ask: Ask) -> None:
    names = [(code, one.label.masculine) for code, one in load().occupations.items()][::7]
    lost = [name for code, name in names if code not in {one.code for one in suggested(ask, name)}]
    assert not lost


def test_both_genders_give_the_same_list(ask: Ask) -> None:
    labels = [one.label for one in load().occupations.values() if one.label.feminine != one.label.masculine][::9]
    different = [
        label.text
        for label in labels
        if [one.code for one in suggested(ask, label.masculine)] != [one.code for one in suggested(ask, label.feminine)]
    ]
    assert not different


def test_a_word_not_finished_yet_may_be_feminine(ask: Ask) -> None:
    assert suggested(ask, "vendeus")


def test_accents_and_case_do_not_matter(ask: Ask) -> None:
    assert suggested(ask, "ÉLECTRICIEN") == suggested(ask, "electricien")


def test_one_typo_is_forgiven(ask: Ask) -> None:
    assert suggested(ask, "electrisien")[0].code == suggested(ask, "electricien")[0].code
    assert suggested(ask, "infrimier")


def test_letters_that_mean_nothing_find_nothing(ask: Ask) -> None:
    assert suggested(ask, "zzzzqqqq") == []
    assert suggested(ask, "?!") == []


def test_an_occupation_is_found_by_its_code_with_its_skills(ask: Ask, occupations: EngineSettings) -> None:
    code = suggested(ask, "aide-soignant")[0].code
    found = ask(lambda engine: get(engine, code))
    assert found.both_labels == "Aide-soignant / Aide-soignante"
    assert len(found.core) >= 6
    assert all(skill.label for skill in found.core)


def test_an_unknown_code_is_nothing(ask: Ask) -> None:
    assert ask(lambda engine: get(engine, "no-such-job")) is None
