"""The site as several processes: all answer and count together, one that dies is replaced, and none outlives
the command."""

import os
import signal
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.cast import post
from tests.faults.processes import Process, soon, start, until
from tests.site import site_settings
from tests.visits import NO_ENGINE
from web.accounts.rates import SIGN_IN_MAIL
from web.bench.server import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@contextmanager
def serving(folder: Path, port: int) -> Iterator[Process]:
    own = site_settings(NO_ENGINE, folder)
    settings = {"DATABASE_URL": own.database, "VIVIER_SECRET": own.secret, "VIVIER_HOME": str(folder)}
    process = start(
        NO_ENGINE, "-m", "web.bench.server", cwd=folder, VIVIER_PORT=str(port), VIVIER_PROCESSES="2", **settings
    )
    try:
        until(lambda: answers(port), process)
        yield process
    finally:
        process.kill()
        process.communicate()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def sites(of: int) -> set[int]:
    """The processes that serve for `of`."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == of and state != "Z" and b"spawn_main" in command:
            found.add(int(stat.parent.name))
    return found


def alive(pids: set[int]) -> bool:
    return any(Path(f"/proc/{pid}").exists() for pid in pids)


def listeners(port: int) -> int:
    """How many sockets listen on a port of the loopback (proc(5), /proc/net/tcp; state 0A)."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(line[1] == f"0100007F:{port:04X}" and line[3] == "0A" for line in lines)


def test_each_process_listens_and_one_that_dies_is_replaced(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as process:
        soon(lambda: listeners(port) == 2)
        first = sites(process.pid)
        assert len(first) == 2
        lost = first.pop()
        os.kill(lost, signal.SIGKILL)
        soon(lambda: len(sites(process.pid) - {lost}) == 2 and listeners(port) == 2)
        assert first < sites(process.pid)
        assert all(answers(port) for _ in range(10))
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[1] == (
            "a process of the site ended with code -9; another takes its place\n"
        )


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_none_outlives_the_command(tmp_path: Path, sign: signal.Signals, code: int) -> None:
    port = free_port()
    with serving(tmp_path, port) as process:
        soon(lambda: listeners(port) == 2)
        left = sites(process.pid)
        process.send_signal(sign)
        said = process.communicate(timeout=30)
        soon(lambda: not alive(left))
        assert process.returncode == code, said
        assert said == ("", "")


def test_whoever_guesses_a_password_gains_nothing_by_the_number_of_processes(tmp_path: Path) -> None:
    port = free_port()

    def guess(number: int) -> int:
        # A connection of its own, which any of the processes may get.
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as browser:
            guessed = {"mail": "someone@nowhere.example", "mot_de_passe": f"un mauvais mot de passe {number}"}
            return post(browser, "/connexion", guessed).status_code

    with serving(tmp_path, port), ThreadPoolExecutor(8) as pool:
        soon(lambda: listeners(port) == 2)
        codes = list(pool.map(guess, range(2 * SIGN_IN_MAIL.many)))
    assert codes.count(400) == SIGN_IN_MAIL.many
    assert codes.count(429) == SIGN_IN_MAIL.many


@pytest.mark.parametrize(
    ("vapid", "told"),
    [("not a key", "does not hold a private key"), (None, "the site did not start (exit code 1)")],
    ids=["a setting", "anything else"],
)
def test_a_site_that_cannot_start_says_why(tmp_path: Path, vapid: str | None, told: str) -> None:
    settings = {"DATABASE_URL": site_settings(NO_ENGINE, tmp_path).database, "VIVIER_HOME": str(tmp_path / "home")}
    if vapid:
        (tmp_path / "vapid.pem").write_text(vapid)
        settings["VAPID_KEY_FILE"] = str(tmp_path / "vapid.pem")
    else:
        (tmp_path / "home").touch()
    process = start(NO_ENGINE, "-m", "web.bench.server", cwd=tmp_path, VIVIER_PORT=str(free_port()), **settings)
    _, said = process.communicate(timeout=60)
    assert process.returncode
    assert told in said.splitlines()[-1]
