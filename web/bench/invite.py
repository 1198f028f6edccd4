"""`vivier bench invite`: everybody whom an offer targets becomes an invitation and a mail to send.

All of `size` people match one offer. Measured: the transaction of the click that publishes, alone and while the worker
writes; the worker's scan, from the message to the last invitation; then so many mails to a local server that takes
everything; and what the process's memory grows by.
"""

import contextlib
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import func, select

from indexer import lifecycle
from indexer.progress import Progress
from indexer.registry import Wanted, job
from indexer.sources import catalogue
from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings
from web.accounts.tables import Account
from web.bench.offer import TERMS
from web.bench.postgres_server import postgres_server
from web.bench.report import Bar, Report
from web.candidates.tables import Candidate
from web.clock import utc_now
from web.companies.tables import Company
from web.db import Database, migrate
from web.db.writes import id_of
from web.indices import indices
from web.invitations import service
from web.invitations.tables import Invitation, Sending
from web.offers.tables import Offer, State
from web.outbox.channels import Means, channel
from web.outbox.claims import Claimant
from web.outbox.running import LEASE
from web.outbox.tables import Channel, Message, Status
from web.outbox.worker import Loop
from web.settings import MailSettings, SiteSettings
from web.tokens import Tokens

OCCUPATION, TOWN = "aide-soignant", "59350"
MAILS = 3_000
_HOME = {"citycode": TOWN, "departement": "59", "lat": 50.633, "lon": 3.059}


def run(engine: EngineSettings, size: int = 100_000, postgres: bool = False) -> Report:
    """Some minutes; removes its indices and its database afterwards."""
    client = sync_client(engine)
    with tempfile.TemporaryDirectory(prefix="vivier-bench-") as folder, database_url(folder, postgres) as url:
        settings = SiteSettings(engine=engine, database_url=url, secret="s" * 32)
        database = Database(url)
        migrate.upgrade(database)
        offers = _fill(database, size)
        try:
            for name in ("occupations", "places", "candidates"):
                index = indices(lambda: settings)[name]
                work = replace(job(index, [index.default], Wanted()), min_count=1)
                lifecycle.run(engine, work, Progress(name))
            return _measure(settings, database, offers, size, postgres)
        finally:
            database.close()
            client.indices.delete(index=f"{engine.prefix}*")
            client.close()


@contextlib.contextmanager
def database_url(folder: str, postgres: bool) -> Iterator[str]:
    """URL of an empty database: a file in `folder`, or a PostgreSQL that ends with the block."""
    if not postgres:
        yield f"sqlite:///{Path(folder) / 'vivier.db'}"
        return
    # As a server in production: every commit is on the disk.
    with postgres_server({"shared_buffers": "512MB", "fsync": "on", "synchronous_commit": "on"}) as server:
        yield server.url()


def _fill(database: Database, size: int) -> list[int]:
    """People who all match, and three offers that are about to be published."""
    now = utc_now()
    skills = [skill.code for skill in catalogue.load().occupations[OCCUPATION].core]
    profile = {"skills": skills, "home": _HOME, "mobility_km": 50}
    search = {"occupation": OCCUPATION, "citycode": TOWN, "radius_km": 30, "required": [], "excluded": []}
    with database.writing() as session:
        people = [
            {
                "ref": f"bench{number:09}",
                "email": f"person{number}@people{number % 50}.example",
                "first_name": "Camille",
                "last_name": f"Essai {number}",
                "phone": "",
                "profile": profile,
                "consented_at": now,
                "revision": 1,
                "created_at": now,
                "updated_at": now,
            }
            for number in range(size)
        ]
        session.connection().execute(insert(Candidate), people)
        company = Company(siren="732829320", siret="73282932000074", name="Banc d'essai", created_at=now)
        session.add(company)
        session.flush()
        author = Account(
            email="bench@bench.example",
            first_name="A",
            last_name="B",
            password_hash="",
            company_id=company.id,
            created_at=now,
        )
        session.add(author)
        session.flush()
        offers = [
            Offer(
                company_id=id_of(company),
                author_id=id_of(author),
                state=State.PUBLISHED,
                occupation=OCCUPATION,
                occupation_label="Aide-soignant / Aide-soignante",
                citycode=TOWN,
                place_label="Lille",
                search=search,
                answers={},
                terms=TERMS.to_json(),
                standing=False,
                created_at=now,
                updated_at=now,
                published_at=now,
            )
            for _ in range(3)
        ]
        session.add_all(offers)
        session.flush()
        return [id_of(offer) for offer in offers]


