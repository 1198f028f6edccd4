"""`vivier staff ...`: the first member of staff and the first codes, before there is anyone to sign in."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import click

from web.accounts import codes, links, passwords, rules, service
from web.clock import utc_now
from web.db import Database, migrate
from web.secret import secret_of
from web.settings import SiteSettings
from web.tokens import Tokens


@click.group()
def staff() -> None:
    """The team: open an account for a member of staff, issue invitation codes."""


@staff.command()
@click.argument("mail")
@click.option("--first-name", default="Équipe", show_default=True)
@click.option("--last-name", default="Vivier", show_default=True)
def add(mail: str, first_name: str, last_name: str) -> None:
    """Open an account for MAIL and print a link, good once and for an hour, that sets its password.

    Run again for the same MAIL, it prints a new link.
    """
    settings = SiteSettings.from_env()
    try:
        with _database(settings) as database, database.writing() as session:
            email = rules.email(mail)
            account = service.add_staff(session, email, first_name, last_name, passwords.unusable(), utc_now())
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    token = Tokens(secret_of(settings)).make(links.RESET, links.subject(account), utc_now())
    click.echo(f"{settings.site_url}/mot-de-passe/{token}")


@staff.command()
@click.option("--uses", type=click.IntRange(1, 10_000), default=1, show_default=True, help="How many may sign up.")
@click.option("--days", type=click.IntRange(1, 3_650), default=30, show_default=True, help="How long it is good for.")
@click.option("--note", default="", help="Why, for the back office.")
def code(uses: int, days: int, note: str) -> None:
    """Issue an invitation code and print it."""
    with _database(SiteSettings.from_env()) as database, database.writing() as session:
        issued = codes.issue(session, uses, timedelta(days=days), utc_now(), note=note)
    click.echo(rules.shown_code(issued.code))


@contextlib.contextmanager
def _database(settings: SiteSettings) -> Iterator[Database]:
    """The database, its schema up to date."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(Database(settings.database)) as database:
        migrate.upgrade(database)
        yield database
