"""What a new index must pass before it serves: totals, schema version, and the product's own questions."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from opensearchpy import OpenSearch

from indexer.errors import CheckFailed
from mappings import schema_version
from search_api.engine.client import Engine
from search_api.engine.errors import EngineError
from search_api.engine.settings import EngineSettings


@dataclass(frozen=True)
class Truth:
    """What SQL says of an index whose rows change while it is filled.

    rows: how many documents there should be. changes: how many changes may be on their way since the run began; the
    index may differ by as many.
    """

    rows: int
    changes: int


@dataclass(frozen=True)
class Question:
    """A question of the product, put to the new index.

    text: what is asked, for people. ask: returns None when the answer is right, else what is wrong with it.
    """

    text: str
    ask: Callable[[Engine], Awaitable[str | None]]


def totals(client: OpenSearch, index: str, *, expected: int, least: int) -> None:
    """Raise CheckFailed unless `index` holds exactly the `expected` documents, at least `least`."""
    count = client.count(index=index)["count"]
    if count != expected:
        raise CheckFailed(f"{expected:,} documents were sent, the new index holds {count:,}")
    if count < least:
        raise CheckFailed(f"the new index holds {count:,} documents, at least {least:,} are expected")


def truth(client: OpenSearch, index: str, tell: Callable[[], Truth], *, least: int) -> None:
    """Raise CheckFailed unless `index` holds as many documents as SQL says, but for changes that are on their way."""
    count = client.count(index=index)["count"]
    # After the count: whatever changes between the two is among the changes told.
    told = tell()
    if abs(count - told.rows) > told.changes:
        raise CheckFailed(
            f"the database has {told.rows:,} rows, the new index {count:,} documents, "
            f"and {told.changes:,} changes since the run began do not explain the difference"
        )
    if count < least:
        raise CheckFailed(f"the new index holds {count:,} documents, at least {least:,} are expected")


def schema(client: OpenSearch, name: str, index: str) -> None:
    """Raise CheckFailed unless `index` has the schema version of this program."""
    found = client.indices.get_mapping(index=index)[index]["mappings"]["_meta"]["version"]
    if found != schema_version(name):
        raise CheckFailed(f"the new index has schema {found}, this program expects {schema_version(name)}")


def questions(settings: EngineSettings, name: str, index: str, asked: Sequence[Question]) -> None:
    """Put the product's own questions to `index` as if it served. Raises CheckFailed with every wrong answer."""
    wrong = asyncio.run(_ask(settings, name, index, asked)) if asked else []
    if wrong:
        raise CheckFailed("the new index answers wrongly: " + "; ".join(wrong))


async def _ask(settings: EngineSettings, name: str, index: str, asked: Sequence[Question]) -> list[str]:
    engine = Engine(settings, instead={name: index})
    wrong = []
    try:
        for question in asked:
            try:
                fault = await question.ask(engine)
            except EngineError as error:
                fault = str(error)
            if fault:
                wrong.append(f"{question.text}: {fault}")
    finally:
        await engine.close()
    return wrong
