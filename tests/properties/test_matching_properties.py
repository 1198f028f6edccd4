"""What must hold of cells, squares, questions and rules whatever comes in."""

import random

import msgspec
import orjson
from hypothesis import assume, given
from hypothesis import strategies as st

from mappings.cells import cell_of, cells_covering, distance_km
from search_api.http import BadInput
from search_api.matching.disclosure import FLOOR, disclosed, gain
from search_api.matching.query import count_body
from search_api.matching.question import Question, parse
from search_api.matching.where import merged
from tests import people

LAT = st.floats(-90, 90)
LON = st.floats(-180, 180)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
)
KEYS = ("occupation", "place", "radius_km", "skills", "criteria", "what_if")


@given(LAT, LON, st.floats(-1, 1), st.floats(-1, 1), st.floats(1, 200))
def test_the_cells_hold_every_point_within_the_radius(
    lat: float, lon: float, up: float, right: float, km: float
) -> None:
    other_lat = max(-90.0, min(90.0, lat + up * km / 111))
    other_lon = (lon + right * 4 * km / 111 + 180) % 360 - 180
    assume(distance_km(lat, lon, other_lat, other_lon) <= km)
    assert cell_of(other_lat, other_lon) in cells_covering(lat, lon, km)


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_any_json_is_a_question_or_a_named_fault(body: dict[str, object]) -> None:
    try:
        assert isinstance(parse(orjson.dumps(body)), Question)
    except BadInput as error:
        assert error.field.split(".")[0].split("[")[0] in (*KEYS, "body")


@given(st.binary(max_size=60))
def test_any_bytes_are_a_question_or_a_named_fault(body: bytes) -> None:
    try:
        parse(body)
    except BadInput as error:
        assert error.field


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_difference_of_answers_never_tells_of_fewer_than_five(one: int, more: int) -> None:
    told = gain(disclosed(one + more), disclosed(one)) or 0
    assert told >= 0
    assert told % FLOOR == 0
    assert abs(told - more) < FLOOR


@given(
    st.dictionaries(st.tuples(st.just(13), st.integers(0, 300), st.integers(0, 300)), st.integers(1, 12), max_size=80)
)
def test_squares_hold_five_people_and_nobody_twice(exact: dict[tuple[int, int, int], int]) -> None:
    kept = merged(exact)
    assert all(count >= FLOOR for count in kept.values())
    assert sum(kept.values()) <= sum(exact.values())


@given(st.integers(0, 2**32))
def test_relaxing_a_rule_keeps_everyone_whom_it_targeted(seed: int) -> None:
    rng = random.Random(seed)
    rule = people.rule(rng)
    crowd = [one for one in (people.candidate(rng, number) for number in range(30)) if rule.targets(one)]
    wider = [one.to for one in rule.place.relaxations() if one.value > rule.place.radius_km]
    for criterion in (*wider, *(one.to for part in (rule.skills, *rule.wishes) for one in part.relaxations())):
        assert criterion is None or all(criterion.accepts(one) for one in crowd)


@given(st.integers(0, 2**32))
def test_every_rule_is_a_question_that_json_can_carry(seed: int) -> None:
    rule = people.rule(random.Random(seed))
    assert orjson.loads(orjson.dumps(count_body(rule)))["size"] == 0
    assert all(criterion.sentence() for criterion in rule)


@given(st.integers(0, 2**32))
def test_who_may_not_be_invited_is_never_targeted(seed: int) -> None:
    rng = random.Random(seed)
    assert not people.rule(rng).targets(msgspec.structs.replace(people.candidate(rng, 0), reachable=False))
