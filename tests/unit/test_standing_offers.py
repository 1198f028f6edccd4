"""Open offers as stored queries, and what is asked of them."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mappings import index_body, schema_version
from mappings.candidates import Candidate
from search_api.matching.percolate import percolate_body, standing_offer
from search_api.matching.query import count_body
from tests import people
from tests.unit.test_matching_queries import DEMANDING, PLAIN

GOLDEN = Path(__file__).parents[1] / "golden"
SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
COOK = Candidate(
    id="candidate0000001",
    skills=("dice", "roast"),
    lat=50.633,
    lon=3.059,
    mobility_km=30,
    departements=("59",),
    remote=("full",),
)
NOBODY = Candidate(id="candidate0000002", skills=(), lat=50.633, lon=3.059, mobility_km=5)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("standing_offer", standing_offer("offer00000000001", PLAIN, SINCE).body()),
        ("standing_offer_demanding", standing_offer("offer00000000002", DEMANDING, SINCE).body()),
        ("percolate", percolate_body(COOK)),
        ("percolate_without_skills", percolate_body(NOBODY, after=[1772442000000, "offer00000000001"])),
    ],
)
def test_what_goes_to_the_engine_has_the_agreed_shape(
    name: str, body: dict[str, Any], pytestconfig: pytest.Config
) -> None:
    path = GOLDEN / f"{name}.json"
    found = json.loads(json.dumps(body))
    if pytestconfig.getoption("update_golden"):
        path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(path.read_text("utf-8"))


def test_the_stored_query_is_the_one_that_counts() -> None:
    assert standing_offer("offer00000000001", DEMANDING, SINCE).query == count_body(DEMANDING)["query"]


def test_standing_offers_have_the_fields_of_candidates_whatever_those_become() -> None:
    theirs, ours = index_body("candidates")["mappings"], index_body("standing-offers")["mappings"]
    assert {name: ours["properties"][name] for name in theirs["properties"]} == theirs["properties"]
    assert ours["_meta"]["version"] == schema_version("standing-offers") > schema_version("candidates")


def test_what_is_compared_first_leaves_out_nobody_whom_the_rule_targets() -> None:
    rng = random.Random(7)
    crowd = [people.candidate(rng, number) for number in range(150)]
    met = 0
    for rule in (people.rule(rng) for _ in range(150)):
        offer = standing_offer("offer00000000001", rule, SINCE)
        for one in crowd:
            if not rule.targets(one):
                continue
            met += 1
            body = one.body()
            assert (
                body["cell"] in offer.cells
                or offer.departement in one.departements
                or (offer.fully_remote and "full" in (one.remote or ()))
            )
            assert len(set(offer.kept) & set(one.skills)) >= offer.needed
            assert set(offer.required) <= set(one.skills)
    assert met > 300, "the random world is too empty to prove anything"
