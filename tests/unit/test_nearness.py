"""How near two occupations are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.applications.nearness import built_in, weights

TINY = weights(
    {
        "a": (("rare", "common"), ("other",)),
        "b": (("rare",), ("common",)),
        "c": (("common",), ()),
        "d": (("alone",), ()),
    }
)


def test_the_same_occupation_is_nearest() -> None:
    assert TINY.near("a", "a").share == 1


def test_a_rare_skill_in_common_counts_more_than_a_common_one() -> None:
    assert TINY.near("a", "b").share > TINY.near("a", "c").share > TINY.near("a", "d").share == 0


def test_the_reason_is_the_rarest_skill_in_common() -> None:
    assert TINY.near("a", "b").common == ("rare", "common")


def test_an_unknown_occupation_is_near_to_itself_only() -> None:
    assert TINY.near("x", "x").share == 1
    assert TINY.near("x", "a").share == 0


@pytest.mark.parametrize(
    ("wanted", "near", "far"),
    [
        ("aide-soignant", "auxiliaire-de-vie", "macon"),
        ("cuisinier", "commis-de-cuisine", "comptable"),
        ("comptable", "aide-comptable", "cuisinier"),
    ],
)
def test_people_of_the_trade_would_agree(wanted: str, near: str, far: str) -> None:
    assert built_in().near(wanted, near).share > built_in().near(wanted, far).share


@given(st.sampled_from(sorted(built_in().occupations)), st.sampled_from(sorted(built_in().occupations)))
def test_nearness_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    near = built_in().near(one, other)
    assert 0 <= near.share <= 1
    assert near.share == pytest.approx(built_in().near(other, one).share)
