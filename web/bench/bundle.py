"""Part of `vivier bench board`: the ZIP of an offer's favourites, from the click to the file, as a recruiter waits."""

import tempfile
import time
from pathlib import Path

from sqlmodel import col, select

from search_api.matching.criteria import Rule
from web.accounts.tables import Account
from web.anticv import service
from web.anticv.bundles import Bundles
from web.applications.tables import Application
from web.bench.report import Bar, Measured
from web.clock import utc_now
from web.db import Database
from web.offers.tables import Offer

ZIP_SECONDS = 20.0
# How often the page asks how far it is.
_ASKED_EVERY = 0.25


def measure(database: Database, account: Account, ref: str, rule: Rule | None = None, count: int = 200) -> Measured:
    """Star the `count` oldest applications of the offer `ref` and make their ZIP as the page does.

    account: of a recruiter who sees the offer. rule: of the offer, to tell distances too. Seconds; bytes.
    """
    _star(database, ref, count)
    with tempfile.TemporaryDirectory(prefix="vivier-bench-") as folder:
        bundles = Bundles(Path(folder), utc_now)
        began = time.perf_counter()
        with database.writing() as session:
            sheets = service.download_favourites(session, account, ref, rule, utc_now(), note=True)
        read = time.perf_counter() - began
        name, told = bundles.start(ref, sheets), []
        while (bundle := bundles.find(ref, name)) is not None and bundle.running:
            told.append(bundle.done)
            time.sleep(_ASKED_EVERY)
        took = time.perf_counter() - began
        bundles.close()
    if bundle is None or bundle.failed or bundle.done != count:
        raise RuntimeError(f"the ZIP was not made: {bundle}")
    figures = {
        "zip_anti_cvs": count,
        "zip_seconds": round(took, 2),
        "zip_seconds_to_read_rows": round(read, 2),
        "zip_bytes": bundle.bytes,
        "zip_progress_steps_seen": len(set(told)),
    }
    bars = [
        Bar(f"ZIP of {count} anti-CVs, seconds", took, ZIP_SECONDS),
        Bar("ZIP: steps of progress seen", len(set(told)), 3, least=True),
    ]
    return Measured(figures, bars)


def _star(database: Database, ref: str, count: int) -> None:
    with database.writing() as session:
        of_offer = select(Application).join(Offer).where(Offer.ref == ref)
        for number, one in enumerate(session.exec(of_offer.order_by(col(Application.sent_at), col(Application.id)))):
            one.favourite = number < count
            session.add(one)
