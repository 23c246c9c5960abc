"""A segmentation from the request to the segments: what readers see before, during and after, and when things go wrong."""

import asyncio
import random
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest

from server import jobs
from server.database.tenancy import Database
from server.entities.declaration import Role
from server.entities.ids import new_id
from server.errors import BadUserInput
from server.segments import ACTIONS, HANDLERS

Insert = Callable[..., Awaitable[list[UUID]]]
RUN = next(action for action in ACTIONS if action.name == "runSegmentation")
STATE = "SELECT * FROM segmentation WHERE tenant_id = $1 AND id = $2"
SEGMENTS = """
SELECT s.id, s.name, s.description, s.position, s.size, s.profile, s.created_at, count(m.customer_id) AS members
  FROM segment s LEFT JOIN customer_segment m ON m.tenant_id = $1 AND m.segment_id = s.id
 WHERE s.tenant_id = $1 AND s.segmentation_id = $2
 GROUP BY s.id, s.name, s.description, s.position, s.size, s.profile, s.created_at ORDER BY s.position"""


@asynccontextmanager
async def working(database: Database, url: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    limits = jobs.Limits(processes=1, stale_after=2, grace=0.5, first_retry=0.1)
    worker = asyncio.create_task(jobs.run_worker(database, url, HANDLERS, stop=stop, limits=limits))
    try:
        yield
    finally:
        stop.set()
        await worker


async def populate(insert: Insert, tenant: UUID, count: int) -> None:
    """Customers of two kinds: many in DE who spend little, fewer in FR who spend much."""
    dice = random.Random(1)
    customers = [
        {"id": new_id(), "kind": "PERSON", "stage": "CUSTOMER", "country": "FR" if number % 3 == 0 else "DE"}
        for number in range(count)
    ]
    await insert(tenant, "customer", *customers)
    orders = []
    for customer in customers:
        rich = customer["country"] == "FR"
        for _ in range(dice.randint(5, 8) if rich else dice.randint(1, 2)):
            total = int(dice.gauss(20_000, 2_000) if rich else dice.gauss(2_000, 200))
            placed = datetime.now(UTC) - timedelta(days=dice.randint(1, 20) if rich else dice.randint(200, 300))
            money = {"total_minor": total, "total_currency": "EUR"}
            orders.append({"customer_id": customer["id"], "status": "PAID", "placed_at": placed, **money})
    await insert(tenant, "order", *orders)


async def ask(database: Database, tenant: UUID, *attributes: str, name: str = "Value", **more: Any) -> UUID:
    async with database.tenant_transaction(tenant) as connection:
        return await RUN.run(connection, tenant, {"name": name, "attributes": list(attributes), **more})


async def state(database: Database, tenant: UUID, segmentation: UUID) -> dict[str, Any]:
    async with database.tenant_transaction(tenant, readonly=True) as connection:
        return dict(await connection.fetchrow(STATE, tenant, segmentation))


async def segments(database: Database, tenant: UUID, segmentation: UUID) -> list[dict[str, Any]]:
    async with database.tenant_transaction(tenant, readonly=True) as connection:
        return [dict(row) for row in await connection.fetch(SEGMENTS, tenant, segmentation)]


async def finished(database: Database, tenant: UUID, segmentation: UUID, seconds: float = 120) -> dict[str, Any]:
    """Wait until the run is over and return the segmentation."""
    async with asyncio.timeout(seconds):
        while (found := await state(database, tenant, segmentation))["status"] in ("QUEUED", "RUNNING"):
            await asyncio.sleep(0.1)
    return found


async def queued(database: Database, tenant: UUID) -> int:
    async with database.tenant_transaction(tenant) as connection:
        rows = await connection.fetch("SELECT payload FROM jobs.pgqueuer WHERE entrypoint = 'segmentation'")
    return sum(orjson.loads(row["payload"])["tenant"] == str(tenant) for row in rows)


async def test_from_request_to_segments(
    database: Database, app_url: str, tenants: tuple[UUID, UUID], insert: Insert
) -> None:
    for tenant in tenants:
        await populate(insert, tenant, 90)
    segmentation = await ask(database, tenants[0], "orders.total", "orders.daysSinceLast", "country", name="  Value ")
    asked = await state(database, tenants[0], segmentation)
    assert (asked["name"], asked["name_folded"], asked["external_id"]) == ("Value", "value", "Value")
    assert (asked["status"], asked["progress"], asked["version"]) == ("QUEUED", 0.0, 1)
    async with working(database, app_url):
        done = await finished(database, tenants[0], segmentation)
    assert (done["status"], done["progress"], done["error"]) == ("SUCCEEDED", 1.0, None)
    assert done["finished_at"] is not None
    result = orjson.loads(done["result"])
    assert (result["k"], result["seed"]) == (2, 0)
    assert [treatment["name"] for treatment in result["treatments"]] == [
        "orders.total",
        "orders.daysSinceLast",
        "country",
    ]
    large, small = await segments(database, tenants[0], segmentation)
    assert [(s["position"], s["size"], s["members"]) for s in (large, small)] == [(0, 60, 60), (1, 30, 30)]
    assert "order value" in small["name"].lower()
    assert small["description"].startswith("30 customers (33%): ")
    differences = orjson.loads(small["profile"])["differences"]
    assert {difference["attribute"] for difference in differences} == {
        "orders.total",
        "orders.daysSinceLast",
        "country",
    }
    async with database.tenant_transaction(tenants[0]) as connection:
        countries = await connection.fetch(
            "SELECT DISTINCT country FROM customer c JOIN customer_segment m ON m.tenant_id = $1 AND m.customer_id = c.id "
            "WHERE c.tenant_id = $1 AND m.segment_id = $2",
            tenants[0],
            small["id"],
        )
    assert [row["country"] for row in countries] == ["FR"]
    async with database.tenant_transaction(tenants[1]) as connection:
        assert await connection.fetchval("SELECT count(*) FROM segment WHERE tenant_id = $1", tenants[1]) == 0


async def test_a_second_run_replaces_the_segments_at_one_stroke(
    database: Database, app_url: str, tenants: tuple[UUID, UUID], insert: Insert
) -> None:
    tenant = tenants[0]
    await populate(insert, tenant, 90)
    async with working(database, app_url):
        segmentation = await ask(database, tenant, "orders.total")
        await finished(database, tenant, segmentation)
        former = await segments(database, tenant, segmentation)
        assert await ask(database, tenant, "orders.total", "country", k=5) == segmentation
        seen, over = [], False
        while not over:
            over = (await state(database, tenant, segmentation))["status"] == "SUCCEEDED"
            seen.append(await segments(database, tenant, segmentation))
    latest = seen[-1]
    assert (await state(database, tenant, segmentation))["version"] == 2
    assert len(latest) == 5
    assert former in seen
    assert all(view in (former, latest) for view in seen)
    assert all(sum(segment["members"] for segment in view) == 90 for view in seen)


async def test_the_data_s_fault_is_told_and_the_former_segments_stay(
    database: Database, app_url: str, tenants: tuple[UUID, UUID], insert: Insert
) -> None:
    tenant = tenants[0]
    await populate(insert, tenant, 30)
    async with working(database, app_url):
        segmentation = await ask(database, tenant, "orders.total", k=2)
        await finished(database, tenant, segmentation)
        former = await segments(database, tenant, segmentation)
        await ask(database, tenant, "orders.abandoned")
        failed = await finished(database, tenant, segmentation)
    assert failed["status"] == "FAILED"
    assert "No attribute is usable" in failed["error"]
    assert await segments(database, tenant, segmentation) == former
    assert len(former) == 2
    assert orjson.loads(failed["result"])["k"] == 2
    assert await queued(database, tenant) == 0


async def test_too_few_customers(database: Database, app_url: str, tenants: tuple[UUID, UUID], insert: Insert) -> None:
    await populate(insert, tenants[0], 3)
    async with working(database, app_url):
        failed = await finished(database, tenants[0], await ask(database, tenants[0], "orders.total"))
    assert (failed["status"], "3 rows" in failed["error"]) == ("FAILED", True)


async def test_the_newest_request_wins(
    database: Database, app_url: str, tenants: tuple[UUID, UUID], insert: Insert
) -> None:
    tenant = tenants[0]
    await populate(insert, tenant, 60)
    for k in (4, 3, 2):
        segmentation = await ask(database, tenant, "orders.total", k=k)
    assert await queued(database, tenant) == 3
    async with working(database, app_url):
        done = await finished(database, tenant, segmentation)
        async with asyncio.timeout(20):
            while await queued(database, tenant):
                await asyncio.sleep(0.1)
    assert (done["version"], orjson.loads(done["result"])["k"]) == (3, 2)
    assert len(await segments(database, tenant, segmentation)) == 2


async def test_the_job_of_a_killed_worker_is_done_by_another(
    database: Database, app_url: str, tenants: tuple[UUID, UUID], insert: Insert
) -> None:
    tenant = tenants[0]
    await populate(insert, tenant, 600)
    segmentation = await ask(database, tenant, "orders.total", "orders.daysSinceLast", "orders.count")
    victim = await asyncio.create_subprocess_exec(
        sys.executable, Path(__file__).with_name("lone_worker.py"), app_url, cwd=Path(__file__).parents[2]
    )
    async with asyncio.timeout(120):
        while (await state(database, tenant, segmentation))["progress"] == 0:
            await asyncio.sleep(0.02)
    victim.send_signal(signal.SIGKILL)
    await victim.wait()
    left = await state(database, tenant, segmentation)
    assert (left["status"], await queued(database, tenant)) == ("RUNNING", 1)
    assert await segments(database, tenant, segmentation) == []
    async with working(database, app_url):
        done = await finished(database, tenant, segmentation)
    assert done["status"] == "SUCCEEDED"
    assert sum(segment["members"] for segment in await segments(database, tenant, segmentation)) == 600


async def test_a_customer_deleted_meanwhile_is_left_out(
    database: Database, app_url: str, tenants: tuple[UUID, UUID], insert: Insert
) -> None:
    tenant = tenants[0]
    await populate(insert, tenant, 60)
    (going,) = await insert(tenant, "customer", {"kind": "PERSON", "stage": "LEAD", "country": "DE"})
    segmentation = await ask(database, tenant, "country", "orders.total", k=2)
    async with working(database, app_url):
        async with asyncio.timeout(60):
            while (await state(database, tenant, segmentation))["progress"] == 0:
                await asyncio.sleep(0.02)
        async with database.tenant_transaction(tenant) as connection:
            await connection.execute("DELETE FROM customer WHERE tenant_id = $1 AND id = $2", tenant, going)
        await finished(database, tenant, segmentation)
    found = await segments(database, tenant, segmentation)
    assert (sum(s["size"] for s in found), sum(s["members"] for s in found)) == (61, 60)


async def test_giving_up_is_told(database: Database, tenants: tuple[UUID, UUID]) -> None:
    segmentation = await ask(database, tenants[0], "country")
    payload = {"segmentation": str(segmentation), "version": 1}
    handler = HANDLERS["segmentation"]
    assert handler.give_up is not None
    await handler.give_up(jobs.Job(tenants[0], payload, database, jobs.Processes(1).compute))
    failed = await state(database, tenants[0], segmentation)
    assert (failed["status"], "run it again" in failed["error"]) == ("FAILED", True)


async def test_a_request_that_is_rolled_back_enqueues_nothing(database: Database, tenants: tuple[UUID, UUID]) -> None:
    async def ask_and_fail() -> None:
        async with database.tenant_transaction(tenants[0]) as connection:
            await RUN.run(connection, tenants[0], {"name": "Value", "attributes": ["country"]})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ask_and_fail()
    assert await queued(database, tenants[0]) == 0


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"attributes": []}, ("attributes",)),
        ({"attributes": ["country"] * 51}, ("attributes",)),
        ({"attributes": ["country", "nonsense"]}, ("attributes", 1)),
        ({"attributes": ["country"], "k": 1}, ("k",)),
        ({"attributes": ["country"], "k": 21}, ("k",)),
        ({"name": " ", "attributes": ["country"]}, ("name",)),
        ({"name": "x" * 201, "attributes": ["country"]}, ("name",)),
        ({"name": "a\x00b", "attributes": ["country"]}, ("name",)),
    ],
)
async def test_bad_requests(
    database: Database, tenants: tuple[UUID, UUID], arguments: dict[str, Any], path: tuple[Any, ...]
) -> None:
    async def ask_wrongly() -> None:
        async with database.tenant_transaction(tenants[0]) as connection:
            await RUN.run(connection, tenants[0], {"name": "Value", **arguments})

    with pytest.raises(BadUserInput) as raised:
        await ask_wrongly()
    assert raised.value.path == path
    assert await queued(database, tenants[0]) == 0


def test_who_may_ask() -> None:
    assert (RUN.roles, RUN.entity) == (frozenset({Role.ADMIN, Role.MARKETER}), "Segmentation")
