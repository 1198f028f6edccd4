"""What every bench prints: one JSON object {bench, machine, sizes, figures, bars}; exit code 1 when a bar fails."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Bar:
    """A promise on one figure: `value` at most `limit`, or at least it when `least` is True."""

    name: str
    value: float
    limit: float
    least: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.limit if self.least else self.value <= self.limit

    def body(self) -> dict[str, Any]:
        return {"name": self.name, "value": round(self.value, 4), "limit": self.limit, "holds": self.holds}


@dataclass(frozen=True)
class Measured:
    """What one part of a bench found; a report may hold several parts."""

    figures: Mapping[str, Any]
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Report:
    """The outcome of one bench. Times are milliseconds unless the name of a figure says otherwise."""

    bench: str
    sizes: Mapping[str, Any]
    figures: Mapping[str, Any]
    bars: Sequence[Bar]

    def body(self) -> dict[str, Any]:
        return {
            "bench": self.bench,
            "machine": machine(),
            "sizes": dict(self.sizes),
            "figures": dict(self.figures),
            "bars": [bar.body() for bar in self.bars],
        }

    def show(self, *, as_json: bool) -> int:
        """Print the report and return the exit code."""
        body = self.body()
        sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=1) + "\n" if as_json else _table(body))
        return 0 if all(bar.holds for bar in self.bars) else 1


@dataclass(frozen=True)
class Machine:
    cores: int
    memory_gib: int
    system: str
    python: str


def machine() -> dict[str, Any]:
    """Where the figures were taken."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return asdict(
        Machine(os.cpu_count() or 0, round(memory / 2**30), f"{platform.system()} {_cpu()}", platform.python_version())
    )


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 of latencies, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {f"p{p}_ms": round(1000 * cuts[p - 1], 3) for p in (50, 95, 99)}


def _table(body: Mapping[str, Any]) -> str:
    lines = [f"{body['bench']}: {body['sizes']}"]
    lines += [f"  {name}: {value}" for name, value in body["figures"].items()]
    lines += [
        f"  {'holds' if bar['holds'] else 'FAILS'}  {bar['name']}: {bar['value']} (limit {bar['limit']})"
        for bar in body["bars"]
    ]
    return "\n".join(lines) + "\n"
