"""A subscriber that does not read what it is sent: dropped, told why, and no burden to anybody else."""

from __future__ import annotations

import asyncio
import socket as sockets
import time
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import orjson
import pytest
from websockets.exceptions import ConnectionClosed

from server.api.schema import Api
from server.api.websocket import Patience
from server.database.tenancy import Database
from tests.api.websocket.sockets import Socket, dial, eventually, serve_sockets
from tests.conftest import Client

#: Long messages, so that what is sent soon fills the buffers between server and client.
NAMES = " ".join(f"n{number}: name" for number in range(20))
QUERY = f"subscription {{ tagChanged(kinds: [CREATED]) {{ tag {{ externalId {NAMES} }} }} }}"
UPSERT = "mutation ($inputs: [TagUpsert!]!) { upsertTags(inputs: $inputs) { created } }"
BATCHES, BATCH = 8, 500


async def write_many(admin: Client, *readers: Socket) -> float:
    """Create thousands of tags, each batch when the readers have been told of the one before; return how long that took."""
    began = time.monotonic()
    for _ in range(BATCHES):
        keys = {f"{uuid4().hex[:6]}-{number:03}" for number in range(BATCH)}
        inputs = [{"externalId": key, "name": key * 10} for key in keys]
        assert await admin.data(UPSERT, {"inputs": inputs}) == {"upsertTags": {"created": BATCH}}
        for reader in readers:
            assert {(await reader.next("1"))["tagChanged"]["tag"]["externalId"] for _ in keys} == keys
    return time.monotonic() - began


def deaf(url: str) -> sockets.socket:
    """Return a connection with small buffers, over which a client will not read."""
    host, port = url.removeprefix("http://").split(":")
    plain = sockets.socket()
    plain.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    plain.connect((host, int(port)))
    plain.setblocking(False)
    return plain


def options(url: str) -> dict[str, Any]:
    """How a client connects that shall stop to read."""
    return {"sock": deaf(url), "compression": None, "max_queue": 1, "ping_interval": None}


@pytest.mark.parametrize(("capacity", "sending"), [(1_000, 30.0), (1_000_000, 0.5)])
async def test_a_slow_one_is_dropped_and_told_and_a_fast_one_has_it_all(
    database: Database, api: Api, admin: Client, token: str, capacity: int, sending: float
) -> None:
    """It is too slow when too much waits for it, and when it reads nothing for a while."""
    patience = Patience(sending=sending, farewell=30)
    async with (
        serve_sockets(database, api, patience=patience, capacity=capacity) as server,
        dial(server.url) as fast,
        dial(server.url, **options(server.url)) as slow,
    ):
        for socket in (fast, slow):
            await socket.greet(Authorization=token)
            await socket.subscribe("1", QUERY)
        await slow.subscribe("2", QUERY)
        await write_many(admin, fast)

        async def dropped() -> bool:
            return server.changes.count == 1

        if capacity == 1_000_000:
            await eventually(dropped)
        told = await until_closed(slow)
        await fast.silence()
    assert (told[-1].code, told[-1].reason) == (1013, reasons(capacity, sending)), told[-1]
    last = [message for message in told[:-1] if message["type"] == "error"]
    assert sorted(message["id"] for message in last) == ["1", "2"]
    for message in last:
        assert message["payload"] == [{"message": reasons(capacity, sending), "extensions": {"code": "TOO_SLOW"}}]
    assert told[-3:-1] == last
    await server.forgotten()


def reasons(capacity: int, sending: float) -> str:
    """Why the slow one is dropped."""
    if capacity == 1_000_000:
        return f"too slow: nothing was read for {sending} s"
    return f"too slow: more than {capacity} changes were waiting to be read"


async def until_closed(socket: Socket) -> list[Any]:
    """Read everything; the last item is the frame that closes the socket."""
    told: list[Any] = []
    try:
        async with asyncio.timeout(20):
            while True:
                told.append(orjson.loads(await socket.connection.recv()))
    except ConnectionClosed as closed:
        told.append(closed.rcvd)
    return told


async def test_one_that_never_reads_is_cut_off(database: Database, api: Api, admin: Client, token: str) -> None:
    patience = Patience(sending=0.3, farewell=0.3)
    async with (
        serve_sockets(database, api, patience=patience) as server,
        dial(server.url, **options(server.url)) as slow,
    ):
        await slow.greet(Authorization=token)
        await slow.subscribe("1", QUERY)
        slow.connection.transport.pause_reading()
        await write_many(admin)
        await server.forgotten()
        assert server.connections == 1  # it is given a while to read what was sent

        async def cut_off() -> bool:
            return server.connections == 0

        await eventually(cut_off, seconds=10)
        slow.connection.transport.abort()


async def test_nobody_else_waits_for_one_that_never_reads(
    database: Database, api: Api, admin: Client, token: str
) -> None:
    """With ten deaf subscribers, writers and a reader are about as quick as without."""
    async with (
        serve_sockets(database, api, patience=Patience(sending=60, farewell=0.1)) as server,
        dial(server.url) as fast,
        AsyncExitStack() as opened,
    ):
        await fast.greet(Authorization=token)
        await fast.subscribe("1", QUERY)
        alone = await write_many(admin, fast)
        never_read = []
        for _ in range(10):
            slow = await opened.enter_async_context(dial(server.url, **options(server.url)))
            await slow.greet(Authorization=token)
            await slow.subscribe("1", QUERY)
            slow.connection.transport.pause_reading()
            never_read.append(slow)
        beside = await write_many(admin, fast)
        assert server.changes.count == 11
        for slow in never_read:
            slow.connection.transport.abort()
        assert beside < 3 * alone + 1
