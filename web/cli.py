"""The `vivier` command. A command here is a call; what it does lives in the module that it names."""

import signal
import sys
from typing import Any, ClassVar, NoReturn

import click

from search_api.engine.embedded import EmbeddedEngine
from search_api.engine.errors import EngineError
from search_api.engine.settings import EngineSettings

_EPILOG = "Settings come from the environment; docs/ref-settings.md lists them."


class _Commands(click.Group):
    """Turns what went wrong into one line and an exit code, and loads a group when it is first named."""

    lazy: ClassVar = {
        "index": ("web.indices", "index"),
        "generate": ("indexer.cli", "generate"),
        "bench": ("web.bench.cli", "bench"),
        "db": ("web.db.cli", "db"),
        "staff": ("web.accounts.cli", "staff"),
        "worker": ("web.outbox.cli", "worker"),
        "catalogue": ("indexer.catalogue_check.cli", "catalogue"),
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.lazy])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.lazy:
            module, name = self.lazy[cmd_name]
            loaded: click.Command = getattr(__import__(module, fromlist=[name]), name)
            return loaded
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        from sqlalchemy.exc import OperationalError

        from indexer.errors import IndexingError

        try:
            return super().invoke(ctx)
        except (EngineError, IndexingError) as error:
            raise click.ClickException(str(error)) from None
        except OperationalError as error:
            raise click.ClickException(f"database: {str(error.orig).strip()}") from None


@click.group(cls=_Commands, epilog=_EPILOG)
@click.version_option(package_name="vivier")
def main() -> None:
    """Vivier: who near here has the skills for this job?

    \b
    vivier up                    the whole product on http://127.0.0.1:8000
    vivier index places FILE     load an address registry
    vivier index status          what the engine holds
    vivier bench count --json    how quick it is, against the bare engine
    """
    signal.signal(signal.SIGTERM, _stop)


def _stop(*_: object) -> NoReturn:
    # As Ctrl-C does: the blocks that are open close what they started.
    sys.exit(128 + signal.SIGTERM)


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the site (8000, or VIVIER_PORT).")
@click.option("--candidates", default=20_000, show_default=True, help="Demo candidates to make when there are none.")
@click.option("--bare", is_flag=True, help="Invent nothing: neither candidates nor the company that recruits.")
def up(port: int | None, candidates: int, bare: bool) -> None:
    """Start everything: the engine, the indices that are missing, the site. Ctrl-C stops it all.

    An empty home gets invented candidates, and a company whose recruiters can be looked over the shoulder.
    """
    from web.up import up as start

    start(port, 0 if bare else candidates)


@main.group()
def engine() -> None:
    """The embedded OpenSearch: start it by itself, stop it, ask how it is."""


@engine.command("start")
def engine_start() -> None:
    """Start the engine in the background, until `vivier engine stop`."""
    embedded = _embedded()
    pid = embedded.start()
    click.echo(f"engine: running on {embedded.settings.hosts[0]} (process {pid})")


@engine.command("stop")
def engine_stop() -> None:
    """Stop the engine that runs in the background."""
    click.echo("engine: stopped" if _embedded().stop() else "engine: was not running")


@engine.command("status")
def engine_status() -> None:
    """Say whether the engine runs and answers; exit code 1 when it does not."""
    embedded = _embedded()
    pid = embedded.pid()
    if pid and embedded.answers():
        click.echo(f"engine: running on {embedded.settings.hosts[0]} (process {pid})")
        return
    click.echo("engine: starting or not answering" if pid else "engine: not running")
    raise SystemExit(1)


def _embedded() -> EmbeddedEngine:
    settings = EngineSettings.from_env()
    if settings.external:
        raise click.ClickException("OPENSEARCH_URL names a cluster of yours; there is no embedded engine to manage")
    return EmbeddedEngine(settings, say=lambda line: click.echo(line, err=True))
