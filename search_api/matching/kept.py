"""Answers kept for some minutes in the process: catalogue and registry change a few times a year."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

KEPT_SECONDS = 300.0
KEPT_ENTRIES = 10_000


class Kept:
    """At most `entries` answers, none older than `seconds`; the one kept longest goes first.

    `clock` gives seconds that never go back (tests hand in their own).
    """

    def __init__(
        self,
        seconds: float = KEPT_SECONDS,
        entries: int = KEPT_ENTRIES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._most, self._clock = seconds, entries, clock
        self._entries: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()

    def seen(self, key: Hashable) -> Any:
        """The answer kept under `key`, None when there is none or it is too old."""
        entry = self._entries.get(key)
        return entry[1] if entry is not None and self._clock() < entry[0] else None

    async def get(self, key: Hashable, find: Callable[[], Awaitable[T]]) -> T:
        """The answer kept under `key`, else what `find` answers now. An error is passed on and not kept."""
        kept: T | None = self.seen(key)
        if kept is not None:
            return kept
        found = await find()
        self._entries[key] = (self._clock() + self._seconds, found)
        self._entries.move_to_end(key)
        if len(self._entries) > self._most:
            self._entries.popitem(last=False)
        return found
