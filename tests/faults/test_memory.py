"""Memory does not grow with the file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from search_api.engine.client import sync_client
from search_api.engine.settings import EngineSettings
from tests.faults.processes import start

SMALL, LARGE = 25_000, 75_000
# Three times the file may cost a few megabytes of fragmentation, not the 60 MB that it weighs more.
ALLOWED_KB = 12_000


# VmHWM belongs to the program itself; ru_maxrss would count what pytest weighed when it forked.
PEAK = "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"


def peak_kb(settings: EngineSettings, path: Path, cwd: Path) -> int:
    """Largest resident size of a whole `vivier index` run, in KiB."""
    code = f"from web.cli import main; main(standalone_mode=False); {PEAK}"
    process = start(settings, "-c", code, "index", "candidates", str(path), cwd=cwd)
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    return int(output.split()[-1])


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_three_times_the_file_takes_the_same_memory(
    engine_settings: EngineSettings, people: Callable[[int], Path], tmp_path: Path
) -> None:
    own = replace(engine_settings, prefix=f"{engine_settings.prefix}memory-")
    small = peak_kb(own, people(SMALL), tmp_path)
    large = peak_kb(own, people(LARGE), tmp_path)
    sync_client(own).indices.delete(index=f"{own.prefix}*")
    assert people(LARGE).stat().st_size - people(SMALL).stat().st_size > 30_000_000
    assert large - small < ALLOWED_KB, (small, large)
