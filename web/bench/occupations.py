"""The occupation half of `vivier bench autocomplete`: letters to type over the appellations, and latency."""

import http.client
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import quote, urlsplit

import orjson

from indexer.sources.catalogue import load
from mappings.text import fold
from search_api.engine.client import WHOLE
from search_api.engine.settings import EngineSettings
from search_api.occupations import INDEX, NEEDED
from search_api.occupations.query import suggest_query
from web.bench.keystrokes import typed_letter_by_letter
from web.bench.report import Bar, Measured, percentiles

NAMES = 1_000
QUESTIONS = 1_500
LIMIT = 5


def run(settings: EngineSettings, site: str, seed: int = 20261123) -> Measured:
    """Measure the occupation field of the site at `site`, whose index is loaded in `settings`' engine."""
    rng = random.Random(seed)  # noqa: S311 (a draw, not a secret)
    targets = _draw(rng)
    ask = _Connection(site)
    typing = typed_letter_by_letter(targets, ask.suggest)
    bare, ours = _latency(settings, ask, [text[:size] for text, _ in targets for size in range(1, len(text) + 1)], rng)
    bare_figures, our_figures = percentiles(bare), percentiles(ours)
    return Measured(
        {"occupations_typing": typing, "occupations_bare": bare_figures, "occupations_http": our_figures},
        [Bar("occupations: HTTP p50 / bare query p50", our_figures["p50_ms"] / bare_figures["p50_ms"], 1.5)],
    )


def _draw(rng: random.Random) -> list[tuple[str, str]]:
    """Names as a person types them (small letters, no accents), drawn by how often employers hire."""
    occupations = list(load().occupations.values())
    chosen = rng.choices(occupations, [2**one.frequency for one in occupations], k=NAMES)
    names = [(rng.choice((one.label, *one.appellations)), one.code) for one in chosen]
    return [(fold(rng.choice((name.masculine, name.feminine))), code) for name, code in names]


class _Connection:
    """One keep-alive connection to the site."""

    def __init__(self, site: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(site).netloc)

    def suggest(self, text: str) -> list[str]:
        answer = orjson.loads(self.get(text))
        return [one["code"] for one in answer["results"]]

    def get(self, text: str) -> bytes:
        self._http.request("GET", f"/api/occupations?limit={LIMIT}&q={quote(text)}")
        return self._http.getresponse().read()


def _latency(
    settings: EngineSettings, ours: _Connection, texts: list[str], rng: random.Random
) -> tuple[list[float], list[float]]:
    """Seconds of the bare query and of our endpoint, in turn, over texts that the strict question answers."""
    bare_http = http.client.HTTPConnection(urlsplit(settings.hosts[0]).netloc)
    path = f"/{settings.prefix}{INDEX}/_search?request_cache=false&filter_path={WHOLE},{NEEDED}"
    took: tuple[list[float], list[float]] = ([], [])

    def bare(body: bytes) -> None:
        bare_http.request("POST", path, body, {"content-type": "application/json"})
        bare_http.getresponse().read()

    for text in _sample(texts, rng):
        query = suggest_query(text, LIMIT)
        if query is None:
            continue
        took[0].append(_seconds(partial(bare, orjson.dumps(query))))
        took[1].append(_seconds(partial(ours.get, text)))
    return took


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _sample(texts: list[str], rng: random.Random) -> Iterator[str]:
    yield from rng.sample(sorted(set(texts)), min(QUESTIONS, len(set(texts))))
