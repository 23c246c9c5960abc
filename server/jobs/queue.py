"""The queue itself: its tables in the schema ``jobs``, who may use them, and how a job gets in.

The tables belong to pgqueuer. They have no tenant: a job names its tenant, and its payload holds ids and nothing else about
customers, because every worker reads every job.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel

from server.database.catalogue import application_role, backup_role
from server.database.roles import database_name
from server.database.tenancy import Connection, connect

#: Every name is given, because pgqueuer would take those left out from environment variables as common as CHANNEL or FUNCTION.
SETTINGS = DBSettings(
    prefix="",
    db_schema="jobs",
    channel=Channel("tessera_jobs"),
    function="fn_pgqueuer_changed",
    trigger="tg_pgqueuer_changed",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    queue_status_type="pgqueuer_status",
    statistics_table="pgqueuer_statistics",
    schedules_table="pgqueuer_schedules",
    durability=Durability.durable,
    widen_id=True,
)
_WAITS = "SELECT true FROM jobs.pgqueuer WHERE entrypoint = $1 AND status = 'queued' AND payload = $2 LIMIT 1"
_LOCK = 7_355_609  # any number, the same for every process that installs
_GRANTS = {
    application_role: (
        "GRANT USAGE ON SCHEMA jobs TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO {role}",
        "GRANT USAGE ON TYPE jobs.pgqueuer_status TO {role}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO {role}",
    ),
    backup_role: (
        "GRANT USAGE ON SCHEMA jobs TO {role}",
        "GRANT SELECT ON ALL TABLES IN SCHEMA jobs TO {role}",
        "GRANT SELECT ON ALL SEQUENCES IN SCHEMA jobs TO {role}",
    ),
}


async def prepare_database(owner_url: str) -> list[str]:
    """Bring the tables and the queue to this version, and return the names of the migrations that were applied."""
    # Alembic is slow to import, and whoever only works on the queue never needs it.
    from server.database.migrate import migrate

    applied = await migrate(owner_url)
    await install_queue(owner_url)
    return applied


async def install_queue(owner_url: str) -> None:
    """Create the queue's schema and tables or bring them to this version, and let the application role use them."""
    connection = await connect(owner_url)
    try:
        await connection.execute(f"SELECT pg_advisory_lock({_LOCK})")
        queries = queries_over(connection)
        if await queries.schema_is_installed():
            await queries.apply_upgrade()
        else:
            await queries.install()
        for name_of, statements in _GRANTS.items():
            await _grant(connection, name_of(database_name(owner_url)), statements)
    finally:
        await connection.close()


async def _grant(connection: Connection, role: str, statements: tuple[str, ...]) -> None:
    quoted = await connection.fetchval("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = $1", role)
    for statement in statements if quoted else ():
        await connection.execute(statement.format(role=quoted))


async def queue_is_pending(connection: Connection) -> bool:
    """Return whether the queue's tables are missing or older than this version needs."""
    return bool((await queries_over(connection).plan_upgrade()).statements)


async def enqueue(
    connection: Connection,
    job: str,
    tenant_id: UUID,
    payload: Mapping[str, Any],
    *,
    once: bool = False,
    after: timedelta | None = None,
) -> None:
    """Put a job into the queue within the transaction that ``connection`` is in; it starts when that commits.

    ``payload`` is kept as JSON where every worker can read it: ids, never what is known about a customer. ``once``: not when the
    same job waits already. ``after``: it starts so much later.
    """
    content = orjson.dumps({"tenant": str(tenant_id), "payload": dict(payload)})
    if once and await connection.fetchval(_WAITS, job, content):
        return
    await queries_over(connection).enqueue(job, content, execute_after=after)


def read_payload(content: bytes | None) -> tuple[UUID, dict[str, Any]]:
    """Return the tenant and the payload that ``enqueue`` wrote."""
    written = orjson.loads(content or b"{}")
    return UUID(written["tenant"]), written["payload"]


def queries_over(connection: Connection) -> Queries:
    """Return pgqueuer's queries, run over ``connection`` on the tables in schema ``jobs``."""
    return Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(SETTINGS),
        qbq=QueryQueueBuilder(SETTINGS),
        qbs=QuerySchedulerBuilder(SETTINGS),
    )
