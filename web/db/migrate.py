"""Migrations (Alembic), shipped in the package: `vivier db upgrade`, and at the start of `vivier up`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from web.db.database import Database


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema to `revision`, forwards."""
    _with_connection(database, lambda config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    """Bring the schema back to `revision` ("base": no table at all)."""
    _with_connection(database, lambda config: command.downgrade(config, revision))


def revise(database: Database, message: str) -> None:
    """Write a migration from the difference between `database` and the tables; to be read before it is committed."""
    _with_connection(database, lambda config: command.revision(config, message, autogenerate=True))


def current(database: Database) -> str | None:
    """The revision of the schema, None when there is none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this program wants."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(str(resources.files("web.db") / "migrations"))))
    # Files in order of writing: 0001_..., 0002_...
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _with_connection(database: Database, run: Callable[[Config], object]) -> None:
    config = _config()
    with database.engine.connect() as connection, _loose_references(connection):
        config.attributes["connection"] = connection
        run(config)


@contextmanager
def _loose_references(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by making it anew and dropping the old one, which would take along every row that refers to
    it (https://www.sqlite.org/lang_altertable.html, step 1)."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Under SQLAlchemy, which would open a transaction first: within one, SQLite ignores the pragma.
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