def _measure(settings: SiteSettings, database: Database, offers: list[int], size: int, postgres: bool) -> Report:
    alone = _click(database, offers[0])
    before = _megabytes()
    began = time.perf_counter()
    done = threading.Event()
    writer = threading.Thread(target=_scan, args=(settings, database, done))
    writer.start()
    meanwhile = []
    # Clicks while the worker writes; their own scans come after and are not waited for.
    for offer in offers[1:]:
        done.wait(1.0)
        meanwhile.append(_click(database, offer))
    writer.join()
    writing = time.perf_counter() - began
    grown = _megabytes() - before
    invitations, mails = _counts(database, offers[0])
    rate = _send(settings, database)
    return Report(
        "invite",
        {"people": size, "database": "postgresql" if postgres else "sqlite", "mails_sent": MAILS},
        {
            "invitations": invitations,
            "mails_written": mails,
            "writing_s": round(writing, 1),
            "written_per_second": round(size / writing),
            "click_alone_ms": round(1000 * alone),
            "click_meanwhile_ms": [round(1000 * one) for one in meanwhile],
            "memory_grown_mb": round(grown, 1),
            "mails_per_second": round(rate),
        },
        [
            Bar("seconds to write 100,000 invitations and their mails", round(writing * 100_000 / size, 1), 60),
            Bar("people without an invitation", size - invitations, 0),
            Bar("the click, s, at most", round(max(alone, *meanwhile), 2), 1.0),
            Bar("memory grown, MB", round(grown, 1), 150),
        ],
    )


def _click(database: Database, offer_id: int) -> float:
    """Seconds of the transaction that hands an offer to the worker."""
    began = time.perf_counter()
    with database.writing() as session:
        service.start(session, session.get_one(Offer, offer_id), utc_now())
    return time.perf_counter() - began


def _scan(settings: SiteSettings, database: Database, done: threading.Event) -> None:
    """Work as `vivier worker` does until the first sending is over."""
    means = Means(settings, database, Tokens(settings.secret), utc_now)
    made = channel(Channel.INVITE, means)
    loop = Loop(database, Claimant("bench:invite", Channel.INVITE.value, made.per_minute, LEASE), made, utc_now)
    while not _first_is_done(database):
        loop.turn()
    made.close()
    done.set()


def _first_is_done(database: Database) -> bool:
    with database.reading() as session:
        return session.exec(select(Sending.done_at).order_by(Sending.id).limit(1)).one() is not None  # type: ignore[arg-type]


def _counts(database: Database, offer_id: int) -> tuple[int, int]:
    with database.reading() as session:
        wanted = select(func.count()).select_from(Invitation).where(Invitation.offer_id == offer_id)
        mails = select(func.count()).select_from(Message).where(Message.channel == Channel.MAIL)
        return session.exec(wanted).one(), session.exec(mails).one()


def _send(settings: SiteSettings, database: Database) -> float:
    """Mails a second, over one connection."""
    sink: subprocess.Popen[str] = subprocess.Popen(
        [sys.executable, "-m", "web.bench.mail_sink"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert sink.stdout is not None  # noqa: S101 (for mypy: it is a pipe)
        port = int(sink.stdout.readline())
        mail = MailSettings(smtp_url=f"smtp://127.0.0.1:{port}", domain_per_minute=1_000_000)
        means: Any = Means(replace(settings, mail=mail), database, Tokens(settings.secret), utc_now)
        made = channel(Channel.MAIL, means)
        loop = Loop(database, Claimant("bench:mail", Channel.MAIL.value, None, LEASE), made, utc_now)
        began = time.perf_counter()
        while _sent(database) < MAILS and loop.turn():
            pass
        took = time.perf_counter() - began
        made.close()
        return _sent(database) / took
    finally:
        sink.terminate()
        sink.wait(10)


def _sent(database: Database) -> int:
    with database.reading() as session:
        wanted = select(func.count()).where(Message.channel == Channel.MAIL, Message.status == Status.DONE)
        return session.exec(wanted).one()


def _megabytes() -> float:
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
