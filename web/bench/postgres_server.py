"""A PostgreSQL server for a bench or a test run, in a temporary folder, reached by a socket there."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import click

HOW_TO_GET = (
    "PostgreSQL is missing: apt-get install postgresql (any version; for `vivier bench count --peer postgres` also "
    "postgresql-15-postgis-3 and the extensions of contrib)"
)
_USER = "postgres"


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
    """A server with these settings. Raises ClickException, saying how to get it, when it is not installed."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="vivier-pg-") as folder:
        data = Path(folder, "data")
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        _run(programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale", "C", "-N")
        options = "".join(f"-c {name}='{value}' " for name, value in settings.items())
        options += f"-c listen_addresses='' -k {folder}"
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
        try:
            yield Server(folder)
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _programs() -> Path:
    """Folder of initdb and pg_ctl: that of the PATH, else the newest of Debian's."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    for folder in [Path(found).parent] if found else folders:
        if (folder / "pg_ctl").exists():
            return folder
    raise click.ClickException(HOW_TO_GET)


def _run(*command: str | Path) -> None:
    # PostgreSQL refuses to run as root.
    owner = _USER if os.geteuid() == 0 else None
    # To a file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, stdout=said, stderr=said, check=False, cwd="/", user=owner, group=owner)
        if done.returncode:
            said.seek(0)
            raise click.ClickException(f"{Path(command[0]).name}: {said.read().decode(errors='replace').strip()}")
