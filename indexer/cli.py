"""`vivier index ...` and `vivier generate ...`: a command is a call."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson

from indexer import lifecycle, registry, status
from indexer.progress import Progress
from search_api.engine.embedded import EmbeddedEngine
from search_api.engine.settings import EngineSettings


class _Share(click.ParamType[float]):
    """A share: "1%" or "0.01"."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is not a share; write 1% or 0.01", param, ctx)
        return share


def commands(indices: Mapping[str, registry.Index]) -> click.Group:
    """`vivier index ...` over these indices."""
    group = click.Group("index", help=_HELP)
    for about in indices.values():
        group.add_command(_load_command(about))
    group.add_command(_status_command(indices))
    group.add_command(_rollback_command(indices))
    return group


_HELP = """Load, check and roll back the search indices.

Each load builds a new version beside the one that serves, checks it, and lets it serve in one step.
Whatever goes wrong before, the present version goes on serving.

\b
vivier index places                           the built-in communes
vivier index places adresses-59.csv.gz        addresses of the national registry
vivier index places --source communes --source addok adresses-59.ndjson.gz      both
vivier index occupations --source rome ROME/  ROME 4.0, folder of CSV files
vivier index candidates                       the people of the database
vivier index candidates profiles.ndjson --max-rejects 0.5%
vivier index candidates --count 100000        demo candidates
vivier index status                           what is loaded
vivier index rollback places                  the version before serves again
"""


def _load_command(about: registry.Index) -> click.Command:
    """The command that loads one index; all have the same options."""
    sources = "\b\n" + "\n".join(f"{name:<10} {kind.about}" for name, kind in about.kinds.items())
    drawn = any(kind.drawn for kind in about.kinds.values())
    options: list[Callable[[Any], Any]] = [
        click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
        click.option(
            "--source",
            "sources",
            multiple=True,
            type=click.Choice(list(about.kinds)),
            help=f"Where from; may be given several times. When left out: told by the PATHs, or {about.default}.",
        ),
        click.option("--dry-run", is_flag=True, help="Read and validate everything, write nothing."),
        click.option(
            "--max-rejects",
            type=_Share(),
            default="1%",
            show_default=True,
            help="Share of bad lines above which the run stops.",
        ),
        click.option("--min-count", type=click.IntRange(0), help="Fewest documents that the new index must hold."),
        click.option(
            "--rejects",
            type=click.Path(path_type=Path, dir_okay=False),
            help="File for the bad lines.  [default: INDEX-TIME.rejects.ndjson here]",
        ),
    ]
    if drawn:
        options += [
            click.option("--count", type=click.IntRange(1), help="Demo: how many.  [default: 20000]"),
            click.option("--seed", type=int, help="Demo: the same seed, the same people.  [default: 1]"),
        ]

    def load(**given: Any) -> None:
        _load(about, **given)

    for option in reversed(options):
        load = option(load)
    load.__doc__ = f"Load {about.about}.\n\nSources:\n\n{sources}"
    return click.command(about.name)(load)


def _load(
    about: registry.Index,
    paths: tuple[Path, ...],
    sources: tuple[str, ...],
    dry_run: bool,
    max_rejects: float,
    min_count: int | None,
    rejects: Path | None,
    **drawn: int | None,
) -> None:
    given = {name: value for name, value in drawn.items() if value is not None}
    if given and not sources:
        sources = tuple(name for name, kind in about.kinds.items() if kind.drawn)
    job = registry.job(about, registry.choose(about, sources, paths), registry.Wanted(paths, **given))
    job = replace(
        job,
        max_rejects=max_rejects,
        min_count=job.min_count if min_count is None else min_count,
        rejects=rejects or Path(f"{about.name}-{datetime.now(UTC):%Y%m%d-%H%M%S}.rejects.ndjson"),
    )
    progress = Progress(about.name, job.expected)
    began = time.monotonic()
    if dry_run:
        tally = lifecycle.rehearse(job, progress)
    else:
        with _engine() as settings:
            tally = lifecycle.run(settings, job, progress)
    click.echo(lifecycle.summary(job, tally, time.monotonic() - began, dry_run=dry_run))


def _status_command(indices: Mapping[str, registry.Index]) -> click.Command:
    @click.command("status")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
    def index_status(as_json: bool) -> None:
        """Show every version of every index: which one serves, documents, size, schema, source.

        Exit code 1 when an index is not loaded that needs no file of yours.
        """
        with _engine() as settings:
            found = status.rows(settings, indices)
        if as_json:
            click.echo(orjson.dumps({"versions": [row.body() for row in found]}, option=orjson.OPT_INDENT_2))
        else:
            click.echo(status.table(found, indices))
        needed = {index.name for index in indices.values() if index.built_in}
        if not needed <= {row.index for row in found if row.state == "serves"}:
            sys.exit(1)

    return index_status


def _rollback_command(indices: Mapping[str, registry.Index]) -> click.Command:
    @click.command("rollback")
    @click.argument("name", type=click.Choice(list(indices)))
    @click.option("--to", help="Name of the version, as `vivier index status` shows it.  [default: the one before]")
    def index_rollback(name: str, to: str | None) -> None:
        """Let the version before the present one serve again.

        \b
        vivier index rollback places
        vivier index rollback places --to vivier-places-20261123-063000-123456
        """
        with _engine() as settings:
            now = lifecycle.roll_back(settings, name, to, Progress(name))
        click.echo(f"{name}: {now} serves")

    return index_rollback


@click.group()
def generate() -> None:
    """Make demonstration data."""


@generate.command("candidates")
@click.option("--count", type=click.IntRange(1), default=20_000, show_default=True, help="How many profiles.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same people.")
@click.option("--out", type=click.File("wb", lazy=True), default="-", help="File to write.  [default: standard output]")
def generate_candidates(count: int, seed: int, out: Any) -> None:
    """Invent profiles: one JSON object a line, in the format of data/candidate.schema.json.

    \b
    vivier generate candidates --count 1000000 --seed 7 --out people.ndjson
    vivier index candidates people.ndjson
    """
    from indexer.generate import lines

    for block in lines(count, seed):
        out.write(block)


@contextlib.contextmanager
def _engine() -> Iterator[EngineSettings]:
    """The engine of the settings: a cluster, or the embedded one, started for this command when it does not run."""
    settings = EngineSettings.from_env()
    if settings.external:
        yield settings
        return
    with EmbeddedEngine(settings, say=lambda line: click.echo(line, err=True)).running():
        yield settings
