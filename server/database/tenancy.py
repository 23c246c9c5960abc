"""Isolation as a property of the database: the only way to a connection is a transaction of one tenant.

``Database`` opens the pool under the application role and hands out ``tenant_transaction``; ``check_tenancy`` (in
``database/catalogue``) proves that the tables and the role are what this relies on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from server.database.catalogue import check_tenancy
from server.database.completeness import check_completeness
from server.database.faults import DRIVER_ERRORS, calling_driver, translate
from server.errors import ServiceUnavailable

Connection: TypeAlias = Any  # asyncpg's connection, or the pool's proxy of it; asyncpg ships no types

_log = logging.getLogger("tessera.database")
#: Seconds to wait for a free connection of the pool.
_PATIENCE = 5.0
_UNSURE = (
    "the database was lost while the change was being saved: it was made as a whole or not at all; "
    "look which before you send it again"
)
_SESSION = {"timezone": "UTC", "jit": "off", "search_path": "public"}


async def connect(url: str, **settings: str) -> Connection:
    """Open one connection outside the pool: for migrations, administration and the queue's listener."""
    with calling_driver():
        return await asyncpg.connect(url, server_settings={"application_name": "tessera", **_SESSION, **settings})


class Database:
    """The pool of connections under the application role."""

    def __init__(self, pool: Any, url: str) -> None:
        self._pool = pool
        self._url = url

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        size: int = 10,
        statement_timeout: float = 15.0,
        observe: Callable[[str], None] | None = None,
    ) -> Database:
        """Connect to ``url`` with at most ``size`` connections; statements may take ``statement_timeout`` seconds.

        ``observe`` is told the text of every statement that is sent.
        """

        async def begin(connection: Any) -> None:
            if observe is not None:
                connection.add_query_logger(lambda record: observe(record.query))

        settings = {
            "application_name": "tessera",
            "statement_timeout": f"{int(statement_timeout * 1000)}",
            "idle_in_transaction_session_timeout": "60000",
            **_SESSION,
        }
        with calling_driver():
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=size,
                server_settings=settings,
                statement_cache_size=512,
                max_cacheable_statement_size=128 * 1024,
                timeout=5,
                init=begin,
                # Every transaction here sets LOCAL values only, so there is nothing to reset between two tenants.
                reset=_leave_clean,
            )
        return cls(pool, url)

    async def close(self) -> None:
        """Close the pool; statements in flight are given a moment."""
        try:
            async with asyncio.timeout(5):
                await self._pool.close()
        except DRIVER_ERRORS:
            self._pool.terminate()

    async def ping(self) -> None:
        """Raise ``ServiceUnavailable`` when the database does not answer."""
        with calling_driver():
            async with asyncio.timeout(_PATIENCE):
                await self._pool.fetchval("select 1")

    async def check(self) -> None:
        """Raise ``SetupError`` when tables or role do not isolate tenants, or when the tables lack what is declared.

        ``serve`` and ``worker`` start with it.
        """
        with calling_driver():
            async with self._pool.acquire() as connection:
                await check_tenancy(connection.fetch, await connection.fetchval("select current_user"))
                await check_completeness(connection.fetch)

    async def connect(self, name: str) -> Connection:
        """Open one connection outside the pool, for listening; it is of no tenant, so that it sees none's rows."""
        return await connect(self._url, application_name=name)

    def tenant_transaction(
        self, tenant_id: UUID, *, readonly: bool = False, timeout: float | None = None
    ) -> TenantTransaction:
        """Return a context manager that enters a transaction of ``tenant_id`` and gives its connection.

        ``timeout`` (seconds) replaces the statement timeout for background work. It commits at the end of the block, and
        rolls back when the block raises; what the driver raises comes out as Tessera's own error.
        """
        return TenantTransaction(self._pool, tenant_id, readonly, timeout)

    async def fetch_row(self, tenant_id: UUID, sql: str, parameters: Sequence[Any], *, generic: bool = False) -> Any:
        """Run one reading statement for a tenant and return its first row; once more if the connection was lost."""
        try:
            async with TenantTransaction(self._pool, tenant_id, True, None, generic) as connection:
                return await connection.fetchrow(sql, *parameters)
        except ServiceUnavailable as error:
            if isinstance(error.__cause__, TimeoutError):
                raise  # no connection became free; a second wait would only make the queue longer
            async with TenantTransaction(self._pool, tenant_id, True, None, generic) as connection:
                return await connection.fetchrow(sql, *parameters)


class TenantTransaction:
    """One transaction of one tenant; see ``Database.tenant_transaction``."""

    __slots__ = ("_begin", "_connection", "_pool", "_readonly")

    def __init__(
        self, pool: Any, tenant_id: UUID, readonly: bool, timeout: float | None, generic: bool = False
    ) -> None:
        if not isinstance(tenant_id, UUID):
            raise TypeError(f"a tenant's id is a UUID, not {tenant_id!r}")
        self._pool = pool
        self._connection: Any = None
        self._readonly = readonly
        # One message, and a literal: a parameter does not travel with SET, and set_config() not to a distributed database.
        # A foreign-key check is planned once in a session, perhaps when its table was tiny, and keeps that plan while the table
        # grows: a scan of the whole table for every row written. Without sequential scans to choose from, it takes the key.
        mode, plans = (" READ ONLY", "") if readonly else ("", "; SET LOCAL enable_seqscan TO off")
        limit = "" if timeout is None else f"; SET LOCAL statement_timeout TO {int(timeout * 1000)}"
        if generic:
            plans += "; SET LOCAL plan_cache_mode TO force_generic_plan"
        self._begin = f"BEGIN{mode}; SET LOCAL app.tenant_id TO '{tenant_id}'{limit}{plans}"

    async def __aenter__(self) -> Connection:
        try:
            with calling_driver():
                async with asyncio.timeout(_PATIENCE):
                    self._connection = await self._pool.acquire()
                await self._connection.execute(self._begin)
        except BaseException as error:
            await self._leave(error)
            raise
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            await self._commit()
            return
        await self._leave(error)
        known = translate(error)
        if known is not None:
            raise known from error

    async def _commit(self) -> None:
        try:
            with calling_driver():
                await self._connection.execute("COMMIT")
        except BaseException as error:
            await self._leave(error)
            if isinstance(error, ServiceUnavailable) and not self._readonly:
                raise ServiceUnavailable(_UNSURE) from error
            raise
        await self._leave(None)

    async def _leave(self, error: BaseException | None) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if error is not None and not connection.is_closed():
                await connection.execute("ROLLBACK")
        except (*DRIVER_ERRORS, RuntimeError):
            with suppress(asyncpg.InterfaceError):  # a connection that was lost is the pool's again already
                connection.terminate()
        finally:
            await self._pool.release(connection)


async def _leave_clean(connection: Any) -> None:
    """Refuse to hand on a connection with a transaction still open."""
    if connection.is_in_transaction():
        _log.error("a connection came back inside a transaction and was closed")
        connection.terminate()
