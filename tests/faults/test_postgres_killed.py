"""The PostgreSQL of a bench or a test run ends with the process that started it, however that ends."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import psycopg
import pytest

from tests.faults.processes import soon
from web.bench.postgres_server import postgres_server

HOLDER = """
import time
from tests.faults.processes import soon
from web.bench.postgres_server import postgres_server
with postgres_server({"fsync": "off"}) as server:
    print(server.folder, flush=True)
    time.sleep(60)
"""


def gone(pid: int) -> bool:
    """Has the process ended? One that nobody has reaped has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has ended")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_run_leaves_no_server_behind(sign: signal.Signals) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    holder = subprocess.Popen([sys.executable, "-c", HOLDER], env=env, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    with holder, holder.stdout:
        folder = Path(holder.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        assert not gone(server)
        holder.send_signal(sign)
    soon(lambda: gone(server), seconds=10)
    shutil.rmtree(folder)


def test_the_server_ends_with_its_block() -> None:
    with postgres_server({}) as server, psycopg.connect(server.conninfo()) as connection:
        pid = int(Path(server.folder, "data", "postmaster.pid").read_text().splitlines()[0])
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert gone(pid)
    assert not Path(server.folder).exists()


def test_a_server_that_does_not_start_says_why() -> None:
    with (
        pytest.raises(click.ClickException, match=r"postgres stopped at start.*no_such_setting"),
        postgres_server({"no_such_setting": "1"}),
    ):
        pytest.fail("it started")
