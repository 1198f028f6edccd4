"""`vivier bench autocomplete`: both fields of the landing page, from outside, as a person types.

With a peer, an Addok server that holds the same communes, the two answer the same letters in turn, one person and then
eight at once; ours holds the communes alone for that part.
"""

import contextlib
import dataclasses
import random
from collections.abc import Iterator

from indexer import lifecycle, registry
from indexer.progress import Progress
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings
from search_api.occupations import INDEX as OCCUPATIONS
from search_api.places.service import INDEX as PLACES
from web.bench import occupations, places
from web.bench.report import Bar, Report
from web.bench.server import api_server

PEER_ROUNDS = 3
PEER_SECONDS = 8.0


def run(settings: EngineSettings, streets: int = 500_000, peer: str | None = None) -> Report:
    """Load the indices of the bench, measure both fields, remove the indices. Some minutes."""
    figures: dict[str, object] = {}
    bars: list[Bar] = []
    with _indices(settings, streets), api_server(settings) as site:
        for half in (places, occupations):
            result = half.run(settings, site)
            figures |= result.figures
            bars += result.bars
    if peer:
        peer_figures, peer_bars = _against(settings, peer)
        figures |= peer_figures
        bars += peer_bars
    return Report("autocomplete", {"streets": streets, "towns_typed": places.TOWNS}, figures, bars)


@contextlib.contextmanager
def _indices(settings: EngineSettings, streets: int) -> Iterator[None]:
    try:
        _load_catalogue(settings)
        places.load_places(settings, streets)
        yield
    finally:
        _remove(settings)


def _load_catalogue(settings: EngineSettings) -> None:
    index = registry.INDICES[OCCUPATIONS]
    lifecycle.run(settings, registry.job(index, [index.default], registry.Wanted()), Progress(OCCUPATIONS))


def _remove(settings: EngineSettings) -> None:
    client = sync_client(settings)
    for index in (OCCUPATIONS, PLACES):
        client.indices.delete(index=f"{settings.prefix}{index}-*")
    client.close()


def _against(settings: EngineSettings, peer: str) -> tuple[dict[str, object], list[Bar]]:
    """Latency of both servers over the communes, in turns."""
    ours = dataclasses.replace(settings, prefix=f"{settings.prefix}communes-")
    texts = _letters()
    figures: dict[str, object] = {}
    bars = []
    try:
        places.load_places(ours, 0)
        with api_server(ours) as site:
            for clients in (1, places.CLIENTS):
                one, other = _in_turn(site, peer, texts, clients)
                figures |= {f"communes_{clients}_ours": one, f"communes_{clients}_addok": other}
                bars += [
                    Bar(f"communes, {clients} at once: {cut} ours / Addok", one[cut] / other[cut], 1.0)
                    for cut in ("p50_ms", "p99_ms")
                ]
    finally:
        client = sync_client(ours)
        client.indices.delete(index=f"{ours.prefix}{PLACES}-*")
        client.close()
    return figures, bars


def _letters() -> list[str]:
    """Every beginning of a thousand towns drawn by population."""
    towns = places.draw(random.Random(places.SEED))  # noqa: S311 (a draw, not a secret)
    return sorted({text[:size] for text, _ in towns for size in range(1, len(text) + 1) if text[size - 1] != " "})


def _in_turn(site: str, peer: str, texts: list[str], clients: int) -> tuple[dict[str, float], dict[str, float]]:
    """Medians over the rounds of each figure, so that a slow moment of the machine strikes both."""
    rounds: tuple[list[dict[str, float]], list[dict[str, float]]] = ([], [])
    for _ in range(PEER_ROUNDS):
        for kept, server in zip(rounds, (site, peer), strict=True):
            kept.append(places.together(server, texts, clients, PEER_SECONDS))
    one, other = ({key: _median([each[key] for each in kept]) for key in kept[0]} for kept in rounds)
    return one, other


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
