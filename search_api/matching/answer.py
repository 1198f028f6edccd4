"""What callers get: disclosed numbers and French sentences only."""

from dataclasses import dataclass
from typing import Any

from search_api.matching.disclosure import FLOOR, disclosed, gain
from search_api.matching.what_if import Counted


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What one relaxation would bring.

    kind: "radius", "skill" or "criterion"; value: km, skill code, or {criterion: value}; sentence: French.
    count: people then, None under the floor; gain: how many more than now, None when count is.
    """

    kind: str
    value: Any
    sentence: str
    count: int | None
    gain: int | None

    def body(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "value": self.value,
            "sentence": self.sentence,
            "count": self.count,
            "gain": self.gain,
        }


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """How many people a question targets: a multiple of `floor`, None when fewer than `floor`."""

    count: int | None
    floor: int = FLOOR
    what_if: tuple[WhatIf, ...] = ()

    def body(self) -> dict[str, Any]:
        return {"count": self.count, "floor": self.floor, "what_if": [one.body() for one in self.what_if]}


def answer(exact: int, relaxed: list[Counted]) -> CountAnswer:
    """The disclosed answer of exact counts."""
    base = disclosed(exact)
    return CountAnswer(base, what_if=tuple(_what_if(one, base) for one in relaxed))


def _what_if(counted: Counted, base: int | None) -> WhatIf:
    one, count = counted.relaxation, disclosed(counted.exact)
    return WhatIf(one.kind, one.value, one.sentence, count, gain(count, base))
