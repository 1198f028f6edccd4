"""`vivier` with a stop before one step: python -m tests.faults.paused STEP MARKER ARGUMENTS...

Makes the file MARKER when the step of indexer.lifecycle is reached, and goes on when the file is removed.
"""

import sys
import time
from pathlib import Path
from typing import Any

from indexer import lifecycle
from web.cli import main


def pause_before(step: str, marker: Path) -> None:
    original = getattr(lifecycle, step)

    def paused(*given: Any, **named: Any) -> Any:
        marker.touch()
        while marker.exists():
            time.sleep(0.01)
        return original(*given, **named)

    setattr(lifecycle, step, paused)


if __name__ == "__main__":
    pause_before(sys.argv[1], Path(sys.argv[2]))
    sys.argv[:] = ["vivier", *sys.argv[3:]]
    main()
