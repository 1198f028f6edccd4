"""`vivier db ...`: the schema of the database of DATABASE_URL."""

import click

from web.db import Database, migrate
from web.settings import SiteSettings


@click.group()
def db() -> None:
    """The database: bring its schema up to date, say how it stands."""


@db.command()
def upgrade() -> None:
    """Bring the schema to the newest version (`vivier up` does it too)."""
    database = _database()
    migrate.upgrade(database)
    click.echo(f"database: schema {migrate.current(database)}")


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Bring the schema back to REVISION; "base" removes every table."""
    database = _database()
    migrate.downgrade(database, revision)
    click.echo(f"database: schema {migrate.current(database) or 'empty'}")


@db.command()
def status() -> None:
    """Say which schema the database has; exit code 1 when this program wants another."""
    have, want = migrate.current(_database()), migrate.newest()
    click.echo(f"database: schema {have or 'empty'}" + ("" if have == want else f"; vivier db upgrade makes it {want}"))
    raise SystemExit(have != want)


@db.command()
@click.argument("message")
def revise(message: str) -> None:
    """Write a migration from what the tables say and the database has not; read it before you commit it."""
    migrate.revise(_database(), message)


def _database() -> Database:
    settings = SiteSettings.from_env()
    settings.home.mkdir(parents=True, exist_ok=True)
    return Database(settings.database)
