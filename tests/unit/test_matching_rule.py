"""The rule of matching, criterion by criterion, on people made for the case."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as changed

from mappings.candidates import Candidate
from search_api.matching.criteria import Accepts, Place, Rule, Salary, Skills, WeeklyHours
from search_api.matching.explain import explain

LILLE = Place(50.633, 3.058, 30.0, "59")
CORE = ("a", "b", "c", "d", "e")
ANNE = Candidate(id="anne-0001", skills=("a", "b", "c"), lat=50.633, lon=3.058, mobility_km=30)
RULE = Rule(Skills((), CORE), LILLE)
# 20.0 km north of Lille.
NORTH = 50.633 + 20 / 111.195


def test_half_of_the_core_skills_is_enough_and_rounded_up() -> None:
    assert RULE.targets(ANNE)
    assert not RULE.targets(changed(ANNE, skills=("a", "b", "other")))


def test_a_required_skill_must_be_held_and_counts_among_the_kept_ones() -> None:
    asked = replace(RULE, skills=Skills(("a",), CORE))
    assert asked.targets(ANNE)
    assert not asked.targets(changed(ANNE, skills=("b", "c", "d", "e")))


def test_a_required_skill_out_of_the_core_does_not_count_as_one() -> None:
    asked = replace(RULE, skills=Skills(("extra",), CORE))
    assert not asked.targets(changed(ANNE, skills=("extra", "a", "b")))
    assert asked.targets(changed(ANNE, skills=("extra", "a", "b", "c")))


def test_the_shorter_of_radius_and_own_mobility_decides() -> None:
    far = changed(ANNE, lat=NORTH)
    assert RULE.targets(changed(far, mobility_km=30))
    assert not RULE.targets(changed(far, mobility_km=15))
    assert not replace(RULE, place=replace(LILLE, radius_km=15.0)).targets(far)


def test_accepting_the_departement_makes_distance_irrelevant() -> None:
    far = changed(ANNE, lat=43.3, lon=5.4, mobility_km=5)
    assert not RULE.targets(far)
    assert RULE.targets(changed(far, departements=("62", "59")))
    assert not replace(RULE, place=replace(LILLE, departement=None)).targets(changed(far, departements=("59",)))


def test_a_fully_remote_post_reaches_those_who_said_that_they_want_it() -> None:
    remote = replace(RULE, place=replace(LILLE, fully_remote=True))
    far = changed(ANNE, lat=43.3, lon=5.4)
    assert remote.targets(changed(far, remote=("full",)))
    assert not remote.targets(far), "not stated accepts all, but is not a wish for it"
    assert not RULE.targets(changed(far, remote=("full",)))


@pytest.mark.parametrize(
    ("wish", "yes", "no"),
    [
        (Accepts("contract", "contracts", ("cdi",)), {"contracts": ("cdd", "cdi")}, {"contracts": ("cdd",)}),
        (Accepts("time", "time", ("part",)), {"time": ("part",)}, {"time": ("full",)}),
        (Accepts("licences", "licences", ("B", "C")), {"licences": ("C", "B")}, {"licences": ("B",)}),
        (Accepts("hours", "hours", ("night", "weekend")), {"hours": ("weekend", "night")}, {"hours": ("night",)}),
        (Accepts("remote", "remote", ("none",)), {"remote": ("none",)}, {"remote": ("full",)}),
        (WeeklyHours(24), {"weekly_hours": (24, 24)}, {"weekly_hours": (25, 35)}),
        (Salary(25_000), {"salary_wish": 25_000}, {"salary_wish": 25_001}),
    ],
)
def test_a_wish_stated_must_be_met_and_one_unsaid_accepts_all(
    wish: Accepts | WeeklyHours | Salary, yes: dict[str, object], no: dict[str, object]
) -> None:
    assert wish.accepts(ANNE)
    assert wish.accepts(changed(ANNE, **yes))  # type: ignore[arg-type]
    assert not wish.accepts(changed(ANNE, **no))  # type: ignore[arg-type]


def test_someone_without_any_licence_is_not_someone_who_did_not_say() -> None:
    driver = Accepts("licences", "licences", ("B",))
    assert driver.accepts(changed(ANNE, licences=None))
    assert not driver.accepts(changed(ANNE, licences=()))


def test_nobody_is_reached_who_may_not_be_invited() -> None:
    assert not RULE.targets(changed(ANNE, reachable=False))


def test_each_match_is_explained_criterion_by_criterion() -> None:
    asked = replace(RULE, skills=Skills(("a",), CORE, {"a": "Lire un plan"}), wishes=(Salary(25_000),))
    reasons = explain(asked, changed(ANNE, salary_wish=30_000))
    assert [reason.holds for reason in reasons] == [True, True, False, True]
    assert reasons[0].sentence == "maîtrise « Lire un plan » et a au moins 3 des 5 compétences principales"
    assert reasons[2].sentence == "souhaite 25\u202f000 € brut par an au plus"


def test_what_of_the_person_meets_a_criterion_is_told_in_a_few_words() -> None:
    wishes = (Accepts("licences", "licences", ("B",)), WeeklyHours(28), Salary(25_000))
    asked = replace(RULE, skills=Skills((), CORE), wishes=wishes)
    person = changed(ANNE, licences=("B", "C"), weekly_hours=(20, 35), salary_wish=24_000)
    facts = [reason.fact for reason in explain(asked, person)]
    assert facts[2:] == ["permis B", "de 20 à 35 h par semaine", "souhaite 24\u202f000 € brut par an", ""]
    assert facts[0].endswith(" des 5 compétences principales")
    assert facts[1].endswith(" km")
    silent = changed(ANNE, licences=None, weekly_hours=None, salary_wish=None)
    assert [reason.fact for reason in explain(asked, silent)][2:5] == ["n'a rien précisé"] * 3


def test_who_lives_far_is_explained_by_what_makes_up_for_it() -> None:
    far = changed(ANNE, lat=43.3, lon=5.4, mobility_km=5, departements=("59",), remote=("full",))
    assert replace(LILLE, departement="59").fact(far) == "accepte tout le département"
    assert replace(LILLE, departement="62", fully_remote=True).fact(far) == "télétravail complet"


def test_every_criterion_says_how_to_ask_for_less() -> None:
    asked = Rule(
        Skills(("a",), CORE, {"a": "Lire un plan"}),
        LILLE,
        (Accepts("licences", "licences", ("B", "C")), Salary(25_000), Accepts("remote", "remote", ("full",))),
    )
    said = [relaxation.sentence for criterion in asked for relaxation in criterion.relaxations()]
    assert said == [
        "sans exiger « Lire un plan »",
        "à 20 km",
        "à 50 km",
        "à 75 km",
        "sans exiger le permis B",
        "sans exiger le permis C",
        "avec un salaire jusqu'à 27\u202f500 € brut par an",
        "sans la condition « télétravail complet »",
    ]
