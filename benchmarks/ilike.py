"""The search beside what people do without one: a filter by ILIKE, under row-level security as the application role."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from benchmarks.graph_generator import GraphTenant
from server.database.tenancy import Database
from server.tenants import tenant_id

_SQL = "SELECT id, name FROM customer WHERE tenant_id = $1 AND name ILIKE '%' || $2 || '%' ORDER BY name, id LIMIT 20"


@dataclass(frozen=True, slots=True)
class Ilike:
    """The median seconds of ILIKE: in one process, as the search has it, and in as many as PostgreSQL takes."""

    alone: float
    parallel: float


async def measure_ilike(app_url: str, tenant: GraphTenant, texts: Sequence[str]) -> Ilike:
    """Measure how long it takes to find the first twenty customers whose name holds a text; the statement alone."""
    database = await Database.open(app_url, size=1, statement_timeout=120)
    try:
        times = [
            [await _seconds(database, tenant, text, parallel=parallel) for parallel in (False, True)] for text in texts
        ]
    finally:
        await database.close()
    return Ilike(*(statistics.median(column) for column in zip(*times, strict=True)))


async def _seconds(database: Database, tenant: GraphTenant, text: str, *, parallel: bool) -> float:
    async with database.tenant_transaction(tenant_id(tenant.slug), readonly=True) as connection:
        if not parallel:
            await connection.execute("SET LOCAL max_parallel_workers_per_gather TO 0")
        begin = perf_counter()
        await connection.fetch(_SQL, tenant_id(tenant.slug), text)
        return perf_counter() - begin
