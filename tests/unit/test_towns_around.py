"""The question for the towns of a map."""

import json
from pathlib import Path

import pytest

from search_api.places.around import around_query

GOLDEN = Path(__file__).parents[1] / "golden" / "places_around.json"


def test_the_query_has_the_agreed_shape(pytestconfig: pytest.Config) -> None:
    query = around_query(3.06, 50.63, 48, 200)
    if pytestconfig.getoption("update_golden"):
        GOLDEN.write_text(json.dumps(query, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert query == json.loads(GOLDEN.read_text("utf-8"))
