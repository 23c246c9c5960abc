"""The data of the benchmarks of the customer graph: tenants of different sizes in one database, in the same proportions.

Each table is filled in one transaction: a table that holds rows of a tenant holds all of them, and a run that was interrupted goes
on where it stopped. Indexes that no constraint needs are built after the rows; where the owner may set ``session_replication_role``
(the embedded database grants it), foreign keys are not checked, because the rows are made from what they point to.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any

import asyncpg

from benchmarks.generator import Report
from benchmarks.graph_rows import INTERACTIONS, Graph
from server.database.identifiers import quoted
from server.database.tenancy import connect
from server.database.words import write_words
from server.entities import ENTITIES
from server.entities.declaration import Entity
from server.tenants import create_tenant, tenant_id

#: Records whose words are written at a time.
_WORDS_AT_ONCE = 10_000

Fill = Callable[[Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class GraphTenant:
    """A tenant of the benchmarks: how many customers it has, and from which seed it is made."""

    customers: int
    seed: int = 1

    @property
    def slug(self) -> str:
        """The tenant's slug."""
        return f"graph-{self.customers}-{self.seed}"

    def __str__(self) -> str:
        return f"{self.customers:,} customers, {self.customers * INTERACTIONS:,} interactions"


async def generate_graph(owner_url: str, tenants: Sequence[GraphTenant], report: Report) -> None:
    """Make what is missing of the tenants' rows, and leave every table vacuumed and analysed."""
    owner = await connect(owner_url, synchronous_commit="off", maintenance_work_mem="1GB")
    try:
        with suppress(asyncpg.InsufficientPrivilegeError):
            await owner.execute("SET session_replication_role TO replica")
        for tables in zip(*(_tables(tenant) for tenant in tenants), strict=True):
            name = tables[0].name
            fills = [table for table in tables if not await _holds_rows(owner, table.tenant, name)]
            if fills:
                begin = perf_counter()
                await _fill(owner, name, fills)
                await owner.execute(f"VACUUM (ANALYZE) {quoted(name)}")
                rows = " and ".join(f"{table.rows:,}" for table in fills)
                report(f"{name}: {rows} rows in {perf_counter() - begin:.1f} s")
        await owner.execute("VACUUM (ANALYZE) search_key")
        for tenant in tenants:
            await create_tenant(owner, tenant.slug)
    finally:
        await owner.close()


@dataclass(frozen=True, slots=True)
class _Table:
    """One table's rows of one tenant, and what makes them."""

    tenant: GraphTenant
    name: str
    rows: int
    fill: Fill


def _tables(tenant: GraphTenant) -> list[_Table]:
    made = [
        _Table(tenant, made.table, made.rows, partial(_insert, tenant, made.statement))
        for made in Graph(tenant.slug, tenant.customers).made()
    ]
    rows = {table.name: table.rows for table in made}
    words = [
        _Table(tenant, f"{entity.table}_word", rows[entity.table], partial(_write_words, tenant, entity))
        for entity in ENTITIES.values()
        if entity.searched
    ]
    return [*made, *words]


async def _insert(tenant: GraphTenant, statement: str, owner: Any) -> None:
    await owner.execute(statement, tenant_id(tenant.slug))


async def _write_words(tenant: GraphTenant, entity: Entity, owner: Any) -> None:
    """The words by which records are found, as the server itself writes them."""
    tenant_ = tenant_id(tenant.slug)
    sql = f"SELECT id FROM {quoted(entity.table)} WHERE tenant_id = $1 ORDER BY id"
    ids = [row["id"] for row in await owner.fetch(sql, tenant_)]
    for first in range(0, len(ids), _WORDS_AT_ONCE):
        chunk = ids[first : first + _WORDS_AT_ONCE]
        await write_words(owner, tenant_, entity, chunk, fresh=chunk)


async def _holds_rows(owner: Any, tenant: GraphTenant, table: str) -> bool:
    async with owner.transaction():
        await _enter(owner, tenant)
        sql = f"SELECT EXISTS (SELECT FROM {quoted(table)} WHERE tenant_id = $1)"
        holds: bool = await owner.fetchval(sql, tenant_id(tenant.slug))
    return holds


async def _fill(owner: Any, name: str, tables: Sequence[_Table]) -> None:
    async with owner.transaction(), _without_indexes(owner, name):
        for table in tables:
            await _enter(owner, table.tenant)
            await table.fill(owner)


async def _enter(owner: Any, tenant: GraphTenant) -> None:
    await owner.execute(f"SET LOCAL app.tenant_id TO '{tenant_id(tenant.slug)}'")


@asynccontextmanager
async def _without_indexes(owner: Any, table: str) -> AsyncIterator[None]:
    """Do without the indexes that no constraint needs, and build them at the end."""
    sql = (
        "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index "
        "WHERE indrelid = to_regclass($1) AND NOT indisunique"
    )
    indexes = await owner.fetch(sql, quoted(table))
    for index in indexes:
        await owner.execute(f"DROP INDEX {index['name']}")
    yield
    for index in indexes:
        await owner.execute(index["definition"])
