"""Records written straight into the tables, and a marketer who asks for segments and follows what becomes of them."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from server.database.tenancy import Database
from server.entities.ids import new_id
from server.segments import ACTIONS

Insert = Callable[..., Awaitable[list[UUID]]]

_SEGMENTS = """
SELECT s.id, s.name, s.description, s.position, s.size, s.profile, s.created_at, count(m.customer_id) AS members
  FROM segment s LEFT JOIN customer_segment m ON m.tenant_id = $1 AND m.segment_id = s.id
 WHERE s.tenant_id = $1 AND s.segmentation_id = $2
 GROUP BY s.id, s.name, s.description, s.position, s.size, s.profile, s.created_at ORDER BY s.position"""


@pytest.fixture
def insert(database: Database) -> Insert:
    """Insert rows, given as dictionaries, into a table of a tenant, and return their ids."""

    async def insert_rows(tenant_id: UUID, table: str, *rows: dict[str, Any]) -> list[UUID]:
        now = datetime.now(UTC)
        stamps = {"created_at": now, "updated_at": now, "version": 1}
        whole = [{"tenant_id": tenant_id, "id": new_id(), **stamps, **row} for row in rows]
        columns = list(dict.fromkeys(column for row in whole for column in row))
        places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
        statement = f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({places})'
        async with database.tenant_transaction(tenant_id) as connection:
            await connection.executemany(statement, [[row.get(column) for column in columns] for row in whole])
        return [row["id"] for row in whole]

    return insert_rows


class Marketer:
    """A marketer of one tenant, who works on the segmentation "Value"."""

    def __init__(self, database: Database, tenant: UUID, insert: Insert) -> None:
        self.database = database
        self.tenant = tenant
        self._insert = insert
        self._run = next(action for action in ACTIONS if action.name == "runSegmentation").run

    async def has_customers(self, count: int) -> None:
        """Write customers of two kinds: two thirds in DE who spend little, one third in FR who spend much."""
        dice = random.Random(1)
        customers = [
            {"id": new_id(), "kind": "PERSON", "stage": "CUSTOMER", "country": "FR" if number % 3 == 0 else "DE"}
            for number in range(count)
        ]
        await self._insert(self.tenant, "customer", *customers)
        orders = []
        for customer in customers:
            rich = customer["country"] == "FR"
            for _ in range(dice.randint(5, 8) if rich else dice.randint(1, 2)):
                total = int(dice.gauss(20_000, 2_000) if rich else dice.gauss(2_000, 200))
                placed = datetime.now(UTC) - timedelta(days=dice.randint(1, 20) if rich else dice.randint(200, 300))
                money = {"total_minor": total, "total_currency": "EUR"}
                orders.append({"customer_id": customer["id"], "status": "PAID", "placed_at": placed, **money})
        await self._insert(self.tenant, "order", *orders)

    async def ask(self, *requests: dict[str, Any], fail: bool = False) -> UUID:
        """Ask for runs in one transaction, which is rolled back at its end if it is to ``fail``."""
        async with self.database.tenant_transaction(self.tenant) as connection:
            for request in requests:
                segmentation = await self._run(connection, self.tenant, {"name": "Value", **request})
            if fail:
                raise ZeroDivisionError
        return segmentation

    async def state(self, segmentation: UUID) -> dict[str, Any]:
        """Return the segmentation's row."""
        async with self.database.tenant_transaction(self.tenant, readonly=True) as connection:
            statement = "SELECT * FROM segmentation WHERE tenant_id = $1 AND id = $2"
            return dict(await connection.fetchrow(statement, self.tenant, segmentation))

    async def segments(self, segmentation: UUID) -> list[dict[str, Any]]:
        """Return the segments with the number of their members, as one statement sees them."""
        async with self.database.tenant_transaction(self.tenant, readonly=True) as connection:
            return [dict(row) for row in await connection.fetch(_SEGMENTS, self.tenant, segmentation)]

    async def jobs(self) -> int:
        """Return how many of the tenant's jobs are in the queue."""
        async with self.database.tenant_transaction(self.tenant) as connection:
            rows = await connection.fetch("SELECT payload FROM jobs.pgqueuer WHERE entrypoint = 'segmentation'")
        return sum(orjson.loads(row["payload"])["tenant"] == str(self.tenant) for row in rows)

    async def wait(self, segmentation: UUID, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for a state of the segmentation and return it."""
        async with asyncio.timeout(120):
            while not until(found := await self.state(segmentation)):  # noqa: ASYNC110  (it happens in the database)
                await asyncio.sleep(0.02)
        return found

    async def computing(self, segmentation: UUID) -> None:
        """Wait until the run is in the middle of its computation."""
        state = await self.wait(segmentation, lambda state: state["step"] not in (None, "reading customers"))
        assert state["status"] == "RUNNING"

    async def outcome(self, segmentation: UUID) -> dict[str, Any]:
        """Wait until the run is over and return the segmentation's row."""
        return await self.wait(segmentation, lambda state: state["status"] in ("SUCCEEDED", "FAILED"))


@pytest.fixture
def marketer(database: Database, tenants: tuple[UUID, UUID], insert: Insert) -> Marketer:
    """A marketer of the first of two fresh tenants."""
    return Marketer(database, tenants[0], insert)


@pytest.fixture
def neighbour(database: Database, tenants: tuple[UUID, UUID], insert: Insert) -> Marketer:
    """A marketer of the second of two fresh tenants."""
    return Marketer(database, tenants[1], insert)
