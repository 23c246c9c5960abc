"""GraphQL over a WebSocket, by the protocol graphql-transport-ws: for subscriptions, where queries and mutations may come too.

A socket belongs to one API key, named in ``connection_init`` or in the header ``Authorization``, and ends when the key is revoked.
Its operations run side by side, and hold up no other socket: a client that does not read what it is sent is told so, and dropped.
The codes with which a socket is closed:

    1009  a message is too large                          4401  an operation before the greeting
    1012  the server restarts                             4403  the key is not known, or not any more
    1013  too slow, or too many sockets; try again later  4408  no greeting in time
    4400  a message that the protocol does not know       4409  two operations of one id
    4500  a fault of ours                                 4429  a second greeting
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from server.api import messages
from server.api.endpoint import errors_of, read_request
from server.api.execute import UNEXPECTED, Executor, Request
from server.api.messages import End
from server.api.subscribe import Feed, Feeds
from server.database.changes import TooSlow
from server.errors import BadRequest, ServiceUnavailable, TesseraError, Unauthenticated
from server.settings import Limits
from server.tenants import Authenticator, Caller

#: What may be said in the handshake's headers, or in the greeting, where a browser cannot set headers.
_IDENTITY = {"authorization", "tessera-actor"}
#: Sockets of which the key is not known yet, in this process.
_GREETINGS = 1_000

_log = logging.getLogger("tessera.api")


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a client has to greet, to make room for the next message, and to read why it is dropped."""

    greeting: float = 10.0
    sending: float = 10.0
    farewell: float = 10.0


class TooMany(TesseraError):
    """The socket runs as many operations as it may."""

    code = "RATE_LIMITED"


class _Gone(Exception):
    """The client has left."""


