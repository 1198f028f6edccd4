"""What may be told of a number of people."""

from itertools import pairwise

from search_api.matching.answer import answer
from search_api.matching.criteria import Relaxation
from search_api.matching.disclosure import FLOOR, disclosed, gain
from search_api.matching.what_if import Counted


def test_fewer_than_five_people_are_not_counted() -> None:
    assert [disclosed(exact) for exact in range(5)] == [None] * 5
    assert disclosed(5) == 5


def test_no_more_people_are_promised_than_there_are() -> None:
    assert all((disclosed(exact) or 0) <= exact < (disclosed(exact) or 0) + FLOOR for exact in range(500))


def test_no_two_answers_differ_by_one_to_four() -> None:
    told = {disclosed(exact) or 0 for exact in range(500)}
    assert all(later - earlier >= FLOOR for earlier, later in pairwise(sorted(told)))


def test_every_answer_stands_for_five_counts_at_least() -> None:
    counts = [disclosed(exact) for exact in range(500)]
    assert all(counts.count(told) == FLOOR for told in set(counts))


def test_asking_for_less_never_shows_fewer_people() -> None:
    shown = [disclosed(exact) or 0 for exact in range(500)]
    assert shown == sorted(shown)


def test_what_a_relaxation_brings_comes_from_told_counts_only() -> None:
    radius = Relaxation("radius", 50, "à 50 km", None)
    told = answer(13, [Counted(radius, 14), Counted(radius, 21), Counted(radius, 3)])
    assert told.count == 10
    assert [(one.count, one.gain) for one in told.what_if] == [(10, 0), (20, 10), (None, None)]
    assert gain(10, None) == 10
