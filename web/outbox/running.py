"""Workers as threads: one loop for each channel, several for mails, so that no channel waits for another."""

import contextlib
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

from web import sweeping
from web.clock import utc_now
from web.db import Database
from web.outbox.channels import CHANNELS, Channel, Means, channel
from web.outbox.claims import Claimant
from web.outbox.tables import Channel as Name
from web.outbox.worker import Loop
from web.reminders.daily import Daily
from web.secret import secret_of
from web.settings import SiteSettings
from web.tokens import Tokens

# Longer than any one message takes: a mail server may be silent for 20 s at each of six words.
LEASE = timedelta(minutes=5)


@contextlib.contextmanager
def working(settings: SiteSettings, connections: int = 1, lease: timedelta = LEASE) -> Iterator[None]:
    """Threads that deal with the outbox while the block runs; at its end each finishes the message in hand.

    connections: to the mail server. Raises SettingError.
    """
    database = Database(settings.database)
    means = Means(settings, database, Tokens(secret_of(settings)), utc_now)
    stop = threading.Event()
    names = [name for name in CHANNELS for _ in range(connections if name == Name.MAIL else 1)]
    # All are made before any works: a setting that cannot be used ends the command at once.
    threads = [_thread(name, channel(name, means), means, lease, stop) for name in names]
    threads.append(threading.Thread(target=Daily(database, means.clock).run, args=(stop,), name="worker reminders"))
    threads.append(threading.Thread(target=sweeping.run, args=(database, means.clock, stop), name="worker sweeping"))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        database.close()


def _thread(name: Name, made: Channel, means: Means, lease: timedelta, stop: threading.Event) -> threading.Thread:
    # Unique for ever: a worker that was started again must not take the leases of the one before for its own.
    worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    loop = Loop(means.database, Claimant(worker, name.value, made.per_minute, lease), made, means.clock)

    def run() -> None:
        try:
            loop.run(stop)
        finally:
            made.close()

    return threading.Thread(target=run, name=f"worker {name.value}")
