"""Candidate profiles as NDJSON: the format, what it refuses, and what becomes of it."""

import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from indexer.documents import Document, Rejected
from indexer.sources.candidates_ndjson import json_schema, read
from mappings import index_body
from mappings.candidates import ANY, Candidate

SCHEMA = Path(__file__).parents[2] / "data" / "candidate.schema.json"
LEAST: dict[str, Any] = {
    "id": "a1b2c3d4",
    "skills": ["saluer"],
    "home": {"citycode": "2A004", "departement": "2A", "lat": 41.92345, "lon": 8.73612},
    "mobility_km": 20,
    "standing": {"active": True, "consenting": True},
}
FULL: dict[str, Any] = LEAST | {
    "departements": ["2A", "974"],
    "licences": [],
    "wishes": {
        "occupations": ["cuisinier"],
        "contracts": ["cdi"],
        "time": ["part"],
        "weekly_hours": {"least": 10, "most": 20},
        "salary": 24_000,
        "hours": ["day"],
        "remote": ["full"],
    },
    "traits": ["autonomie"],
    "experiences": [{"occupation": "cuisinier", "months": 5, "since": "2024-01", "to": "2024-06"}],
    "standing": {"active": True, "consenting": True, "paused": False, "capped": True},
}


def _read(tmp_path: Path, *lines: Any) -> list[Document | Rejected]:
    file = tmp_path / "people.ndjson"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text(text + "\n", "utf-8")
    return list(read([file]))


def test_the_schema_file_is_that_of_the_format() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == json_schema()


@pytest.mark.parametrize("profile", [LEAST, FULL])
def test_a_valid_profile_passes_the_schema_and_the_reader(profile: dict[str, Any], tmp_path: Path) -> None:
    jsonschema.Draft202012Validator(json_schema()).validate(profile)
    (item,) = _read(tmp_path, profile)
    assert isinstance(item, Document)
    assert item.id == "a1b2c3d4"


def test_what_was_not_said_is_indexed_as_any(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, LEAST)
    assert isinstance(item, Document)
    assert {item.body[name] for name in ("contracts", "time", "licences", "hours", "remote")} == {(ANY,)}
    assert item.body["weekly_hours"] == {"gte": 0, "lte": 168}
    assert item.body["salary_wish"] == 0
    assert item.body["reachable"] is True


def test_having_no_licence_is_not_the_same_as_not_saying(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, FULL)
    assert isinstance(item, Document)
    assert item.body["licences"] == ()
    assert item.body["reachable"] is False, "the weekly cap is reached"


def test_a_home_is_never_finer_than_a_hundred_metres(tmp_path: Path) -> None:
    (item,) = _read(tmp_path, LEAST)
    assert isinstance(item, Document)
    assert item.body["home"] == {"lat": 41.923, "lon": 8.736}


@pytest.mark.parametrize(
    "key", ["name", "first_name", "sex", "age", "birth_date", "nationality", "mail", "phone", "address"]
)
def test_a_key_that_identifies_is_refused_by_reader_and_schema(key: str, tmp_path: Path) -> None:
    for profile in (LEAST | {key: "x"}, LEAST | {"home": LEAST["home"] | {key: "x"}}):
        (item,) = _read(tmp_path, profile)
        assert isinstance(item, Rejected)
        assert key in item.reason
        assert not jsonschema.Draft202012Validator(json_schema()).is_valid(profile)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mobility_km": 25}, "mobility_km"),
        ({"mobility_km": "20"}, "mobility_km"),
        ({"id": "short"}, "id"),
        ({"home": LEAST["home"] | {"lat": 91}}, "home.lat"),
        ({"home": LEAST["home"] | {"citycode": "2C004"}}, "home.citycode"),
        ({"wishes": {"contracts": []}}, "wishes.contracts"),
        ({"wishes": {"weekly_hours": {"least": 30, "most": 20}}}, "wishes.weekly_hours"),
        ({"wishes": {"salary": 1.5}}, "wishes.salary"),
        ({"standing": {"active": True}}, "standing.consenting"),
    ],
)
def test_a_bad_line_says_where(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    good, bad = _read(tmp_path, LEAST, LEAST | change)
    assert isinstance(good, Document)
    assert isinstance(bad, Rejected)
    assert (bad.line, bad.reason.split(":")[0]) == (2, reason)


def test_broken_json_is_rejected_and_the_next_line_is_read(tmp_path: Path) -> None:
    broken, good = _read(tmp_path, '{"id": ', LEAST)
    assert isinstance(broken, Rejected)
    assert isinstance(good, Document)


def test_a_compressed_file_reads_the_same(tmp_path: Path) -> None:
    packed = tmp_path / "people.ndjson.gz"
    packed.write_bytes(gzip.compress(json.dumps(FULL).encode() + b"\n\n"))
    assert list(read([packed])) == _read(tmp_path, FULL)


def test_the_document_has_exactly_the_mapped_fields() -> None:
    mapped = index_body("candidates")["mappings"]
    body = Candidate("someone1", (), 0, 0, 5).body()
    assert set(body) == set(mapped["properties"]) == set(mapped["_meta"]["fields"])
    assert mapped["dynamic"] == "strict"
