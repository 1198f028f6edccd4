"""`vivier worker`: sends what is to be sent, until it is told to stop."""

import logging
import threading

import click

from web.outbox.running import working
from web.settings import SiteSettings


@click.command()
@click.option("--connections", type=click.IntRange(1, 50), default=2, show_default=True, help="To the mail server.")
def worker(connections: int) -> None:
    """Send mails and invitations and keep the indices up to date, beside any number of sites and other workers.

    SIGTERM and Ctrl-C stop it after the message in hand.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with working(SiteSettings.from_env(), connections):
        click.echo("worker: started (Ctrl-C stops)", err=True)
        # Until the signal: `web.cli` turns it into SystemExit here.
        threading.Event().wait()
