"""What the five steps accept, and the terms that complete answers make."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.offers import SEARCH, answers, complete
from web.offers import recap, steps
from web.offers.forms import spot_of, spot_text
from web.offers.steps import CONTRACT, Incomplete
from web.offers.terms import Spot, Terms, question_of
from web.offers.wording import shown

TODAY = date(2026, 3, 2)


def _errors(step: steps.Step[Any], **typed: str) -> dict[str, str]:
    return steps.read(step, answers(**{step.key: typed}), TODAY)[1]


def _contract(**changed: str) -> dict[str, list[str]]:
    plain = {name: values[0] for name, values in complete()["contract"].items()}
    return {name: [value] for name, value in (plain | changed).items() if value}


def _read(**changed: str) -> tuple[Any, dict[str, str]]:
    return steps.read(CONTRACT, {"contract": _contract(**changed)}, TODAY)


def test_complete_answers_make_terms() -> None:
    terms = steps.terms(SEARCH, complete(), TODAY)
    assert terms == Terms(
        contract="cdd",
        months=6,
        time="full",
        weekly_hours=35.0,
        salary_min=22_800,
        salary_max=25_200,
        start=date(2026, 9, 1),
        posts=2,
        company_name="Les Ateliers",
        siret="73282932000074",
        presentation="Nous réparons des vélos.",
        website="https://www.ateliers.example",
        question="Qu'est-ce qui vous plaît dans ce métier ?",
        radius_km=30,
    )
    assert Terms.from_json(terms.to_json()) == terms


def test_nothing_answered_is_incomplete_in_every_step_but_the_optional_ones() -> None:
    with pytest.raises(Incomplete) as told:
        steps.terms(SEARCH, {}, TODAY)
    assert [step.slug for step in told.value.steps] == ["contrat", "entreprise", "question"]


@pytest.mark.parametrize("name", [name for name in CONTRACT.fields if name != "weekly_hours"])
def test_each_answer_on_the_contract_is_required(name: str) -> None:
    assert name in _read(**{name: ""})[1]


def test_a_contract_without_end_has_no_length() -> None:
    value, errors = _read(contract="cdi", months="6")
    assert (value.months, errors) == (None, {})
    assert "months" not in _read(contract="cdi", months="")[1]


def test_monthly_amounts_become_yearly_ones() -> None:
    assert _read(salary_period="month", salary_min="1 823,03", salary_max="1900,5")[0].salary_min == 21_876
    assert _read(salary_period="month", salary_min="1 823,03", salary_max="1900,5")[0].salary_max == 22_806
    assert _read(salary_period="year", salary_min="21877", salary_max="24k")[0].salary_max == 24_000


@pytest.mark.parametrize(
    ("changed", "accepted"),
    [
        ({"salary_period": "month", "salary_min": "1823,03"}, True),
        ({"salary_period": "month", "salary_min": "1823,02"}, False),
        ({"salary_period": "year", "salary_min": "21877", "salary_max": "30000"}, True),
        ({"salary_period": "year", "salary_min": "21876", "salary_max": "30000"}, False),
        ({"time": "part", "weekly_hours": "17,5", "salary_min": "911,52"}, True),
        ({"time": "part", "weekly_hours": "17,5", "salary_min": "911,51"}, False),
        ({"weekly_hours": "39", "salary_min": "2083,46", "salary_max": "2500"}, False),
        ({"contract": "alternance", "salary_min": "492,22"}, True),
        ({"contract": "alternance", "salary_min": "492,21"}, False),
    ],
)
def test_less_than_the_minimum_wage_is_refused_with_the_figure(changed: dict[str, str], accepted: bool) -> None:
    value, errors = _read(**changed)
    assert ("salary_min" not in errors) == accepted
    if not accepted:
        assert "brut par mois" in errors["salary_min"]
        assert value.salary_min is None


def test_the_minimum_wage_is_that_of_the_first_day() -> None:
    late = date(2025, 12, 1)
    before = steps.read(CONTRACT, {"contract": _contract(salary_min="1801,80", start="2025-12-15")}, late)
    after = steps.read(CONTRACT, {"contract": _contract(salary_min="1801,80", start="2026-01-02")}, late)
    assert before[1] == {}
    assert "salary_min" in after[1]


def test_a_yearly_amount_that_looks_monthly_is_asked_about() -> None:
    assert "par mois ?" in _read(salary_period="year", salary_min="1900", salary_max="2100")[1]["salary_min"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"salary_max": "1800"}, "salary_max"),
        ({"salary_min": "selon profil"}, "salary_min"),
        ({"time": "part", "weekly_hours": ""}, "weekly_hours"),
        ({"time": "part", "weekly_hours": "35"}, "weekly_hours"),
        ({"weekly_hours": "49"}, "weekly_hours"),
        ({"start": "2026-03-01"}, "start"),
        ({"start": "31/02/2026"}, "start"),
        ({"start": "2029-01-01"}, "start"),
        ({"posts": "0"}, "posts"),
        ({"contract": "stage"}, "contract"),
        ({"months": "0"}, "months"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(changed: dict[str, str], field: str) -> None:
    assert field in _read(**changed)[1]


def test_half_hours_ask_for_people_who_accept_them() -> None:
    value = steps.criteria({"contract": _contract(weekly_hours="37 h 30")}, TODAY)
    assert value.weekly_hours == 37.5
    assert question_of(SEARCH, value).criteria.weekly_hours == 38


@pytest.mark.parametrize(
    ("typed", "website"),
    [
        ("", ""),
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("http://exemple.fr/a?b=c", "http://exemple.fr/a?b=c"),
        ("https://boulangerie-müller.fr", "https://boulangerie-müller.fr"),
        ("javascript:alert(1)", None),
        ("javascript://exemple.fr/%0aalert(1)", None),
        ("ftp://exemple.fr", None),
        ("https://user:pass@exemple.fr", None),
        ("exemple", None),
        ("un site", None),
        ("https://", None),
        ("http://127.0.0.1", None),
        ("https://exemple.fr:99999", None),
        ("https://exemple..fr", None),
    ],
)
def test_a_website_is_an_address_of_the_web(typed: str, website: str | None) -> None:
    value, errors = steps.read(steps.COMPANY, answers(company={"website": typed}), TODAY)
    assert ("website" in errors) == (website is None)
    assert value.website == (website or "")


def test_a_siret_is_checked_and_a_presentation_required() -> None:
    errors = _errors(steps.COMPANY, siret="73282932000075")
    assert list(errors) == ["siret", "company_name", "presentation"]


def test_a_closed_question_is_accepted() -> None:
    assert _errors(steps.QUESTION, question="Avez-vous le permis ?") == {}
    assert _errors(steps.QUESTION, question="  ") == {"question": "Posez une question aux candidats."}


def test_a_place_that_nobody_found_is_told_and_does_not_move_the_count() -> None:
    typed = answers(conditions={"workplace": "rue de nulle part"})
    value, errors = steps.read(steps.CONDITIONS, typed, TODAY)
    assert list(errors) == ["workplace"]
    assert question_of(SEARCH, steps.criteria(typed, TODAY)).place.citycode == "59350"
    assert value.workplace is None


def test_an_exact_place_is_asked_about_instead_of_the_town() -> None:
    spot = Spot("3 Rue Basse 59000 Lille", 50.64, 3.06, "59350")
    typed = answers(conditions={"workplace": "3 rue basse", "spot": spot_text(spot, "3 rue basse"), "radius": "10"})
    question = question_of(SEARCH, steps.criteria(typed, TODAY))
    assert (question.place.lat, question.place.lon, question.place.citycode) == (50.64, 3.06, None)
    assert question.radius_km == 10


@given(st.one_of(st.text(max_size=200), st.sampled_from(["[]", "{}", "null", '{"lat":"x"}', '{"lat":1e999,"lon":0}'])))
def test_any_spot_is_read_or_left(spot: str) -> None:
    assert spot_of("Lille", spot) is None


def test_hidden_criteria_are_in_no_public_line() -> None:
    hidden = {"licences": "CE", "hours": "night", "remote": "full", "radius": "10"}
    terms = steps.terms(SEARCH, complete() | answers(conditions=hidden), TODAY)
    assert (terms.licences, terms.hours, terms.remote, terms.radius_km) == (("CE",), ("night",), "full", 10)
    assert shown(terms) == shown(steps.terms(SEARCH, complete(), TODAY))


_TEXT = st.text(max_size=40)
_TYPED = {
    step.key: st.dictionaries(st.sampled_from(list(step.fields)), st.lists(_TEXT, min_size=1, max_size=3))
    for step in steps.STEPS
}


@given(st.fixed_dictionaries(_TYPED))
def test_whatever_is_typed_can_be_read_counted_and_shown(typed: dict[str, dict[str, list[str]]]) -> None:
    criteria = steps.criteria(typed, TODAY)
    assert question_of(SEARCH, criteria).occupation == "aide-soignant"
    assert len(recap.parts("/offres/x", typed, "Lille (59)", 30, TODAY)) == 4
    for step in steps.STEPS:
        assert set(steps.read(step, typed, TODAY)[1]) <= set(step.fields)
        assert set(steps.kept(step, typed[step.key])) <= set(step.fields)
