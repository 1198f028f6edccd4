"""Answers kept for some seconds."""

import asyncio

import pytest

from search_api.matching.kept import Kept


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _asked(kept: Kept, keys: str) -> list[str]:
    """Ask for each key in turn; return those that had to be found anew."""
    found: list[str] = []

    async def ask() -> None:
        for key in keys:

            async def find(key: str = key) -> str:
                found.append(key)
                return key.upper()

            assert await kept.get(key, find) == key.upper()

    asyncio.run(ask())
    return found


def test_an_answer_is_found_once() -> None:
    assert _asked(Kept(), "aabab") == ["a", "b"]


def test_an_answer_is_found_anew_when_it_is_old() -> None:
    clock = _Clock()
    kept = Kept(seconds=10, clock=clock)
    assert _asked(kept, "a") == ["a"]
    clock.now = 9.9
    assert _asked(kept, "a") == []
    clock.now = 10.0
    assert _asked(kept, "a") == ["a"]


def test_no_more_answers_are_kept_than_allowed() -> None:
    assert _asked(Kept(entries=2), "abcab") == ["a", "b", "c", "a", "b"]


def test_an_error_is_passed_on_and_not_kept() -> None:
    kept = Kept()

    async def fail() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(kept.get("a", fail))
    assert _asked(kept, "a") == ["a"]
