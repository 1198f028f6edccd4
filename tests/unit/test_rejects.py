"""Bad lines: kept, shown, counted, and too many of them stop the run."""

from pathlib import Path

import orjson
import pytest

from indexer.documents import Rejected
from indexer.errors import IndexingError, TooManyRejects
from indexer.rejects import EARLY, SHOWN, Rejects

BAD = Rejected("a.csv", 12, "no citycode", "x;y")


def test_the_file_holds_each_bad_line_with_file_line_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "new" / "bad.ndjson"
    with Rejects(path, 1.0, lambda _: None) as rejects:
        rejects.add(BAD)
        rejects.add(Rejected("é.csv", 1, "raison", "\udc80".encode("utf-8", "replace").decode()))
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    assert lines[0] == {"file": "a.csv", "line": 12, "reason": "no citycode", "raw": "x;y"}
    assert len(lines) == 2


def test_no_file_is_made_when_nothing_is_bad_or_in_a_dry_run(tmp_path: Path) -> None:
    with Rejects(tmp_path / "bad.ndjson", 1.0, lambda _: None):
        pass
    with Rejects(None, 1.0, lambda _: None) as rejects:
        rejects.add(BAD)
    assert list(tmp_path.iterdir()) == []


def test_the_first_bad_lines_are_shown_and_the_rest_is_announced_once() -> None:
    said: list[str] = []
    with Rejects(None, 1.0, said.append) as rejects:
        for _ in range(SHOWN + 10):
            rejects.add(BAD)
    assert said == ["rejected: a.csv:12: no citycode"] * SHOWN + ["rejected: more lines"]


@pytest.mark.parametrize(("bad", "read", "stops"), [(1, 100, False), (2, 100, True), (0, 0, False), (1, 1, True)])
def test_the_share_is_judged_at_the_end(bad: int, read: int, stops: bool) -> None:
    rejects = Rejects(None, 0.01, lambda _: None)
    for _ in range(bad):
        rejects.add(BAD)
    rejects.judge(read)
    if stops:
        with pytest.raises(TooManyRejects, match=f"{bad} of {read} lines rejected"):
            rejects.judge(read, final=True)
    else:
        rejects.judge(read, final=True)


def test_a_long_file_stops_before_its_end() -> None:
    rejects = Rejects(None, 0.0, lambda _: None)
    rejects.add(BAD)
    rejects.judge(EARLY - 1)
    with pytest.raises(TooManyRejects):
        rejects.judge(EARLY)


def test_a_full_disk_is_one_clear_line() -> None:
    with (
        Rejects(Path("/dev/full"), 1.0, lambda _: None) as rejects,
        pytest.raises(IndexingError, match="cannot write the rejected lines to /dev/full: No space left on device"),
    ):
        rejects.add(BAD)
