"""ZIPs of favourites: where they are kept, how long, and what becomes of those that nobody finishes."""

import json
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests import sheets
from web.anticv import pdf
from web.anticv.bundles import Bundle, Bundles
from web.applications.sheet import Sheet


class Clock:
    def __init__(self) -> None:
        self.now = sheets.NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bundles(tmp_path: Path, clock: Clock) -> Iterator[Bundles]:
    made = Bundles(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs that cost nothing: what they hold is tested elsewhere."""
    monkeypatch.setattr(pdf, "pdf", lambda one: one.ref.encode())


def some(count: int) -> list[Sheet]:
    return [sheets.ordinary(ref=f"reference{number:03}") for number in range(count)]


def ready(bundles: Bundles, ref: str, offer: str = "offer") -> Bundle:
    for _ in range(1_000):
        bundle = bundles.find(offer, ref)
        assert bundle is not None
        if not bundle.running:
            return bundle
        time.sleep(0.01)
    raise AssertionError("it is never ready")


def folders(home: Path) -> list[str]:
    return [path.name for path in (home / "downloads").iterdir()]


def test_it_holds_everybody_in_order_and_nobody_else_may_read_its_folder(bundles: Bundles, tmp_path: Path) -> None:
    bundle = ready(bundles, bundles.start("offer", some(12)))
    assert (bundle.done, bundle.percent, bundle.failed) == (12, 100, False)
    with zipfile.ZipFile(bundles.file(bundle)) as archive:
        assert archive.namelist()[:2] == ["anti-cv-reference000.pdf", "anti-cv-reference001.pdf"]
        assert archive.testzip() is None
        assert len(archive.namelist()) == 13
    assert [path.stat().st_mode & 0o077 for path in (tmp_path / "downloads", bundles.file(bundle).parent)] == [0, 0]


def test_how_far_it_is_can_be_told_while_it_is_made(bundles: Bundles, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Semaphore(11)
    monkeypatch.setattr(pdf, "pdf", lambda one: go_on.acquire() and one.ref.encode())
    ref = bundles.start("offer", some(20))
    for _ in range(1_000):
        bundle = bundles.find("offer", ref)
        if bundle and bundle.done == 10:
            break
        time.sleep(0.01)
    assert bundle is not None
    assert (bundle.running, bundle.percent) == (True, 50)
    go_on.release(20)
    assert ready(bundles, ref).done == 20


def test_it_is_found_by_its_own_offer_and_by_another_process(bundles: Bundles, tmp_path: Path, clock: Clock) -> None:
    ref = bundles.start("offer", some(1))
    ready(bundles, ref)
    assert bundles.find("another", ref) is None
    other = Bundles(tmp_path, clock)
    assert other.find("offer", ref) == bundles.find("offer", ref)
    other.close()


@pytest.mark.parametrize("ref", ["", "..", "../..", "a/b", "x" * 65, "none-has-it"])
def test_a_reference_that_is_none_finds_nothing(bundles: Bundles, ref: str) -> None:
    assert bundles.find("offer", ref) is None


def test_it_goes_after_an_hour(bundles: Bundles, tmp_path: Path, clock: Clock) -> None:
    ready(bundles, bundles.start("offer", some(1)))
    clock.now += timedelta(minutes=59)
    bundles.sweep()
    assert len(folders(tmp_path)) == 1
    clock.now += timedelta(minutes=2)
    bundles.sweep()
    assert folders(tmp_path) == []


def test_those_that_hold_a_person_go_with_the_person(bundles: Bundles, tmp_path: Path) -> None:
    kept = bundles.start("offer", some(3))
    gone = bundles.start("offer", some(5))
    ready(bundles, kept)
    ready(bundles, gone)
    bundles.forget(["reference004", "another"])
    assert folders(tmp_path) == [kept]
    bundles.forget([])
    assert folders(tmp_path) == [kept]


def test_one_that_goes_while_it_is_made_is_no_failure(
    bundles: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(one: Sheet) -> bytes:
        began.set()
        go_on.wait(20)
        return one.ref.encode()

    monkeypatch.setattr(pdf, "pdf", slow)
    ref = bundles.start("offer", some(6))
    began.wait(20)
    bundles.forget(["reference000"])
    go_on.set()
    after = bundles.start("offer", some(1))
    assert ready(bundles, after).done == 1
    assert bundles.find("offer", ref) is None
    assert folders(tmp_path) == [after]


def test_what_a_killed_process_left_half_made_is_told_as_failed(bundles: Bundles, tmp_path: Path, clock: Clock) -> None:
    left = tmp_path / "downloads" / "half-made-ref"
    left.mkdir(parents=True)
    told = Bundle("half-made-ref", "offer", ("a", "b"), clock.now.isoformat(), clock.now.isoformat(), done=1)
    (left / "state.json").write_text(json.dumps({name: getattr(told, name) for name in told.__slots__}))
    found = bundles.find("offer", "half-made-ref")
    assert found is not None
    assert found.running
    clock.now += timedelta(minutes=6)
    found = bundles.find("offer", "half-made-ref")
    assert found is not None
    assert (found.running, found.failed) == (False, True)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"ref": "x"}', '{"applications": 3}'])
def test_what_nobody_can_read_is_swept_away(bundles: Bundles, tmp_path: Path, text: str) -> None:
    left = tmp_path / "downloads" / "unreadable"
    left.mkdir(parents=True)
    (left / "state.json").write_text(text)
    assert bundles.find("offer", "unreadable") is None
    assert folders(tmp_path) == []


def test_a_site_that_stops_leaves_nothing_half_made(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = threading.Event()

    def slow(one: Sheet) -> bytes:
        began.set()
        time.sleep(0.02)
        return one.ref.encode()

    monkeypatch.setattr(pdf, "pdf", slow)
    stopping = Bundles(tmp_path, clock)
    stopping.start("offer", some(200))
    stopping.start("another", some(200))
    began.wait(20)
    since = time.monotonic()
    stopping.close()
    assert time.monotonic() - since < 5
    assert folders(tmp_path) == []
