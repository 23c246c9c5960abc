"""A database server that tests may stop, kill and lock up, and a real server before it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from server.api.schema import Api
from server.database.embedded import Embedded, ensure_running, stop
from server.database.roles import application_url
from server.database.tenancy import Connection, Database, connect
from server.entities.declaration import Role
from server.jobs import prepare_database
from server.tenants import create_key
from tests.conftest import Client, make_tenant, serve


class Machine:
    """A database server of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: Embedded | None = None

    async def start(self) -> str:
        """Start the server, if it does not run, and return the owner's URL."""
        former, self._running = self._running, await asyncio.to_thread(ensure_running, self.folder, lambda line: None)
        if former is not None:
            await asyncio.to_thread(former.release)
        return self._running.owner_url

    async def stop(self) -> None:
        """Stop the server in good order, whoever uses it."""
        assert await asyncio.to_thread(stop, self.folder)

    def kill(self) -> None:
        """End the server at once, as a power cut does."""
        lines = (self.folder / "pgdata" / "postmaster.pid").read_text().splitlines()
        os.kill(int(lines[0]), signal.SIGKILL)

    async def end(self) -> None:
        """Stop using the server."""
        if self._running is not None:
            await asyncio.to_thread(self._running.release)

    @property
    def owner_url(self) -> str:
        """The owner's URL."""
        assert self._running is not None
        return self._running.owner_url

    @asynccontextmanager
    async def administrator(self) -> AsyncIterator[Connection]:
        """A connection of the superuser to Tessera's database."""
        password = (self.folder / "postgres.password").read_text()
        parts = urlsplit(self.owner_url)
        login = f"postgres:{password}@{parts.netloc.rpartition('@')[2]}"
        connection = await connect(urlunsplit(parts._replace(netloc=login)))
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def locked(self, table: str) -> AsyncIterator[Connection]:
        """Let every statement on a table wait; gives the administrator's connection that holds the lock."""
        async with self.administrator() as connection, connection.transaction():
            await connection.execute(f"lock table {table} in access exclusive mode")
            yield connection


WAITING = "select pid from pg_stat_activity where usename like '%app' and wait_event_type = 'Lock'"


async def waiting(administrator: Connection) -> list[int]:
    """Return the processes of the application's statements that wait for a lock."""
    await administrator.execute("select pg_stat_clear_snapshot()")  # within a transaction it would not change
    return [row["pid"] for row in await administrator.fetch(WAITING)]


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds; fail when that takes more than five seconds."""
    async with asyncio.timeout(5):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.02)


async def until_waiting(administrator: Connection, count: int = 1) -> list[int]:
    """Wait until so many statements of the application wait for a lock, and return their processes."""

    async def enough() -> bool:
        return len(await waiting(administrator)) == count

    await eventually(enough)
    return await waiting(administrator)


@pytest.fixture(scope="session")
def machine_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="tessera-faults-"))
    folder.chmod(0o755)  # as root, the server runs as another user, who must be able to reach its data
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def machine(machine_folder: Path) -> AsyncIterator[Machine]:
    made = Machine(machine_folder)
    await prepare_database(await made.start())
    yield made
    await made.end()


@dataclass
class Site:
    """A server before the machine, and an admin of a tenant of it."""

    database: Database
    client: Client


@pytest.fixture(scope="session")
async def slug(machine: Machine) -> str:
    return await make_tenant(machine.owner_url)


@asynccontextmanager
async def open_site(
    machine: Machine, api: Api, slug: str, *, size: int = 5, statement_timeout: float = 15.0
) -> AsyncIterator[Site]:
    """Serve the machine's database by a pool of ``size``; the first request has been answered."""
    app_url = application_url(machine.owner_url)
    database = await Database.open(app_url, size=size, statement_timeout=statement_timeout)
    try:
        token = await create_key(database, slug, Role.ADMIN)
        async with serve(database, api) as url, httpx.AsyncClient(base_url=url, timeout=30) as http:
            client = Client(http, token)
            await client.data("{ tags { totalCount } }")
            yield Site(database, client)
    finally:
        await database.close()


@pytest.fixture
async def site(machine: Machine, api: Api, slug: str) -> AsyncIterator[Site]:
    async with open_site(machine, api, slug) as opened:
        yield opened
