"""The queue: what gets in, and what the application role may do with it."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from server import jobs
from server.database.tenancy import Database, connect


async def queued(url: str, name: str) -> int:
    connection = await connect(url)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = $1", name))
    finally:
        await connection.close()


async def test_a_job_is_enqueued_with_the_transaction(
    database: Database, app_url: str, tenants: tuple[UUID, UUID]
) -> None:
    name = f"kept-{uuid4()}"
    async with database.tenant_transaction(tenants[0]) as connection:
        await jobs.enqueue(connection, name, tenants[0], {"number": 1})
        assert await queued(app_url, name) == 0
    assert await queued(app_url, name) == 1


async def test_what_is_rolled_back_enqueues_nothing(
    database: Database, app_url: str, tenants: tuple[UUID, UUID]
) -> None:
    name = f"undone-{uuid4()}"

    async def enqueue_and_fail() -> None:
        async with database.tenant_transaction(tenants[0]) as connection:
            await jobs.enqueue(connection, name, tenants[0], {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await enqueue_and_fail()
    assert await queued(app_url, name) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE jobs.mine (id int)",
        "TRUNCATE jobs.pgqueuer",
        "DROP TABLE jobs.pgqueuer_log",
        "CREATE FUNCTION jobs.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE jobs.pgqueuer DISABLE TRIGGER ALL",
    ],
)
async def test_the_application_role_only_uses_the_queue(database: Database, app_url: str, statement: str) -> None:
    connection = await connect(app_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_installing_again_changes_nothing(
    database: Database, owner_url: str, app_url: str, tenants: tuple[UUID, UUID]
) -> None:
    name = f"installed-{uuid4()}"
    async with database.tenant_transaction(tenants[0]) as connection:
        await jobs.enqueue(connection, name, tenants[0], {})
        assert not await jobs.queue_is_pending(connection)
    assert await jobs.prepare_database(owner_url) == []
    assert await queued(app_url, name) == 1
