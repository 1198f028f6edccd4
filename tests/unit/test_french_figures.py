"""Figures as French sentences."""

import pytest

from web.landing import wording


def test_thousands_are_grouped_and_bound() -> None:
    assert wording.people(1235, 5) == "environ 1\u202f235\u00a0personnes"


def test_a_count_kept_back_says_less_than_the_floor() -> None:
    assert wording.people(None, 5) == "moins de 5\u00a0personnes"


@pytest.mark.parametrize(
    ("count", "base", "told"),
    [(320, 125, "soit 195 de plus"), (100, 125, "soit 25 de moins"), (125, 125, ""), (None, 5, ""), (15, None, "")],
)
def test_a_difference_is_told_where_both_counts_are(count: int | None, base: int | None, told: str) -> None:
    assert wording.difference(count, base) == told


@pytest.mark.parametrize(
    ("town", "at"),
    [
        ("Lille", "à Lille"),
        ("Le Havre", "au Havre"),
        ("Les Ulis", "aux Ulis"),
        ("La Rochelle", "à La Rochelle"),
        ("L'Haÿ-les-Roses", "à L'Haÿ-les-Roses"),
        ("Lestrem", "à Lestrem"),
    ],
)
def test_towns_contract_with_their_article(town: str, at: str) -> None:
    assert wording.at(town) == at


@pytest.mark.parametrize(
    ("degrees", "said"), [(0, "au nord"), (359, "au nord"), (44, "au nord-est"), (90, "à l'est"), (271, "à l'ouest")]
)
def test_a_bearing_is_said_as_a_wind(degrees: float, said: str) -> None:
    assert wording.direction(degrees) == said


def test_short_distances_are_not_told_as_zero() -> None:
    assert wording.kilometres(0.3) == "moins de 1\u00a0km"
    assert wording.kilometres(12.4) == "12\u00a0km"