class GraphQLSockets:
    """The ASGI application for WebSockets at ``/graphql``."""

    def __init__(
        self,
        executor: Executor,
        feeds: Feeds,
        authenticator: Authenticator,
        limits: Limits,
        *,
        recheck: float = 30.0,
        patience: Patience | None = None,
    ) -> None:
        self.executor = executor
        self.feeds = feeds
        self.authenticator = authenticator
        self.limits = limits
        self.recheck = recheck
        self.patience = patience or Patience()
        self._greeting = 0
        self._open: Counter[UUID] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold one socket, from its handshake to its end."""
        socket = WebSocket(scope, receive, send)
        if messages.PROTOCOL not in scope["subprotocols"]:
            refusal = PlainTextResponse(f"this WebSocket speaks the sub-protocol {messages.PROTOCOL} and no other", 400)
            await socket.send_denial_response(refusal)
        elif self._greeting >= _GREETINGS:
            refusal = PlainTextResponse("too many clients are connecting", 503, headers={"Retry-After": "1"})
            await socket.send_denial_response(refusal)
        else:
            await _Conversation(self, socket).hold()

    @contextmanager
    def greeting(self) -> Iterator[None]:
        """Count a socket whose client is not known yet."""
        self._greeting += 1
        try:
            yield
        finally:
            self._greeting -= 1

    @contextmanager
    def place(self, tenant_id: UUID) -> Iterator[None]:
        """Count a socket of a tenant; end it at once when the tenant has too many."""
        if self._open[tenant_id] >= self.limits.sockets:
            raise End(1013, f"{self.limits.sockets} sockets are open already; close one, or try again later")
        self._open[tenant_id] += 1
        try:
            yield
        finally:
            self._open[tenant_id] -= 1
            if not self._open[tenant_id]:
                del self._open[tenant_id]


class _Conversation:
    """One socket: what its client says, and the operations that run for it."""

    def __init__(self, sockets: GraphQLSockets, socket: WebSocket) -> None:
        self._sockets = sockets
        self._socket = socket
        self._patience = sockets.patience
        self._said = {name: value for name, value in socket.headers.items() if name in _IDENTITY}
        self._operations: dict[str, asyncio.Task[None]] = {}

    async def hold(self) -> None:
        """Speak with the client until either side ends it."""
        try:
            with self._sockets.greeting():
                await self._socket.accept(messages.PROTOCOL)
                caller = await self._greet()
            with self._sockets.place(caller.tenant_id):
                await self._send(messages.ACKNOWLEDGED)
                await self._converse(caller)
        except End as end:
            await self._say_farewell(end)
        except _Gone:
            pass

    async def _greet(self) -> Caller:
        try:
            async with asyncio.timeout(self._patience.greeting):
                while (message := await self._receive())["type"] != "connection_init":
                    if message["type"] == "subscribe":
                        raise End(4401, "Unauthorized")
                    await self._reply(message)
        except TimeoutError:
            raise End(4408, "Connection initialisation timeout") from None
        for name, value in message.get("payload", {}).items():
            if name.lower() in _IDENTITY:
                self._said[name.lower()] = str(value).encode().decode("latin-1")  # as headers come
        try:
            return await self._identify()
        except ServiceUnavailable as error:
            raise End(1013, error.message) from None

    async def _identify(self) -> Caller:
        try:
            caller = await self._sockets.authenticator.caller(self._said.get("authorization"))
            return caller.acting_for(self._said["tessera-actor"]) if "tessera-actor" in self._said else caller
        except Unauthenticated as error:
            raise End(4403, f"Forbidden: {error.message}") from None
        except BadRequest as error:
            raise End(4400, f"Invalid message: {error.message}") from None

    async def _converse(self, caller: Caller) -> NoReturn:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._check_key())
                while True:
                    message = await self._receive()
                    if message["type"] == "connection_init":
                        raise End(4429, "Too many initialisation requests")
                    if message["type"] == "subscribe":
                        await self._begin(tasks, caller, message)
                    await self._reply(message)
        except ExceptionGroup as group:
            raise _reason_of(group) from None

    async def _check_key(self) -> NoReturn:
        """End the socket when its key is revoked; a key never changes otherwise."""
        while True:
            await asyncio.sleep(self._sockets.recheck)
            with suppress(TesseraError):  # without a database, nobody can tell
                await self._identify()

    async def _say_farewell(self, end: End) -> None:
        """Tell why, as far as the client reads it in time."""
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            async with asyncio.timeout(self._patience.farewell):
                if end.error is not None:
                    for identifier in self._operations:
                        await self._socket.send_text(messages.error(identifier, errors_of(end.error)).decode())
                await self._socket.close(end.code, end.reason)

    # Messages

    async def _receive(self) -> Mapping[str, Any]:
        """Return the next message, of a form that the protocol knows."""
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise _Gone
        return messages.read_message(received.get("text"), self._sockets.limits.body_bytes)

    async def _send(self, text: bytes) -> None:
        try:
            async with asyncio.timeout(self._patience.sending):
                await self._socket.send_text(text.decode())
        except TimeoutError:
            raise _too_slow(TooSlow(f"too slow: nothing was read for {self._patience.sending:g} s")) from None
        except (WebSocketDisconnect, RuntimeError):
            raise _Gone from None

    async def _reply(self, message: Mapping[str, Any]) -> None:
        """Deal with a message that may come at any time."""
        if message["type"] == "complete" and (task := self._operations.pop(message["id"], None)):
            task.cancel()
        elif message["type"] == "ping":
            await self._send(messages.pong(message))

    # Operations

    async def _begin(self, tasks: asyncio.TaskGroup, caller: Caller, message: Mapping[str, Any]) -> None:
        """Begin an operation; a subscription is in force when this returns, and whatever comes next is told."""
        identifier = message["id"]
        if identifier in self._operations:
            raise End(4409, f"Subscriber for {identifier} already exists")
        try:
            request = read_request(message["payload"])
        except BadRequest as error:
            raise End(4400, f"Invalid message: {error.message}") from None
        try:
            self._check_room()
            feed = await self._open_feed(caller, request)
        except Exception as error:
            await self._send_error(identifier, error)
            return
        if feed is None:
            self._run(tasks, identifier, self._answer(identifier, caller, request))
        else:
            task = self._run(tasks, identifier, self._follow(identifier, feed))
            task.add_done_callback(lambda _: feed.close())

    def _check_room(self) -> None:
        if len(self._operations) >= self._sockets.limits.subscriptions:
            most = self._sockets.limits.subscriptions
            raise TooMany(f"{most} operations run on this socket already; complete one first, or open another socket")

    async def _open_feed(self, caller: Caller, request: Request) -> Feed | None:
        """Return the feed of a subscription, or None for any other operation."""
        asked = self._sockets.executor.subscription(caller, request)
        return None if asked is None else await self._sockets.feeds.open(caller, *asked)

    def _run(self, tasks: asyncio.TaskGroup, identifier: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = tasks.create_task(work)
        self._operations[identifier] = task
        return task

    async def _answer(self, identifier: str, caller: Caller, request: Request) -> None:
        """Execute a query or a mutation."""
        try:
            result = await self._sockets.executor.execute(caller, request)
        except Exception as error:
            self._operations.pop(identifier, None)
            await self._send_error(identifier, error)
            return
        await self._send(messages.next_(identifier, result))
        self._operations.pop(identifier, None)
        await self._send(messages.complete(identifier))

    async def _follow(self, identifier: str, feed: Feed) -> None:
        """Send what a subscription tells, until it fails."""
        while True:
            try:
                results = await feed.read()
            except TooSlow as error:
                raise _too_slow(error) from None
            except Exception as error:
                self._operations.pop(identifier, None)
                await self._send_error(identifier, error)
                return
            for result in results:
                await self._send(messages.next_(identifier, result))

    async def _send_error(self, identifier: str, error: Exception) -> None:
        if isinstance(error, RecursionError):
            error = BadRequest("the request is nested too deeply")
        elif not isinstance(error, TesseraError):
            _log.error("an operation failed", exc_info=error)
            error = TesseraError(UNEXPECTED)
        await self._send(messages.error(identifier, errors_of(error)))


def _too_slow(error: TooSlow) -> End:
    return End(1013, error.message, error)


def _reason_of(group: ExceptionGroup[Exception]) -> Exception:
    """Why a conversation is over, when several things have gone wrong at once."""
    for kind in (_Gone, End):
        for error in group.exceptions:
            if isinstance(error, kind):
                return error
    _log.error("a conversation failed", exc_info=group)
    return End(4500, UNEXPECTED)
