"""Changes as they are committed: one connection of this process listens, and hands each change to those whom it concerns.

``writing`` tells of every change within its own transaction, so PostgreSQL passes it on at the commit and never before. It keeps
nothing for those who were away: when the connection is lost, everybody who listens is told that changes may have been missed. The
one who hands on waits for nobody; whoever lets too much pile up is dropped.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from server.database.tenancy import Connection, Database
from server.database.writing import CHANNEL, MOST_IDS
from server.errors import ServiceUnavailable, TesseraError

#: A tenant, and the table of an entity.
Topic: TypeAlias = tuple[UUID, str]

_log = logging.getLogger("tessera.changes")
#: Records whose change may wait to be told before a listener is dropped.
_CAPACITY = 20_000
#: Seconds to wait for the connection, between two looks at whether it still is one, and between attempts to make it.
_PATIENCE = 5.0
_HEARTBEAT = 20.0
_LONGEST_PAUSE = 1.0
_MISSED = "the database was lost for a moment, and changes may have been missed; query again, and subscribe anew"


@dataclass(frozen=True, slots=True)
class Notice:
    """That records were CREATED, UPDATED or DELETED."""

    kind: str
    ids: tuple[UUID, ...]


class TooSlow(TesseraError):
    """Changes come faster than the one who listens takes them."""

    code = "TOO_SLOW"


class Listener:
    """Hears of the changes of one topic, in the order of their commits, until it is closed."""

    def __init__(self, changes: Changes, topic: Topic, kinds: frozenset[str], capacity: int) -> None:
        self._changes = changes
        self._kinds = kinds
        self._capacity = capacity
        self._notices: deque[Notice] = deque()
        self._waiting = 0
        self._fault: TesseraError | None = None
        self._news = asyncio.Event()
        self.topic = topic

    async def take(self) -> Notice:
        """Wait for changes and return them, those of one kind that came in a row together, each record once.

        Raises ``TooSlow`` when too many were waiting, and ``ServiceUnavailable`` when some may have been missed; then it is over.
        """
        while not self._notices:
            if self._fault is not None:
                raise self._fault
            self._news.clear()
            await self._news.wait()
        first = self._notices.popleft()
        ids = dict.fromkeys(first.ids)
        self._waiting -= len(first.ids)
        while self._notices and self._joins(self._notices[0], first.kind, len(ids)):
            following = self._notices.popleft()
            self._waiting -= len(following.ids)
            ids |= dict.fromkeys(following.ids)
        return Notice(first.kind, tuple(ids))

    def _joins(self, notice: Notice, kind: str, count: int) -> bool:
        return notice.kind == kind and count + len(notice.ids) <= MOST_IDS

    def tell(self, notice: Notice) -> None:
        """Hand over a change; it returns at once, whatever became of those before."""
        if self._fault is not None or notice.kind not in self._kinds:
            return
        self._waiting += len(notice.ids)
        if self._waiting > self._capacity:
            self.end(TooSlow(f"too slow: more than {self._capacity} changes were waiting to be read"))
            return
        self._notices.append(notice)
        self._news.set()

    def end(self, fault: TesseraError) -> None:
        """Let ``take`` raise ``fault``; what was still waiting is forgotten."""
        self._fault = fault
        self._notices.clear()
        self._news.set()

    def close(self) -> None:
        """Hear no more."""
        self._changes.forget(self)


class Changes:
    """Everybody in this process who listens, and the connection that they share; it is open while somebody does."""

    def __init__(self, database: Database, capacity: int = _CAPACITY) -> None:
        self._database = database
        self._capacity = capacity
        self._listeners: dict[Topic, set[Listener]] = {}
        self._arriving = 0
        self._connected = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def listen(self, topic: Topic, kinds: frozenset[str]) -> Listener:
        """Return a listener that hears of every change of these kinds that is committed from now on.

        Raises ``ServiceUnavailable`` when the database cannot be reached.
        """
        with self._arrival():
            try:
                async with asyncio.timeout(_PATIENCE):
                    while not self._connected.is_set():
                        await self._connected.wait()
            except TimeoutError:
                raise ServiceUnavailable("changes cannot be followed at the moment; try again shortly") from None
            listener = Listener(self, topic, kinds, self._capacity)
            self._listeners.setdefault(topic, set()).add(listener)
        return listener

    def forget(self, listener: Listener) -> None:
        """Tell ``listener`` no more; ``Listener.close`` calls it."""
        listeners = self._listeners.get(listener.topic, set())
        listeners.discard(listener)
        if not listeners:
            self._listeners.pop(listener.topic, None)
        self._rest()

    @property
    def count(self) -> int:
        """How many listen."""
        return sum(map(len, self._listeners.values()))

    @property
    def connected(self) -> bool:
        """Whether the connection is open."""
        return self._connected.is_set()

    @contextmanager
    def _arrival(self) -> Iterator[None]:
        """Keep the connection while somebody is about to listen."""
        self._arriving += 1
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._arriving -= 1
            self._rest()

    def _rest(self) -> None:
        """Give up the connection when nobody needs it."""
        if not self._listeners and not self._arriving and self._task is not None:
            self._task.cancel()
            self._task = None
            self._connected = asyncio.Event()

    # The connection

    async def _run(self) -> None:
        failures = 0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._follow()
            except Exception as error:
                lasted = asyncio.get_running_loop().time() - began > _HEARTBEAT
                failures = 1 if lasted else failures + 1
                pause = min(0.1 * 2**failures, _LONGEST_PAUSE)
                _log.warning("changes are lost (%s); next try in %.1f s", type(error).__name__, pause)
                await asyncio.sleep(pause)

    async def _follow(self) -> None:
        """Hand on what the connection hears until it is lost."""
        connected = self._connected
        async with asyncio.timeout(_PATIENCE):
            connection = await self._database.connect("tessera changes")
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            async with asyncio.timeout(_PATIENCE):
                await connection.add_listener(CHANNEL, self._hear)
            connected.set()
            await _watch(connection, lost)
        finally:
            connected.clear()
            connection.terminate()
            if (
                connected is self._connected
            ):  # else all have left, and those who came since have a connection of their own
                self._end_all()

    def _end_all(self) -> None:
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.end(ServiceUnavailable(_MISSED))

    def _hear(self, _connection: Any, _process: int, _channel: str, payload: str) -> None:
        try:
            told = orjson.loads(payload)
            listeners = self._listeners.get((UUID(told["tenant"]), told["entity"]))
            if listeners:
                notice = Notice(told["kind"], tuple(map(UUID, told["ids"])))
                for listener in listeners:
                    listener.tell(notice)
        except (ValueError, TypeError, KeyError, AttributeError):
            _log.error("a notification on %s was not one of ours and was ignored", CHANNEL)


async def _watch(connection: Connection, lost: asyncio.Event) -> None:
    """Return never; raise when the connection is lost, or does not answer any more."""
    while True:
        try:
            async with asyncio.timeout(_HEARTBEAT):
                await lost.wait()
        except TimeoutError:
            async with asyncio.timeout(_PATIENCE):
                await connection.execute("select 1")
            continue
        raise ServiceUnavailable(_MISSED)
