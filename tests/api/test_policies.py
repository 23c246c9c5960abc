"""Row-level security itself, on bare connections of the application role: what the server never does cannot be done either."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from server.database.tables import API_KEY, LINK_TABLES, METADATA, TABLES
from server.database.tenancy import connect
from tests.api.conftest import Tenant

_TABLES = [table for table in METADATA.sorted_tables if "tenant_id" in table.c]
#: The tables in which the data set has rows.
_FILLED = [*TABLES.values(), *LINK_TABLES.values(), API_KEY]

every_table = pytest.mark.parametrize("table", _TABLES, ids=lambda table: table.name)
every_filled_table = pytest.mark.parametrize("table", _FILLED, ids=lambda table: table.name)


@pytest.fixture
async def bare(app_url: str) -> AsyncIterator[Any]:
    """A connection of the application role on which no tenant was set."""
    connection = await connect(app_url)
    yield connection
    await connection.close()


async def _enter(connection: Any, tenant: Tenant) -> None:
    await connection.execute(f"BEGIN; SET LOCAL app.tenant_id TO '{tenant.id}'")


@every_table
async def test_without_a_tenant_there_are_no_rows(table: Any, bare: Any, read_only: tuple[Tenant, Tenant]) -> None:
    count = f'SELECT count(*) FROM "{table.name}"'
    assert await bare.fetchval(count) == 0
    await _enter(bare, read_only[0])
    found = await bare.fetchval(count)
    assert (found > 0) is (table in _FILLED)
    await bare.execute("COMMIT")
    assert await bare.fetchval(count) == 0
    assert await bare.fetchval("SELECT current_setting('app.tenant_id')") == ""


@every_filled_table
async def test_only_the_rows_of_the_tenant(table: Any, bare: Any, read_only: tuple[Tenant, Tenant]) -> None:
    for tenant in read_only:
        await _enter(bare, tenant)
        assert await bare.fetchval(f'SELECT array_agg(DISTINCT tenant_id) FROM "{table.name}"') == [tenant.id]
        await bare.execute("ROLLBACK")


@every_filled_table
async def test_no_row_becomes_another_tenants(table: Any, bare: Any, read_only: tuple[Tenant, Tenant]) -> None:
    own, other = read_only
    names = [f'"{column.name}"' for column in table.c if column.name != "tenant_id"]
    columns = ", ".join(names)
    for statement in (
        f'INSERT INTO "{table.name}" (tenant_id, {columns}) SELECT $1, {columns} FROM "{table.name}"',
        f'UPDATE "{table.name}" SET tenant_id = $1',
    ):
        await _enter(bare, own)
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await bare.execute(statement, other.id)
        await bare.execute("ROLLBACK")


@every_filled_table
async def test_no_row_of_another_tenant_is_changed(table: Any, bare: Any, read_only: tuple[Tenant, Tenant]) -> None:
    own, other = read_only
    await _enter(bare, own)
    for statement in (
        f'UPDATE "{table.name}" SET tenant_id = tenant_id WHERE tenant_id = $1',
        f'DELETE FROM "{table.name}" WHERE tenant_id = $1',
    ):
        assert (await bare.execute(statement, other.id)).endswith(" 0")
    await bare.execute("ROLLBACK")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT slug FROM tenant",
        "DELETE FROM tenant",
        "TRUNCATE customer CASCADE",
        "ALTER TABLE customer DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant_isolation ON customer",
        "CREATE TABLE mine ()",
        "DELETE FROM alembic_version",
        "SET ROLE pg_database_owner",
    ],
)
async def test_what_the_application_role_may_not_do(statement: str, bare: Any) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await bare.execute(statement)


async def test_a_setting_that_is_no_tenant_is_an_error_not_an_opening(bare: Any) -> None:
    await bare.execute("BEGIN; SET LOCAL app.tenant_id TO 'nonsense'")
    with pytest.raises(asyncpg.InvalidTextRepresentationError):
        await bare.fetch("SELECT * FROM customer")
    await bare.execute("ROLLBACK")


async def test_a_reference_to_another_tenants_record_is_refused_by_its_key(
    bare: Any, twins: tuple[Tenant, Tenant]
) -> None:
    """The database's own foreign keys carry the tenant: an id that only the other has is not there."""
    own, other = twins
    await _enter(bare, own)
    await bare.execute("DELETE FROM customer_segment; DELETE FROM segment")
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await bare.execute(
            "INSERT INTO customer_segment (tenant_id, customer_id, segment_id) SELECT $1, id, $2 FROM customer LIMIT 1",
            own.id,
            await _some_segment(other, bare),
        )
    await bare.execute("ROLLBACK")


async def _some_segment(tenant: Tenant, bare: Any) -> Any:
    found = await tenant.admin.data("{ segments(first: 1) { nodes { id } } }")
    return found["segments"]["nodes"][0]["id"].removeprefix("segment_")
