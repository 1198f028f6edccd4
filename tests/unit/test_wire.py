"""The engine's HTTP client against a node that misbehaves."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from search_api.engine.settings import EngineSettings
from search_api.engine.wire import TRIES, Wire

GOOD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
Turn = Callable[[int, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _read(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    size = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
    return head + await reader.readexactly(size)


async def _serve(turn: Turn, asks: int = 1, **settings: object) -> tuple[list[object], list[bytes]]:
    """What `asks` questions got from a node that takes turn number n by `turn`, and the requests it saw."""
    seen: list[bytes] = []

    async def node(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read(reader):
                seen.append(request)
                await turn(len(seen), reader, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(node, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    wire = Wire(replace(EngineSettings(hosts=(f"http://127.0.0.1:{port}",)), **settings))  # type: ignore[arg-type]
    got: list[object] = []
    for _ in range(asks):
        try:
            got.append(await wire.ask("POST", "/x/_search", b"{}"))
        except OSError as error:
            got.append(error)
    await wire.close()
    server.close()
    await server.wait_closed()
    return got, seen


async def _good(_: int, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(GOOD)


def test_one_connection_serves_many_questions() -> None:
    ports = set()

    async def turn(_: int, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ports.add(writer.get_extra_info("peername"))
        writer.write(GOOD)

    got, _ = asyncio.run(_serve(turn, asks=5))
    assert got == [(200, b"{}")] * 5
    assert len(ports) == 1


def test_an_answer_in_pieces_is_put_together() -> None:
    async def turn(_: int, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in (
            b"HTTP/1.1 200 OK\r\ntransfer-enc",
            b"oding: chunked\r\n\r\n2\r\n[1",
            b"\r\n2\r\n,2\r\n1\r\n]\r\n0\r\n\r\n",
        ):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)

    got, _ = asyncio.run(_serve(turn, asks=2))
    assert got == [(200, b"[1,2]")] * 2


def test_a_connection_that_was_closed_meanwhile_is_replaced() -> None:
    async def turn(number: int, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GOOD)
        await writer.drain()
        writer.close()

    got, _ = asyncio.run(_serve(turn, asks=3))
    assert got == [(200, b"{}")] * 3


def test_a_busy_engine_is_asked_again() -> None:
    async def turn(number: int, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 429 Busy\r\ncontent-length: 0\r\n\r\n" if number < TRIES else GOOD)

    got, seen = asyncio.run(_serve(turn))
    assert got == [(200, b"{}")]
    assert len(seen) == TRIES


def test_an_engine_that_stays_busy_says_so() -> None:
    async def turn(_: int, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")

    assert asyncio.run(_serve(turn))[0] == [(503, b"")]


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{", b"what?\r\n\r\n"])
def test_a_broken_answer_is_an_error_after_some_tries(answer: bytes) -> None:
    async def turn(_: int, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    (error,), seen = asyncio.run(_serve(turn))
    assert isinstance(error, ConnectionError)
    assert len(seen) == TRIES


def test_a_late_answer_is_never_given_to_the_next_question() -> None:
    async def turn(number: int, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if number == 1:
            await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n%d" % number)

    got, _ = asyncio.run(_serve(turn, asks=2, timeout=0.1))
    assert isinstance(got[0], TimeoutError)
    assert got[1] == (200, b"2")


def test_user_and_password_go_along() -> None:
    _, (request,) = asyncio.run(_serve(_good, user="admin", password="open"))
    assert b"\r\nauthorization: Basic YWRtaW46b3Blbg==\r\n" in request
    assert request.endswith(b"\r\n\r\n{}")


def test_a_dead_host_is_passed_over_for_the_next() -> None:
    async def ask() -> tuple[int, bytes]:
        async def node(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await _read(reader)
            writer.write(GOOD)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(node, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        wire = Wire(EngineSettings(hosts=("http://127.0.0.1:1", f"http://127.0.0.1:{port}")))
        try:
            return await wire.ask("GET", "/")
        finally:
            await wire.close()
            server.close()
            await server.wait_closed()

    assert asyncio.run(ask()) == (200, b"{}")


def test_no_more_connections_than_the_pool_are_open() -> None:
    most = open_now = 0

    async def ask() -> None:
        async def node(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal most, open_now
            open_now += 1
            most = max(most, open_now)
            try:
                while await _read(reader):
                    await asyncio.sleep(0.02)
                    writer.write(GOOD)
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
            finally:
                open_now -= 1
                writer.close()

        server = await asyncio.start_server(node, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        wire = Wire(EngineSettings(hosts=(f"http://127.0.0.1:{port}",), pool=3))
        await asyncio.gather(*(wire.ask("GET", "/") for _ in range(12)))
        await wire.close()
        server.close()
        await server.wait_closed()

    asyncio.run(ask())
    assert most == 3


def test_closing_ends_a_question_that_is_under_way_and_allows_no_other() -> None:
    async def close_meanwhile() -> None:
        asked, left = asyncio.Event(), asyncio.Event()

        async def node(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.set()
            while await reader.read(1024):
                pass
            writer.close()
            await writer.wait_closed()
            left.set()

        server = await asyncio.start_server(node, "127.0.0.1", 0)
        wire = Wire(EngineSettings(hosts=(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}",)))
        question = asyncio.create_task(wire.ask("GET", "/"))
        await asked.wait()
        await wire.close()
        for late in (question, wire.ask("GET", "/")):
            with pytest.raises(OSError, match="closed"):
                await late
        await left.wait()
        server.close()

    asyncio.run(close_meanwhile())
