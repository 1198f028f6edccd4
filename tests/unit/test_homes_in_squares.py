"""Where people live: no square with fewer than five of them."""

import random

from search_api.matching.criteria import Place, Rule, Skills
from search_api.matching.disclosure import FLOOR
from search_api.matching.where import COARSER_ZOOMS, merged, read_where, where_body


def _squares(counts: dict[str, int]) -> dict[str, object]:
    return {"aggregations": {"squares": {"buckets": [{"key": k, "doc_count": n} for k, n in counts.items()]}}}


def test_a_square_with_five_people_is_shown_as_it_is() -> None:
    (cell,) = read_where(_squares({"12/2078/1382": 7}))
    assert (cell.count, cell.size_deg) == (5, 360 / 4096)
    assert abs(cell.lon - 2.68) < 0.1
    assert abs(cell.lat - 50.3) < 0.5


def test_squares_with_fewer_are_counted_together_in_a_coarser_one() -> None:
    (cell,) = read_where(_squares({"12/2078/1382": 2, "12/2079/1383": 3}))
    assert (cell.count, cell.size_deg) == (5, 360 / 2048)


def test_people_too_few_in_every_square_are_not_shown() -> None:
    assert read_where(_squares({"12/2078/1382": 4})) == []
    assert read_where(_squares({"12/2078/1382": 4, "12/100/100": 4})) == []


def test_nobody_is_counted_twice_and_no_square_is_small() -> None:
    rng = random.Random(3)
    for _ in range(200):
        exact = {
            (12, rng.randrange(40), rng.randrange(40)): rng.choice((1, 2, 3, 9)) for _ in range(rng.randrange(1, 60))
        }
        kept = merged(exact)
        assert all(count >= FLOOR for count in kept.values())
        assert sum(kept.values()) <= sum(exact.values())
        assert all(zoom > 12 - COARSER_ZOOMS for zoom, _, _ in kept)


def test_squares_grow_with_the_radius() -> None:
    def zoom(km: float) -> int:
        body = where_body(Rule(Skills((), ()), Place(50.6, 3.0, km)))
        return int(body["aggs"]["squares"]["geotile_grid"]["precision"])

    assert [zoom(km) for km in (5, 30, 100, 200)] == sorted((zoom(km) for km in (5, 30, 100, 200)), reverse=True)
    assert zoom(30) > zoom(200)
