"""Migrations lead from nothing to the tables of the program and back, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from web.db import Database, migrate
from web.db.tables import metadata


def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    assert migrate.current(database) == migrate.newest()
    with database.engine.connect() as connection:
        assert not compare_metadata(MigrationContext.configure(connection), metadata)


def test_every_migration_goes_back(database: Database) -> None:
    migrate.downgrade(database, "base")
    assert migrate.current(database) is None
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(database)
    assert migrate.current(database) == migrate.newest()
