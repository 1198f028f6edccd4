"""The map of where people live: what is drawn, and that the table says the same."""

import pytest

from web.landing.art import hexagons, picture
from web.landing.geometry import Box, Frame, Point, bearing, distance_km
from web.landing.homes import HEIGHT, WIDTH, Area, Town, draw

LILLE = Town("Lille", Point(3.05, 50.63), 236_000)
ROUBAIX = Town("Roubaix", Point(3.18, 50.69), 98_000)
LENS = Town("Lens", Point(2.83, 50.43), 32_000)


def test_a_circle_grows_in_surface_with_the_number_of_people() -> None:
    areas = [Area(LILLE.point, 8, 400), Area(LENS.point, 8, 100)]
    large, small = draw(LILLE, 30, areas, []).areas
    assert large.r == pytest.approx(2 * small.r, rel=0.01)


def test_everything_drawn_lies_within_the_frame() -> None:
    areas = [Area(Point(3.05 + step / 10, 50.63 + step / 10), 8, 5 + step) for step in range(-9, 10)]
    homes = draw(LILLE, 30, areas, [ROUBAIX, LENS])
    for dot in (*homes.areas, *homes.towns):
        assert 0 <= dot.x <= WIDTH
        assert 0 <= dot.y <= HEIGHT


def test_people_outside_the_frame_are_told_not_lost() -> None:
    far = Area(Point(2.3, 51.0), 8, 40)
    homes = draw(LILLE, 10, [Area(LILLE.point, 8, 100), far], [])
    assert homes.beyond == 40
    assert len(homes.areas) == 1
    assert len(homes.rows) == 2


def test_a_coarse_area_shows_beside_a_small_circle() -> None:
    homes = draw(LILLE, 5, [Area(Point(3.15, 50.68), 28, 50)], [])
    assert len(homes.areas) == 1
    assert homes.beyond == 0


def test_the_table_names_the_nearest_town_and_how_far() -> None:
    areas = [Area(Point(3.19, 50.7), 8, 60), Area(Point(3.05, 50.63), 8, 900)]
    rows = draw(LILLE, 30, areas, [ROUBAIX, LENS]).rows
    assert [(row.town, row.count) for row in rows] == [("Lille", "900"), ("Roubaix", "60")]
    assert rows[0].distance == "sur place ou tout près"
    assert rows[1].distance == "à 13\u00a0km au nord-est"


def test_the_place_of_work_is_always_named_and_no_name_covers_another() -> None:
    towns = [Town(f"Ville {number}", Point(3.05 + number / 200, 50.63), 1000) for number in range(40)]
    labels = draw(LILLE, 30, [], towns).labels
    assert [label.text for label in labels if label.main] == ["Lille"]
    assert len(labels) < 12


def test_nobody_anywhere_is_an_empty_drawing() -> None:
    homes = draw(LILLE, 30, [], [])
    assert (homes.areas, homes.rows, homes.beyond) == ((), (), 0)


def test_north_is_up_and_east_is_right() -> None:
    frame = Frame(LILLE.point, WIDTH, HEIGHT, 5)
    x, y = frame.xy(ROUBAIX.point)
    assert x > WIDTH / 2
    assert y < HEIGHT / 2
    assert 0 < bearing(LILLE.point, ROUBAIX.point) < 90


def test_distances_agree_with_the_sphere() -> None:
    # Lille - Roubaix, by haversine on the mean radius: 11.34 km.
    assert distance_km(LILLE.point, ROUBAIX.point) == pytest.approx(11.34, abs=0.02)


def test_boxes_that_touch_do_not_meet() -> None:
    assert not Box(0, 0, 10, 10).meets([Box(10, 0, 20, 10)])
    assert Box(0, 0, 10, 10).meets([Box(9, 9, 20, 20)])


def test_the_picture_of_the_first_page_covers_the_country() -> None:
    dots = hexagons()
    assert 500 < len(dots) < 1500
    assert sum(dots.values()) > 60_000_000
    assert picture().count("<circle") == len(dots)
