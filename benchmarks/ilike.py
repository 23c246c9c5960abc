"""The search beside what people do without one: a filter by ILIKE, under row-level security as the application role."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from time import perf_counter

from benchmarks.graph_generator import GraphTenant
from server.database.tenancy import Database
from server.tenants import tenant_id

_SQL = "SELECT id, name FROM customer WHERE tenant_id = $1 AND name ILIKE '%' || $2 || '%' ORDER BY name, id LIMIT 20"


async def measure_ilike(app_url: str, tenant: GraphTenant, texts: Sequence[str]) -> float:
    """Return the median of the seconds that it takes to find the first twenty customers whose name holds a text."""
    database = await Database.open(app_url, size=1, statement_timeout=120)
    try:
        return statistics.median([await _seconds(database, tenant, text) for text in texts])
    finally:
        await database.close()


async def _seconds(database: Database, tenant: GraphTenant, text: str) -> float:
    async with database.tenant_transaction(tenant_id(tenant.slug), readonly=True) as connection:
        begin = perf_counter()
        await connection.fetch(_SQL, tenant_id(tenant.slug), text)
        return perf_counter() - begin
