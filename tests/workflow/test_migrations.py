"""Migrations lead from nothing to the tables of the program and back, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

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


def test_a_migration_keeps_the_rows_and_those_that_refer_to_them(database: Database) -> None:
    migrate.downgrade(database, "0001")
    with database.writing() as session:
        for row in (
            (
                "INSERT INTO account (id, ref, role, email, first_name, last_name, phone, password_hash, created_at) "
                "VALUES (1, 'one', 'recruiter', 'one@ateliers.example', 'Olive', 'Perrin', '', '', :now)"
            ),
            "INSERT INTO signed_in (id, digest, account_id, created_at, expires_at) VALUES (1, :digest, 1, :now, :now)",
        ):
            session.execute(text(row), {"now": "2026-03-02 09:00:00.000000+00:00", "digest": b"0" * 32})

    for revision in (*("head", "0001") * 2, "head"):
        (migrate.upgrade if revision == "head" else migrate.downgrade)(database, revision)
        with database.reading() as session:
            assert session.execute(text("SELECT count(*) FROM account")).scalar_one() == 1
            assert session.execute(text("SELECT count(*) FROM signed_in")).scalar_one() == 1
