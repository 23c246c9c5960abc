"""Clients that speak graphql-transport-ws to the real server, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.api.endpoint import GraphQLEndpoint
from server.api.execute import Executor
from server.api.messages import PROTOCOL
from server.api.schema import Api
from server.api.subscribe import Feeds
from server.api.websocket import GraphQLSockets, Patience
from server.database.changes import Changes
from server.database.tenancy import Database
from server.serving import web_config
from server.settings import Limits, Settings
from server.tenants import Authenticator
from tests.conftest import run_server, url_of


class Socket:
    """A client's end of a socket."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self._messages: dict[str, list[dict[str, Any]]] = {}

    async def send(self, **message: Any) -> None:
        """Send a message."""
        await self.connection.send(orjson.dumps(message).decode())

    async def receive(self) -> dict[str, Any]:
        """Return the next message."""
        async with asyncio.timeout(10):
            return orjson.loads(await self.connection.recv())

    async def greet(self, **payload: Any) -> None:
        """Introduce oneself; the server agrees."""
        await self.send(type="connection_init", payload=payload)
        assert await self.receive() == {"type": "connection_ack"}

    async def subscribe(self, identifier: str, query: str, variables: dict[str, Any] | None = None) -> None:
        """Begin an operation; a subscription is in force afterwards."""
        await self.ask(identifier, query, variables)
        await self.send(type="ping")
        assert await self.receive() == {"type": "pong"}

    async def ask(self, identifier: str, query: str, variables: dict[str, Any] | None = None) -> None:
        """Begin an operation."""
        await self.send(type="subscribe", id=identifier, payload={"query": query, "variables": variables})

    async def next(self, identifier: str) -> Any:
        """Return the data that an operation tells next; it must be the next message."""
        message = await self.receive()
        assert (message["type"], message["id"]) == ("next", identifier), message
        return message["payload"]["data"]

    async def error(self, identifier: str) -> dict[str, Any]:
        """Return the one error with which an operation ends; it must be the next message."""
        message = await self.receive()
        assert (message["type"], message["id"]) == ("error", identifier), message
        (error,) = message["payload"]
        found: dict[str, Any] = error
        return found

    async def silence(self) -> None:
        """Nothing has been sent: the answer to a ping comes next."""
        await self.send(type="ping", payload={"still": "there"})
        assert await self.receive() == {"type": "pong", "payload": {"still": "there"}}

    async def closing(self) -> tuple[int, str]:
        """Wait for the server to close the socket, and return its code and reason."""
        with pytest.raises(ConnectionClosed) as caught:
            await self.receive()
        assert caught.value.rcvd is not None
        return caught.value.rcvd.code, caught.value.rcvd.reason


@asynccontextmanager
async def dial(url: str, **options: Any) -> AsyncIterator[Socket]:
    """Open a socket to the server at ``url``."""
    address = f"{url.replace('http', 'ws', 1)}/graphql"
    async with connect(address, **{"subprotocols": [PROTOCOL], "proxy": None, **options}) as connection:
        yield Socket(connection)


class Server:
    """A server of its own, whose insides can be looked at."""

    def __init__(self, url: str, changes: Changes, running: uvicorn.Server) -> None:
        self.url = url
        self.changes = changes
        self._running = running

    @property
    def connections(self) -> int:
        """How many connections of clients are open."""
        return len(self._running.server_state.connections)

    async def forgotten(self) -> None:
        """Wait until nobody listens any more, and nothing is kept of those who did."""

        async def holds() -> bool:
            return self.changes.count == 0 and not self.changes.connected

        await eventually(holds)


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 5) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110  (it happens in another process, or deep inside the server)
            await asyncio.sleep(0.02)


@asynccontextmanager
async def serve_sockets(
    database: Database,
    api: Api,
    *,
    patience: Patience | None = None,
    capacity: int = 20_000,
    recheck: float = 30.0,
    **limits: int,
) -> AsyncIterator[Server]:
    """Serve with other limits than usual."""
    settings = Settings(limits=Limits(**limits))
    authenticator = Authenticator(database, recheck)
    executor = Executor(api, database, settings.limits)
    changes = Changes(database, capacity)
    sockets = GraphQLSockets(
        executor, Feeds(database, changes), authenticator, settings.limits, recheck=recheck, patience=patience
    )
    endpoint = GraphQLEndpoint(executor, authenticator, settings.limits)
    app = Starlette(routes=[Route("/graphql", endpoint), WebSocketRoute("/graphql", sockets)])
    async with run_server(web_config(app, settings, port=0)) as running:
        yield Server(url_of(running), changes, running)
