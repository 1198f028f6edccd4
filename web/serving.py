"""The site in several processes on one port: Python computes in one thread at a time, so one process uses one core.

Each listens for itself with SO_REUSEPORT, and the kernel hands a new connection to one of them by a hash of its
addresses (socket(7)); a socket that all share would wake whoever is quickest, which is mostly the same one.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

import uvicorn

from search_api.engine.errors import EmbeddedError, EngineError
from search_api.engine.lifeline import die_with_parent
from web.app import create_app
from web.settings import SiteSettings

# Requests under way when the site stops have so long to end.
_GRACE_SECONDS = 10
_log = logging.getLogger(__name__)
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class _Process:
    """One of the processes. ready: says once that it answers (nothing), or why it cannot."""

    process: SpawnProcess
    ready: Connection


def serve(settings: SiteSettings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C, or until an exception ends it (SIGTERM, as `vivier` takes it).

    ready: called once all processes answer. One that dies afterwards is replaced. Raises EmbeddedError when one dies
    before it answered.
    """
    running: list[_Process] = []
    try:
        running.extend(_start(settings) for _ in range(settings.processes))
        for one in running:
            _wait_for(one)
        ready()
        while True:
            ended = wait([one.process.sentinel for one in running])
            for number, one in enumerate(running):
                if one.process.sentinel in ended:
                    one.process.join()
                    _log.warning(
                        "a process of the site ended with code %s; another takes its place", one.process.exitcode
                    )
                    running[number] = _start(settings)
                    _wait_for(running[number])
    except KeyboardInterrupt:
        # The way to end it.
        pass
    finally:
        for one in running:
            one.process.terminate()
        for one in running:
            one.process.join()


def _start(settings: SiteSettings) -> _Process:
    ready, tell = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_run, args=(settings, tell, os.getpid()), name="vivier site")
    process.start()
    # The other end is the child's alone: should it die, `ready` says so.
    tell.close()
    return _Process(process, ready)


def _wait_for(one: _Process) -> None:
    with one.ready:
        try:
            mistake = one.ready.recv_bytes().decode()
        except EOFError:
            one.process.join()
            mistake = f"the site did not start (exit code {one.process.exitcode}), see above"
    if mistake:
        raise EmbeddedError(mistake)


def _run(settings: SiteSettings, tell: Connection, parent: int) -> None:
    """What each process does."""
    die_with_parent()
    if os.getppid() != parent:
        return
    try:
        site = create_app(settings)
    except EngineError as error:
        # A setting that cannot be used.
        tell.send_bytes(str(error).encode())
        return
    config = uvicorn.Config(
        site,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    with _listening(settings) as own, contextlib.suppress(KeyboardInterrupt):
        _Server(config, tell).run([own])


def _listening(settings: SiteSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    own = socket.socket(family)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    own.bind((settings.host, settings.port))
    return own


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, tell: Connection) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        with self._tell:
            await asyncio.to_thread(self._tell.send_bytes, b"")
