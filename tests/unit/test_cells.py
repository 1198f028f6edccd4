"""The grid by which candidates are sorted, and distances."""

import pytest

from mappings.cells import cell_of, cells_covering, distance_km


def test_distances_are_those_of_the_great_circle() -> None:
    # Paris (48.8566, 2.3522) to Marseille (43.2965, 5.3698): 661 km, as published tables give it.
    assert distance_km(48.8566, 2.3522, 43.2965, 5.3698) == pytest.approx(660.5, abs=1)
    assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.2, abs=0.1)


def test_a_usual_search_covers_few_cells() -> None:
    assert 12 <= len(cells_covering(50.633, 3.0586, 30)) <= 20


def test_a_circle_across_the_antimeridian_is_covered_on_both_sides() -> None:
    found = cells_covering(-16.5, 179.95, 30)
    assert cell_of(-16.5, -179.95) in found
    assert cell_of(-16.5, 179.8) in found


def test_a_circle_around_a_pole_takes_every_column() -> None:
    assert len(cells_covering(89.9, 0, 50)) == 1_440 * len({name[:3] for name in cells_covering(89.9, 0, 50)})


def test_the_ends_of_the_earth_have_a_cell() -> None:
    assert cell_of(90, 180) == "7190000"
    assert cell_of(-90, -180) == "0000000"
