"""The forms of a profile: whatever is typed is read without a fall, what is valid passes the schema, and what stands in
a form reads back as what it was made from."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.candidates import CONTRACTS, HOURS, LICENCES, MOBILITIES_KM, REMOTES, WORKING_TIMES
from web.candidates import forms, rules
from web.forms import Reader

TODAY = date(2026, 3, 2)
HOME = {"citycode": "59350", "departement": "59", "lat": 50.633, "lon": 3.059}
NAMES = (
    *("rayon", "departements", "permis", "contrats", "temps", "heures_min", "heures_max", "salaire", "salaire_par"),
    *("horaires", "teletravail", "de_mois", "de_annee", "a_mois", "a_annee", "en_cours", "traits"),
)
WORDS = (
    "30",
    "B",
    "aucun",
    "cdi",
    "full",
    "35",
    "37,5",
    "20h30",
    "1 900",
    "2k",
    "month",
    "year",
    "day",
    "none",
    "59, 2a",
)
typed = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from((*WORDS, "1", "2020", "12")) | st.text(max_size=30), max_size=3)
)


def some(values: tuple[str, ...]) -> Any:
    """A wish as forms give it: in the order of the list, at least one; or not stated."""
    chosen = st.sets(st.sampled_from(values), min_size=1)
    return st.none() | chosen.map(lambda those: [one for one in values if one in those])


weeks = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(sorted).map(lambda two: {"least": two[0], "most": two[1]})
wishes = st.fixed_dictionaries(
    {
        "contracts": some(CONTRACTS),
        "time": some(WORKING_TIMES),
        "weekly_hours": st.none() | weeks,
        "salary": st.none() | st.integers(1, 1_000_000),
        "hours": some(HOURS),
        "remote": some(REMOTES),
    }
)
months = st.dates(date(1950, 1, 1), TODAY).map(lambda day: f"{day:%Y-%m}")


@settings(deadline=None)
@given(typed)
def test_whatever_is_typed_what_has_no_mistake_is_a_valid_profile(values: dict[str, list[str]]) -> None:
    reach, asked, when = Reader(values), Reader(values), Reader(values)
    moves, wanted, period = forms.reach(reach), forms.wishes(asked), forms.period(when, TODAY)
    profile = rules.beginning(HOME)
    if not reach.errors:
        profile = rules.with_moves(profile, moves)
    if not asked.errors:
        profile = rules.with_wishes(profile, wanted)
    if not when.errors:
        profile = rules.with_experience(profile, {"occupation": "cuisinier", **period})
    assert rules.valid(profile) == profile


@settings(deadline=None)
@given(wishes)
def test_wishes_read_back_as_they_were(stated: dict[str, Any]) -> None:
    profile = rules.with_wishes(rules.beginning(HOME), stated)
    reader = Reader(forms.wishes_typed(profile))
    assert forms.wishes(reader) == stated
    assert not reader.errors


@settings(deadline=None)
@given(
    st.sampled_from(MOBILITIES_KM),
    st.lists(st.sampled_from(("59", "62", "2A", "974", "01")), unique=True),
    st.none() | st.sets(st.sampled_from(LICENCES)).map(lambda those: [one for one in LICENCES if one in those]),
)
def test_reach_and_licences_read_back_as_they_were(km: int, where: list[str], licences: list[str] | None) -> None:
    moves = {"mobility_km": km, "departements": where or None, "licences": licences}
    profile = rules.with_moves(rules.beginning(HOME), moves)
    reader = Reader(forms.reach_typed(profile))
    assert forms.reach(reader) == moves
    assert not reader.errors


@settings(deadline=None)
@given(months, months, st.booleans())
def test_an_experience_reads_back_as_it_was(one: str, other: str, lasting: bool) -> None:
    since, to = sorted((one, other))
    last = f"{TODAY:%Y-%m}" if lasting else to
    told = {"occupation": "cuisinier", "since": since, "months": min(720, rules.months(since, last))}
    told |= {} if lasting else {"to": to}
    reader = Reader(forms.experience_typed(told, "Cuisinier"))
    assert {"occupation": "cuisinier"} | forms.period(reader, TODAY) == told
    assert not reader.errors


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=12))
def test_adding_and_taking_away_in_any_order_is_what_a_set_does(acts: list[tuple[str, bool]]) -> None:
    profile, model = rules.beginning(HOME), dict[str, None]()
    for code, add in acts:
        profile = rules.with_skills(profile, [code] if add else (), () if add else [code])
        if add:
            model.setdefault(code)
        else:
            model.pop(code, None)
    assert profile["skills"] == list(model)


@settings(deadline=None)
@given(typed, typed)
def test_each_part_leaves_the_others_as_they_are(first: dict[str, list[str]], second: dict[str, list[str]]) -> None:
    # Two windows: whichever comes last, both are there.
    moves, wanted = forms.reach(Reader(first)), forms.wishes(Reader(second))
    beginning = rules.beginning(HOME) | {"skills": ["a"], "traits": ["autonomie"]}
    one = rules.with_wishes(rules.with_moves(beginning, moves), wanted)
    other = rules.with_moves(rules.with_wishes(beginning, wanted), moves)
    assert one == other
    assert (one["skills"], one["traits"], one["home"]) == (["a"], ["autonomie"], HOME)
