"""All the favourites' anti-CVs in one ZIP: made in threads, kept on disk for an hour under a random name.

A bundle is a folder of `home/downloads`: `state.json` tells how far it is, `bundle.zip` is there once it is done. So
any process of the site on this machine can tell and serve it, and what a killed one left is swept away. Typst lays a
page out without Python's lock: two threads make 200 PDFs in 4 s on two cores.
"""

import json
import re
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from web.anticv import pdf, spreadsheets
from web.applications.sheet import Sheet
from web.clock import Clock, day_of
from web.refs import new_ref

LIFE = timedelta(hours=1)
# A bundle of a thousand takes 20 s: one that has not moved for so long was left by a process that is gone.
STALLED = timedelta(minutes=5)
_THREADS = 2
_REF = re.compile(r"[A-Za-z0-9_-]{6,64}")
# PDFs between two notes of how far it is.
_STEP = 5


@dataclass(frozen=True, slots=True)
class Bundle:
    """offer: reference of its offer. applications: references of what it holds. made_at: when it was asked for;
    seen_at: when it last moved, both ISO 8601. done: PDFs made. bytes: size once it is ready, else 0. failed: it could
    not be made."""

    ref: str
    offer: str
    applications: tuple[str, ...]
    made_at: str
    seen_at: str
    done: int = 0
    bytes: int = 0
    failed: bool = False

    @property
    def running(self) -> bool:
        return not self.bytes and not self.failed

    @property
    def percent(self) -> int:
        return round(100 * self.done / max(len(self.applications), 1))

    @property
    def until(self) -> datetime:
        """When it is taken away."""
        return datetime.fromisoformat(self.made_at) + LIFE


class Bundles:
    """The bundles of one running site. home: the folder of what the product keeps."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self._folder, self._clock = home / "downloads", clock
        self._makers = ThreadPoolExecutor(_THREADS, "anti-cv")
        # One bundle at a time: two would only make each other wait.
        self._line = ThreadPoolExecutor(1, "bundle")
        self._closing = threading.Event()
        self._timers: set[threading.Timer] = set()
        self._own: set[str] = set()

    def start(self, offer: str, sheets: Sequence[Sheet]) -> str:
        """Begin a bundle and return its reference; that of the one under way when it holds the same."""
        self.sweep()
        wanted = tuple(one.ref for one in sheets)
        for bundle in self._all():
            if bundle.running and (bundle.offer, bundle.applications) == (offer, wanted):
                return bundle.ref
        now = self._clock()
        bundle = Bundle(new_ref(), offer, wanted, now.isoformat(), now.isoformat())
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._make_folder(bundle)
        self._own.add(bundle.ref)
        self._line.submit(self._make, bundle, list(sheets), day_of(now))
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

    def forget(self, applications: Collection[str]) -> None:
        """Take away every bundle that holds one of these: they were withdrawn, or the person has erased themselves."""
        for bundle in self._all():
            if not set(applications).isdisjoint(bundle.applications):
                self.remove(bundle)

    def sweep(self) -> None:
        """Take away what is older than an hour, and what nobody can read."""
        now = self._clock()
        for path in self._folder.iterdir() if self._folder.exists() else ():
            bundle = self._read(path)
            if bundle is None or bundle.until < now:
                shutil.rmtree(path, ignore_errors=True)

    def close(self) -> None:
        """Stop: what is half made is dropped."""
        self._closing.set()
        for timer in list(self._timers):
            timer.cancel()
        # First those whom the other waits for.
        self._makers.shutdown(cancel_futures=True)
        self._line.shutdown(cancel_futures=True)
        for bundle in self._all():
            if bundle.running and bundle.ref in self._own:
                self.remove(bundle)

    def _make(self, bundle: Bundle, sheets: list[Sheet], today: date) -> None:
        half = self._path(bundle.ref) / "half"
        try:
            with zipfile.ZipFile(half, "w") as archive:
                for done, file in enumerate(self._makers.map(pdf.pdf, sheets), 1):
                    # Already deflated.
                    archive.writestr(_entry(f"{sheets[done - 1].file_stem}.pdf", today), file)
                    if done % _STEP == 0:
                        self._keep(replace(bundle, done=done))
                table = _entry("candidatures.csv", today)
                archive.writestr(table, spreadsheets.csv_file(sheets), zipfile.ZIP_DEFLATED)
            size = half.stat().st_size
            half.replace(self.file(bundle))
            self._keep(replace(bundle, done=len(sheets), bytes=size))
            self._sweep_later()
        except (CancelledError, RuntimeError):
            # The site stops: `close` takes it away.
            if not self._closing.is_set():
                raise
        except Exception:
            # Taken away while it was made: nothing to tell.
            if self._path(bundle.ref).exists():
                self._keep(replace(bundle, failed=True))
                raise

    def _sweep_later(self) -> None:
        timer = threading.Timer(LIFE.total_seconds() + 1, self.sweep)
        timer.daemon = True
        self._timers = {one for one in self._timers if one.is_alive()} | {timer}
        timer.start()

    def _make_folder(self, bundle: Bundle) -> None:
        # Elsewhere and then moved: another process sweeps away a folder that does not say what it is.
        half = Path(tempfile.mkdtemp(prefix="download-", dir=self._folder.parent))
        _write(half, self._now(bundle))
        half.rename(self._path(bundle.ref))

    def _path(self, ref: str) -> Path:
        return self._folder / ref

    def _all(self) -> Iterator[Bundle]:
        for path in list(self._folder.iterdir()) if self._folder.exists() else ():
            if bundle := self._read(path):
                yield bundle

    def _keep(self, bundle: Bundle) -> None:
        _write(self._path(bundle.ref), self._now(bundle))

    def _now(self, bundle: Bundle) -> Bundle:
        return replace(bundle, seen_at=self._clock().isoformat())

    def _read(self, path: Path) -> Bundle | None:
        try:
            held = json.loads((path / "state.json").read_text())
            bundle = Bundle(**{**held, "applications": tuple(held["applications"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None
        stalled = bundle.running and datetime.fromisoformat(bundle.seen_at) + STALLED < self._clock()
        return replace(bundle, failed=True) if stalled else bundle


def _write(folder: Path, bundle: Bundle) -> None:
    partial = folder / "state.part"
    partial.write_text(json.dumps(asdict(bundle)))
    partial.replace(folder / "state.json")


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    # Midnight for all: a time would tell in which order they were made.
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry
