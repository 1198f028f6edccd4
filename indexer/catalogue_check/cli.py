"""`vivier catalogue ...`: for those who write the catalogue."""

import sys
from pathlib import Path

import click
import orjson

from indexer.catalogue_check import check as apply_rules
from indexer.catalogue_check.reference import Reference
from indexer.catalogue_check.spelling import Dictionary
from indexer.sources.catalogue import load


@click.group()
def catalogue() -> None:
    """Review the built-in catalogue of occupations, skills and traits (data/README.md says how it is written)."""


@catalogue.command()
@click.option(
    "--rome", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of ROME 4.0 CSV files."
)
@click.option("--hirings", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV: rome_id, hirings.")
@click.option(
    "--dictionary",
    type=click.Path(path_type=Path, file_okay=False),
    default="node_modules/dictionary-fr",
    show_default=True,
    help="Folder of the French dictionary (npm dictionary-fr).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def check(rome: Path | None, hirings: Path | None, dictionary: Path, as_json: bool) -> None:
    """Print the catalogue's figures and its faults; exit code 1 when there is one.

    \b
    vivier catalogue check --rome ROME/ --hirings rome_naf_mapping.csv
    """
    reference = Reference.read(rome, hirings) if rome else None
    outcome = apply_rules(load(), reference, Dictionary.load(dictionary))
    if as_json:
        click.echo(orjson.dumps({"figures": outcome.figures, "faults": outcome.faults}, option=orjson.OPT_INDENT_2))
    else:
        for name, figure in outcome.figures.items():
            click.echo(f"{name}: {figure}")
        click.echo("\n".join(outcome.faults))
        click.echo(f"{len(outcome.faults)} faults")
    sys.exit(1 if outcome.faults else 0)
