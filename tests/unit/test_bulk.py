"""Every document handed over is accounted for, whatever the engine answers."""

from collections.abc import Callable
from typing import Any, cast

import orjson
import pytest
from opensearchpy import OpenSearch
from opensearchpy import exceptions as os_errors

from indexer.bulk import CHUNK_DOCUMENTS, Patience, Sender, Sent, action, send
from indexer.documents import Document
from search_api.engine.errors import EngineRefused, EngineUnavailable

QUICK = Patience(overloaded=0.2, silent=0.05, first_delay=0.001, longest_delay=0.01)
Answer = Callable[[list[str]], dict[str, Any]]


class FakeEngine:
    """Answers each bulk call by the next of `answers`, then accepts everything."""

    def __init__(self, *answers: Answer) -> None:
        self.transport = self
        self.calls: list[list[str]] = []
        self._answers = list(answers)

    def perform_request(self, _method: str, _path: str, *, body: bytes, **_: Any) -> dict[str, Any]:
        ids = [orjson.loads(line)["index"]["_id"] for line in body.splitlines()[::2]]
        self.calls.append(ids)
        return self._answers.pop(0)(ids) if self._answers else accept(ids)


def accept(ids: list[str]) -> dict[str, Any]:
    return {"items": [{"index": {"status": 201}} for _ in ids]}


def statuses(*codes: int) -> Answer:
    return lambda _: {"items": [{"index": {"status": code, "error": {"reason": "why"}}} for code in codes]}


def fail(error: Exception) -> Answer:
    def answer(_: list[str]) -> dict[str, Any]:
        raise error

    return answer


def sent(engine: FakeEngine, count: int, patience: Patience = QUICK) -> Sent:
    lines = [action(Document(f"d{number}", {"n": number})) for number in range(count)]
    return send(cast(OpenSearch, engine), "places-1", lines, patience)


def test_a_refused_call_is_sent_again() -> None:
    engine = FakeEngine(fail(os_errors.TransportError(429, "circuit_breaking_exception", {})))
    assert sent(engine, 3).created == 3
    assert engine.calls == [["d0", "d1", "d2"]] * 2


def test_only_the_items_refused_for_lack_of_room_are_sent_again() -> None:
    engine = FakeEngine(statuses(201, 429, 200, 503))
    result = sent(engine, 4)
    assert (result.created, result.replaced) == (3, 1)
    assert engine.calls[1] == ["d1", "d3"]


def test_a_document_that_the_mapping_refuses_is_a_rejected_line_with_its_id() -> None:
    result = sent(FakeEngine(statuses(201, 400)), 2)
    (refused,) = result.refused
    assert (refused.file, refused.reason, refused.raw) == ("document d1", "the engine refused it: why", '{"n":1}')


def test_after_a_lost_answer_documents_that_are_there_already_count_as_created() -> None:
    engine = FakeEngine(fail(os_errors.ConnectionTimeout("TIMEOUT", "slow", Exception())), statuses(200, 201))
    result = sent(engine, 2)
    assert (result.created, result.replaced) == (2, 0)


def test_patience_ends_with_one_clear_error() -> None:
    overloaded = FakeEngine(*[statuses(429)] * 1000)
    with pytest.raises(EngineUnavailable, match="overloaded"):
        sent(overloaded, 1)
    gone = FakeEngine(*[fail(os_errors.ConnectionError("N/A", "refused", Exception()))] * 1000)
    with pytest.raises(EngineUnavailable, match="does not answer"):
        sent(gone, 1)


def test_an_answer_for_another_number_of_documents_is_an_error() -> None:
    with pytest.raises(EngineRefused, match="sent 2 documents, the engine answered for 1"):
        sent(FakeEngine(statuses(201)), 2)


def test_an_index_that_is_gone_ends_the_run() -> None:
    with pytest.raises(EngineRefused, match="HTTP 404"):
        sent(FakeEngine(statuses(404)), 1)


def test_the_sender_cuts_chunks_and_counts_all() -> None:
    engine = FakeEngine()
    number = 2 * CHUNK_DOCUMENTS + 7
    with Sender(cast(OpenSearch, engine), "places-1", QUICK) as sender:
        results = [one for n in range(number) for one in sender.take(Document(str(n), {}))]
        results += sender.finish()
    assert sum(one.created for one in results) == number
    assert sorted(len(call) for call in engine.calls) == [7, CHUNK_DOCUMENTS, CHUNK_DOCUMENTS]


def test_an_error_of_a_sender_reaches_the_caller() -> None:
    engine = FakeEngine(statuses(404))
    with pytest.raises(EngineRefused), Sender(cast(OpenSearch, engine), "places-1", QUICK) as sender:
        list(sender.take(Document("1", {})))
        list(sender.finish())
