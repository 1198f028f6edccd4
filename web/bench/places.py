"""The place half of `vivier bench autocomplete`: letters to type until a town is there, and latency.

Towns and streets are in one index, and no question says which it wants: the harder case.
"""

import asyncio
import http.client
import random
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from indexer import lifecycle
from indexer.documents import Item
from indexer.progress import Progress
from indexer.sources import communes
from mappings.text import fold
from search_api.engine.client import WHOLE, Engine, sync_client
from search_api.engine.settings import EngineSettings
from search_api.places import PlaceQuestion, search
from search_api.places.service import INDEX, NEEDED
from web.bench.keystrokes import typed_letter_by_letter
from web.bench.report import Bar, Measured, percentiles
from web.bench.streets import streets

TOWNS = 1_000
QUESTIONS = 1_500
LIMIT = 5
CLIENTS = 8
LOAD_SECONDS = 10.0
SEED = 20261123

Bodies = tuple[bytes, ...]


def load_places(settings: EngineSettings, count: int = 500_000) -> None:
    """Load the built-in communes and `count` invented streets; the engine's request cache is off."""

    def items() -> Iterator[Item]:
        return chain(communes.read(()), streets(count))

    work = lifecycle.Job(INDEX, "bench", items, expected=35_000 + count)
    lifecycle.run(settings, work, Progress(INDEX, work.expected))
    client = sync_client(settings)
    client.indices.put_settings(index=settings.prefix + INDEX, body={"index.requests.cache.enable": False})
    client.close()


def run(settings: EngineSettings, site: str, seed: int = SEED) -> Measured:
    """Measure the place field of the site at `site`, whose index is loaded in `settings`' engine."""
    rng = random.Random(seed)  # noqa: S311 (a draw, not a secret)
    towns = draw(rng)
    texts = sorted({text[:size] for text, _ in towns for size in range(1, len(text) + 1) if text[size - 1] != " "})
    ask = _Connection(site)
    typing = typed_letter_by_letter(towns, ask.suggest)
    bare, ours = (percentiles(took) for took in _latency(settings, ask, rng.sample(texts, min(QUESTIONS, len(texts)))))
    crowd = together(site, texts)
    return Measured(
        {"places_typing": typing, "places_bare": bare, "places_http": ours, f"places_{CLIENTS}_clients": crowd},
        [
            Bar("places: letters until first, mean", typing["first_mean"], 4.8),
            Bar("places: letters until among five, mean", typing["five_mean"], 3.5),
            Bar("places: share lost by typing on", typing["lost_share"], 0.03),
            Bar("places: HTTP p50 / bare query p50", ours["p50_ms"] / bare["p50_ms"], 1.5),
            Bar(f"places: p99 at {CLIENTS} clients, ms", crowd["p99_ms"], 25.0),
        ],
    )


def draw(rng: random.Random, count: int = TOWNS) -> list[tuple[str, str]]:
    """Distinct communes drawn by population: (name as people type it, citycode)."""
    known = [town for town in communes.known_towns().values() if town.type == "municipality" and town.population]
    # Efraimidis and Spirakis: weighted, without replacement.
    known.sort(key=lambda town: rng.random() ** (1 / town.population), reverse=True)
    return [(fold(town.name), town.id) for town in known[:count]]


class _Connection:
    """One keep-alive connection to the site."""

    def __init__(self, site: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(site).netloc)

    def suggest(self, text: str) -> list[str]:
        features = orjson.loads(self.get(text))["features"]
        return [_town(feature["properties"]) for feature in features]

    def get(self, text: str) -> bytes:
        self._http.request("GET", f"/search/?autocomplete=1&limit={LIMIT}&q={quote(text)}")
        answer = self._http.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"/search/ answered {answer.status} to {text!r}")
        return body


def _town(properties: dict[str, Any]) -> str:
    # A street carries its town's code, but is not the town.
    return str(properties["citycode"]) if properties["type"] == "municipality" else ""


def _latency(settings: EngineSettings, ours: _Connection, texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds of the bare questions to the engine and of our endpoint, in turn."""
    asked = asyncio.run(_bodies(settings, texts))
    bare = http.client.HTTPConnection(urlsplit(settings.hosts[0]).netloc)
    path = f"/{settings.prefix}{INDEX}/_search?filter_path={WHOLE},{NEEDED}"
    took: tuple[list[float], list[float]] = ([], [])
    for number, text in enumerate(texts):
        for way in (0, 1) if number % 2 else (1, 0):
            began = time.perf_counter()
            if way:
                ours.get(text)
            else:
                for body in asked[text]:
                    bare.request("POST", path, body, {"content-type": "application/json"})
                    bare.getresponse().read()
            took[way].append(time.perf_counter() - began)
    return took


async def _bodies(settings: EngineSettings, texts: Sequence[str]) -> dict[str, Bodies]:
    """What our endpoint asks the engine for each text."""
    engine = _Recorder(settings)
    asked = {}
    try:
        for text in texts:
            engine.seen.clear()
            await search(engine, PlaceQuestion(text, limit=LIMIT))
            asked[text] = tuple(engine.seen)
    finally:
        await engine.close()
    return asked


class _Recorder(Engine):
    """An engine that notes what it was asked."""

    def __init__(self, settings: EngineSettings) -> None:
        super().__init__(settings)
        self.seen: list[bytes] = []

    async def search(self, index: str, body: Any, **params: Any) -> dict[str, Any]:
        self.seen.append(orjson.dumps(body))
        return await super().search(index, body, **params)


def together(
    site: str, texts: Sequence[str], clients: int = CLIENTS, seconds: float = LOAD_SECONDS
) -> dict[str, float]:
    """Latency while `clients` people type at once, each waiting for an answer before the next letter."""
    took: list[float] = []
    end = time.perf_counter() + seconds

    def client(seed: int) -> None:
        rng, ask, mine = random.Random(seed), _Connection(site), []  # noqa: S311
        while (began := time.perf_counter()) < end:
            ask.get(rng.choice(texts))
            mine.append(time.perf_counter() - began)
        took.extend(mine)

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return percentiles(took) | {"per_second": round(len(took) / seconds, 1)}
