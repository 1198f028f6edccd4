"""A PostgreSQL server for a bench or a test run, in a temporary folder, reached by a socket there."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import click
import psycopg

from search_api.engine.lifeline import die_with_parent

HOW_TO_GET = (
    "PostgreSQL is missing: apt-get install postgresql (any version; for `vivier bench count --peer postgres` also "
    "postgresql-15-postgis-3 and the extensions of contrib)"
)
_USER = "postgres"
BOOT_SECONDS = 60
# PostgreSQL's "immediate": nobody wants the data again.
_AT_ONCE = signal.SIGQUIT


@dataclass(frozen=True)
class Server:
    """A running server. folder: of its socket."""

    folder: str

    def conninfo(self, database: str = "postgres") -> str:
        """For psycopg."""
        return f"host={self.folder} user={_USER} dbname={database}"

    def url(self, database: str = "postgres") -> str:
        """For DATABASE_URL."""
        return f"postgresql://{_USER}@/{database}?host={quote(self.folder, safe='')}"


@contextlib.contextmanager
def postgres_server(settings: Mapping[str, str]) -> Iterator[Server]:
    """A server with these settings, which ends with the block and, on Linux, with the thread that entered it.

    Raises ClickException, saying how to get it, when it is not installed, and what it said when it does not start.
    """
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="vivier-pg-") as folder:
        data, log = Path(folder, "data"), Path(folder, "log")
        if owner := _owner():
            shutil.chown(folder, owner)
        _make(programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale", "C", "-N")
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        process = _launch(log, programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *options)
        try:
            _wait(process, Server(folder), log)
            yield Server(folder)
        finally:
            process.send_signal(_AT_ONCE)
            process.wait()


def _programs() -> Path:
    """Folder of initdb and postgres: that of the PATH, else the newest of Debian's."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    for folder in [Path(found).parent] if found else folders:
        if (folder / "postgres").exists():
            return folder
    raise click.ClickException(HOW_TO_GET)


def _owner() -> str | None:
    """Who runs the server when we may not: PostgreSQL refuses root."""
    return _USER if os.geteuid() == 0 else None


def _make(*command: str | Path) -> None:
    owner = _owner()
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", user=owner, group=owner)
    if done.returncode:
        raise click.ClickException(f"{Path(command[0]).name}: {(done.stdout + done.stderr).strip()}")


def _launch(log: Path, *command: str | Path) -> "subprocess.Popen[bytes]":
    owner = _owner()
    with log.open("wb") as said:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd="/",
            user=owner,
            group=owner,
            # Out of the terminal's group: Ctrl-C reaches us alone, and we stop the server in order.
            start_new_session=True,
            preexec_fn=partial(die_with_parent, _AT_ONCE),
        )


def _wait(process: "subprocess.Popen[bytes]", server: Server, log: Path) -> None:
    end = time.monotonic() + BOOT_SECONDS
    while process.poll() is None:
        try:
            psycopg.connect(server.conninfo(), connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise click.ClickException(
                    f"postgres does not answer after {BOOT_SECONDS} s: {_last_words(log)}"
                ) from None
            time.sleep(0.02)
        else:
            return
    raise click.ClickException(f"postgres stopped at start: {_last_words(log)}")


def _last_words(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-5:]) or "it said nothing"
