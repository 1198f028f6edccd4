"""Progress lines: in place on a terminal, whole lines elsewhere."""

import io

import pytest

from indexer import progress
from indexer.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_tells_the_rate_and_the_time_left_when_the_total_is_known() -> None:
    assert Progress("places", 535_000).line(107_000, 10) == "places: 107,000 of about 535,000, 10,700/s, 40 s left"
    assert Progress("places").line(107_000, 10) == "places: 107,000, 10,700/s"
    assert Progress("places", 10).line(20, 10) == "places: 20, 2/s"
    assert Progress("places", 10).line(0, 0) == "places: 0 of about 10"


def test_a_terminal_shows_one_line_in_place_and_whole_lines_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "TERMINAL_SECONDS", 0)
    stream = Terminal()
    shown = Progress("places", stream=stream)
    shown.at(1)
    shown.say("rejected: a line")
    assert "\n" not in stream.getvalue().partition("rejected")[0]
    assert stream.getvalue().endswith("\r\033[Krejected: a line\n")


def test_a_log_gets_whole_lines_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    shown = Progress("places", stream=stream)
    shown.at(1)
    assert stream.getvalue() == ""
    monkeypatch.setattr(progress, "LOG_SECONDS", 0)
    shown.at(2)
    assert stream.getvalue().startswith("places: 2")
    assert stream.getvalue().endswith("\n")
