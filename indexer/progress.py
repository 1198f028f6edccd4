"""How far a run is: one line in place on a terminal, a line every few seconds elsewhere. Always to stderr."""

import sys
import time
from typing import TextIO

TERMINAL_SECONDS = 0.2
LOG_SECONDS = 5.0


class Progress:
    """Progress of one step. `expected`: number of documents when it is known or about known, for the time left."""

    def __init__(self, what: str, expected: int | None = None, stream: TextIO | None = None) -> None:
        self._what = what
        self._expected = expected
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._began = self._shown = time.monotonic()
        self._open_line = False

    def at(self, done: int) -> None:
        """Show that `done` documents are through, if it is time to show something."""
        now = time.monotonic()
        if now - self._shown < (TERMINAL_SECONDS if self._terminal else LOG_SECONDS):
            return
        self._shown = now
        line = self.line(done, now - self._began)
        if self._terminal:
            self._stream.write(f"\r\033[K{line}")
            self._open_line = True
        else:
            self._stream.write(line + "\n")
        self._stream.flush()

    def say(self, sentence: str) -> None:
        """Write a whole line, beside the one that changes in place."""
        if self._open_line:
            self._stream.write("\r\033[K")
            self._open_line = False
        self._stream.write(sentence + "\n")
        self._stream.flush()

    def line(self, done: int, seconds: float) -> str:
        """ "places: 120,000 of about 535,000, 31,000/s, 13 s left"."""
        rate = done / seconds if seconds > 0 else 0.0
        known = self._expected is not None and self._expected >= done
        parts = [f"{self._what}: {done:,}" + (f" of about {self._expected:,}" if known else "")]
        if rate >= 1:
            parts.append(f"{rate:,.0f}/s")
            if known and self._expected is not None:
                parts.append(f"{(self._expected - done) / rate:.0f} s left")
        return ", ".join(parts)
