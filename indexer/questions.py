"""The product's own questions that a new index must answer before it serves, for the sources that allow to know."""

from collections.abc import Sequence

from indexer.check import Question


def questions_for(index: str, kinds: Sequence[str]) -> Sequence[Question]:
    """Questions for `index` filled from `kinds`."""
    return [question for kind in kinds for question in _QUESTIONS.get((index, kind), ())]


_QUESTIONS: dict[tuple[str, str], Sequence[Question]] = {}
