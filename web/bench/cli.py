"""`vivier bench ...`: each command measures, prints its report and exits 1 when a bar does not hold."""

import contextlib
import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from search_api.engine.embedded import EmbeddedEngine
from search_api.engine.settings import EngineSettings

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")


@click.group()
def bench() -> None:
    """Measure the product against the engine asked directly, in the same run (minutes). Exit code 1: a bar fails."""


@bench.command()
@_json
@click.option("--streets", default=500_000, show_default=True, help="Generated streets beside the communes.")
@click.option("--peer", metavar="URL", help="An Addok server over the same communes, to measure in the same run.")
def autocomplete(as_json: bool, streets: int, peer: str | None) -> None:
    """Places and occupations while typing: letters needed, latency, eight people at once."""
    from web.bench.autocomplete import run

    with _engine() as settings:
        sys.exit(run(settings, streets=streets, peer=peer).show(as_json=as_json))


@bench.command()
@_json
@click.option("--size", default=5_000, show_default=True, help="Applications of the offer.")
@click.option("--postgres", is_flag=True, help="On a PostgreSQL of its own instead of SQLite.")
def board(as_json: bool, size: int, postgres: bool) -> None:
    """The applications of a large offer, for eight recruiters at once: the page, an act, the ZIP of the anti-CVs."""
    from web.bench.board import run

    sys.exit(run(size=size, postgres=postgres).show(as_json=as_json))


@bench.command()
@_json
@click.option("--size", default=1_000_000, show_default=True, help="Profiles to count over.")
@click.option("--peer", type=click.Choice(["postgres"]), help="Also ask PostgreSQL + PostGIS + intarray.")
def count(as_json: bool, size: int, peer: str | None) -> None:
    """Counting people near a place: our endpoint, the bare engine, and PostgreSQL if asked."""
    from web.bench.count import run

    with _engine() as settings:
        sys.exit(run(settings, size=size, peer=peer).show(as_json=as_json))


@bench.command()
@_json
@click.option("--size", default=1_000_000, show_default=True, help="Profiles to index.")
def index(as_json: bool, size: int) -> None:
    """Indexing profiles: our path against pre-serialised bulk calls to the same node."""
    from web.bench.index import run

    with _engine() as settings:
        sys.exit(run(settings, size=size).show(as_json=as_json))


@bench.command()
@_json
@click.option("--size", default=100_000, show_default=True, help="People whom the offer targets.")
@click.option("--postgres", is_flag=True, help="On a PostgreSQL of its own instead of SQLite.")
def invite(as_json: bool, size: int, postgres: bool) -> None:
    """Inviting everybody whom an offer targets: the click, the worker, the mails."""
    from web.bench.invite import run

    with _engine() as settings:
        sys.exit(run(settings, size=size, postgres=postgres).show(as_json=as_json))


@bench.command()
@_json
@click.option("--size", default=100_000, show_default=True, help="Open offers.")
def percolate(as_json: bool, size: int) -> None:
    """One new profile put to open offers: latency, and the same offers as the rule in Python finds."""
    from web.bench.percolate import run

    with _engine() as settings:
        sys.exit(run(settings, size=size).show(as_json=as_json))


@bench.command()
@_json
@click.option(
    "--rome", type=click.Path(path_type=Path, exists=True), required=True, help="Folder of ROME 4.0 CSV files."
)
@click.option("--hirings", type=click.Path(path_type=Path, exists=True), required=True, help="CSV: rome_id, hirings.")
@click.option("--sample", type=int, help="Ask so many names instead of all.")
def relevance(as_json: bool, rome: Path, hirings: Path, sample: int | None) -> None:
    """The official names of ROME as questions to the built-in catalogue."""
    from web.bench.relevance import run

    with _engine() as settings:
        sys.exit(run(settings, rome, hirings, sample).show(as_json=as_json))


@contextlib.contextmanager
def _engine() -> Iterator[EngineSettings]:
    """The engine of the settings, with index names of the bench's own."""
    settings = EngineSettings.from_env()
    bench_settings = dataclasses.replace(settings, prefix=f"{settings.prefix}bench-")
    if settings.external:
        yield bench_settings
        return
    with EmbeddedEngine(settings, say=lambda line: click.echo(line, err=True)).running():
        yield bench_settings
