"""All the favourites' anti-CVs in one ZIP: made in threads, kept on disk for an hour under a random name.

A bundle is a folder of `home/downloads`: `state.json` tells how far it is, `bundle.zip` is there once it is done. So
any process of the site can tell and serve it, and what a killed one left is swept away. Typst lays a page out without
Python's lock: two threads make 200 PDFs in 4 s on two cores.
"""

import json
import re
import shutil
import threading
import zipfile
from collections.abc import Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from web.anticv import pdf, spreadsheets
from web.applications.sheet import Sheet
from web.clock import Clock
from web.refs import new_ref

LIFE = timedelta(hours=1)
_THREADS = 2
_REF = re.compile(r"[A-Za-z0-9_-]{6,64}")
_STEP = 5


@dataclass(frozen=True, slots=True)
class Bundle:
    """offer: reference of its offer. applications: references of what it holds. done: PDFs made. made_at: when it was
    asked for, ISO 8601. bytes: size once it is ready, else 0. failed: it could not be made."""

    ref: str
    offer: str
    applications: tuple[str, ...]
    made_at: str
    done: int = 0
    bytes: int = 0
    failed: bool = False

    @property
    def running(self) -> bool:
        return not self.bytes and not self.failed

    @property
    def percent(self) -> int:
        return round(100 * self.done / max(len(self.applications), 1))


class Bundles:
    """The bundles of one running site."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self._folder, self._clock = home / "downloads", clock
        self._makers = ThreadPoolExecutor(_THREADS, "anti-cv")
        # One bundle at a time: two would only make each other wait.
        self._line = ThreadPoolExecutor(1, "bundle")
        self._closing = threading.Event()

    def start(self, offer: str, sheets: Sequence[Sheet]) -> str:
        """Begin a bundle and return its reference."""
        self.sweep()
        now = self._clock()
        bundle = Bundle(new_ref(), offer, tuple(one.ref for one in sheets), now.isoformat())
        self._path(bundle.ref).mkdir(parents=True, mode=0o700)
        self._keep(bundle)
        self._line.submit(self._make, bundle, list(sheets), now)
        return bundle.ref

    def find(self, offer: str, ref: str) -> Bundle | None:
        """A bundle of this offer; None when there is none, or no longer."""
        self.sweep()
        bundle = self._read(self._path(ref)) if _REF.fullmatch(ref) else None
        return bundle if bundle and bundle.offer == offer else None

    def file(self, bundle: Bundle) -> Path:
        """The ZIP of a bundle that is ready."""
        return self._path(bundle.ref) / "bundle.zip"

    def remove(self, bundle: Bundle) -> None:
        """Take a bundle away before its time."""
        shutil.rmtree(self._path(bundle.ref), ignore_errors=True)

    def sweep(self) -> None:
        """Take away what is older than an hour."""
        now = self._clock()
        for path in self._folder.iterdir() if self._folder.exists() else ():
            bundle = self._read(path)
            if bundle is None or datetime.fromisoformat(bundle.made_at) + LIFE < now:
                shutil.rmtree(path, ignore_errors=True)

    def close(self) -> None:
        """Stop: what is half made is dropped."""
        self._closing.set()
        self._line.shutdown(cancel_futures=True)
        self._makers.shutdown(cancel_futures=True)

    def _make(self, bundle: Bundle, sheets: list[Sheet], now: datetime) -> None:
        half = self._path(bundle.ref) / "half"
        try:
            with zipfile.ZipFile(half, "w") as archive:
                for done, file in enumerate(self._makers.map(pdf.pdf, sheets), 1):
                    if self._closing.is_set():
                        return
                    # Already deflated.
                    archive.writestr(_entry(f"{sheets[done - 1].file_stem}.pdf", now.date()), file)
                    if done % _STEP == 0:
                        self._keep(replace(bundle, done=done))
                table = _entry("candidatures.csv", now.date())
                archive.writestr(table, spreadsheets.csv_file(sheets), zipfile.ZIP_DEFLATED)
            size = half.stat().st_size
            half.replace(self.file(bundle))
            self._keep(replace(bundle, done=len(sheets), bytes=size))
            timer = threading.Timer(LIFE.total_seconds() + 1, self.sweep)
            timer.daemon = True
            timer.start()
        except CancelledError:
            return
        except Exception:
            self._keep(replace(bundle, failed=True))
            raise

    def _path(self, ref: str) -> Path:
        return self._folder / ref

    def _keep(self, bundle: Bundle) -> None:
        partial = self._path(bundle.ref) / "state.part"
        partial.write_text(json.dumps(asdict(bundle)))
        partial.replace(partial.with_name("state.json"))

    @staticmethod
    def _read(path: Path) -> Bundle | None:
        try:
            held = json.loads((path / "state.json").read_text())
        except (OSError, ValueError):
            return None
        return Bundle(**{**held, "applications": tuple(held["applications"])})


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    # Midnight for all: a time would tell in which order they were made.
    return zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
