"""Records for the tests of segments, written straight into the tables."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from server.database.tenancy import Database
from server.entities.ids import new_id

Insert = Callable[..., Awaitable[list[UUID]]]


@pytest.fixture
def insert(database: Database) -> Insert:
    """Insert rows, given as dictionaries, into a table of a tenant, and return their ids."""

    async def insert_rows(tenant_id: UUID, table: str, *rows: dict[str, Any]) -> list[UUID]:
        now = datetime.now(UTC)
        stamps = {"created_at": now, "updated_at": now, "version": 1}
        whole = [{"tenant_id": tenant_id, "id": new_id(), **stamps, **row} for row in rows]
        async with database.tenant_transaction(tenant_id) as connection:
            for row in whole:
                places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
                statement = f'INSERT INTO "{table}" ({", ".join(row)}) VALUES ({places})'
                await connection.execute(statement, *row.values())
        return [row["id"] for row in whole]

    return insert_rows
