"""The files of `mappings/`: every index has the shared analysis and describes each of its fields."""

from collections.abc import Iterator
from typing import Any

import pytest

from indexer.registry import INDICES
from mappings import index_body, schema_version


def fields(properties: dict[str, Any], path: str = "") -> Iterator[str]:
    for name, about in properties.items():
        yield path + name
        yield from fields(about.get("properties", {}), f"{path}{name}.")


@pytest.mark.parametrize("name", INDICES)
def test_an_index_is_strict_versioned_and_describes_every_field(name: str) -> None:
    mappings = index_body(name)["mappings"]
    assert mappings["dynamic"] == "strict"
    assert schema_version(name) >= 1
    described = set(mappings["_meta"]["fields"])
    # Sub-fields ("keywords.exact") may be described too; every real field must be.
    assert set(fields(mappings["properties"])) <= described


@pytest.mark.parametrize("name", INDICES)
def test_the_shared_french_analysis_is_merged_and_reasons_are_left_out(name: str) -> None:
    body = index_body(name)
    assert {"french_text", "french_exact"} <= set(body["settings"]["analysis"]["analyzer"])
    assert "_why" not in str(body)
    body["settings"].clear()
    assert index_body(name)["settings"]
