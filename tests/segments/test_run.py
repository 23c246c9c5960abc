"""A segmentation from the request to the segments: what readers see before, during and after, and when things go wrong."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import orjson
import pytest

from server import jobs
from server.database.tenancy import Database
from server.segments import HANDLERS


@pytest.fixture(scope="module", autouse=True)
async def worker(database: Database, app_url: str) -> AsyncIterator[None]:
    """A worker that carries out what is asked for."""
    stop = asyncio.Event()
    limits = jobs.Limits(processes=1, grace=0.5, first_retry=0.1)
    working = asyncio.create_task(jobs.run_worker(database, app_url, HANDLERS, stop=stop, limits=limits))
    yield
    stop.set()
    await working


async def test_from_request_to_segments(marketer: Any, neighbour: Any) -> None:
    await marketer.has_customers(90)
    await neighbour.has_customers(90)
    attributes = ["orders.total", "orders.daysSinceLast", "country"]
    segmentation = await marketer.ask({"attributes": attributes})
    done = await marketer.outcome(segmentation)
    assert (done["status"], done["progress"], done["error"]) == ("SUCCEEDED", 1.0, None)
    assert done["finished_at"] is not None
    result = orjson.loads(done["result"])
    assert (result["k"], result["seed"], len(result["candidates"])) == (2, 0, 7)
    assert [treatment["name"] for treatment in result["treatments"]] == attributes
    large, small = await marketer.segments(segmentation)
    assert [(s["position"], s["size"], s["members"]) for s in (large, small)] == [(0, 60, 60), (1, 30, 30)]
    assert "order value" in small["name"].lower()
    assert small["description"].startswith("30 customers (33%): ")
    differences = orjson.loads(small["profile"])["differences"]
    assert {difference["attribute"] for difference in differences} == set(attributes)
    async with marketer.database.tenant_transaction(marketer.tenant) as connection:
        countries = await connection.fetch(
            "SELECT DISTINCT c.country FROM customer c "
            "JOIN customer_segment m ON m.tenant_id = $1 AND m.customer_id = c.id "
            "WHERE c.tenant_id = $1 AND m.segment_id = $2",
            marketer.tenant,
            small["id"],
        )
    assert [row["country"] for row in countries] == ["FR"]
    async with neighbour.database.tenant_transaction(neighbour.tenant) as connection:
        assert await connection.fetchval("SELECT count(*) FROM segment WHERE tenant_id = $1", neighbour.tenant) == 0


async def test_a_second_run_replaces_the_segments_at_one_stroke(marketer: Any) -> None:
    await marketer.has_customers(90)
    segmentation = await marketer.ask({"attributes": ["orders.total"], "k": 2})
    await marketer.outcome(segmentation)
    former = await marketer.segments(segmentation)
    assert await marketer.ask({"attributes": ["orders.total", "country"], "k": 5}) == segmentation
    seen, over = [], False
    while not over:
        over = (await marketer.state(segmentation))["status"] == "SUCCEEDED"
        seen.append(await marketer.segments(segmentation))
    latest = seen[-1]
    assert (len(former), len(latest)) == (2, 5)
    assert former in seen
    assert all(view in (former, latest) for view in seen)
    assert all(sum(segment["members"] for segment in view) == 90 for view in seen)
    assert (await marketer.state(segmentation))["version"] == 2


async def test_the_data_s_fault_is_told_and_the_former_segments_stay(marketer: Any) -> None:
    await marketer.has_customers(30)
    segmentation = await marketer.ask({"attributes": ["orders.total"], "k": 2})
    await marketer.outcome(segmentation)
    former = await marketer.segments(segmentation)
    await marketer.ask({"attributes": ["orders.abandoned"]})
    failed = await marketer.outcome(segmentation)
    assert failed["status"] == "FAILED"
    assert "No attribute is usable" in failed["error"]
    assert orjson.loads(failed["result"])["k"] == 2
    assert len(former) == 2
    assert await marketer.segments(segmentation) == former


async def test_too_few_customers(marketer: Any) -> None:
    await marketer.has_customers(3)
    failed = await marketer.outcome(await marketer.ask({"attributes": ["orders.total"]}))
    assert (failed["status"], "3 rows" in failed["error"]) == ("FAILED", True)


async def test_customers_without_groups_are_one_segment(marketer: Any, insert: Any) -> None:
    people = [{"kind": "PERSON", "stage": "LEAD", "birth_date": date(1990, 1, 1 + day)} for day in range(31)]
    await insert(marketer.tenant, "customer", *people)
    segmentation = await marketer.ask({"attributes": ["age", "birthDate"]})
    done = await marketer.outcome(segmentation)
    assert (done["status"], orjson.loads(done["result"])["k"]) == ("SUCCEEDED", 1)
    (segment,) = await marketer.segments(segmentation)
    assert (segment["name"], segment["members"]) == ("All customers", 31)


async def test_the_newest_request_wins(marketer: Any) -> None:
    await marketer.has_customers(60)
    segmentation = await marketer.ask(*({"attributes": ["orders.total"], "k": k} for k in (4, 3, 2)))
    done = await marketer.outcome(segmentation)
    async with asyncio.timeout(30):
        while await marketer.jobs():  # noqa: ASYNC110  (what is waited for happens in the database)
            await asyncio.sleep(0.05)
    assert (done["status"], done["version"], orjson.loads(done["result"])["k"]) == ("SUCCEEDED", 3, 2)
    assert len(await marketer.segments(segmentation)) == 2


async def test_a_newer_request_ends_the_run_under_way(marketer: Any) -> None:
    await marketer.has_customers(1200)
    segmentation = await marketer.ask({"attributes": ["orders.total", "orders.count", "country"]})
    await marketer.computing(segmentation)
    await marketer.ask({"attributes": ["orders.total"], "k": 3})
    done = await marketer.outcome(segmentation)
    assert (done["status"], done["version"], orjson.loads(done["result"])["k"]) == ("SUCCEEDED", 2, 3)
    assert len(await marketer.segments(segmentation)) == 3


async def test_a_customer_deleted_meanwhile_is_left_out(marketer: Any, insert: Any) -> None:
    await marketer.has_customers(1200)
    (going,) = await insert(marketer.tenant, "customer", {"kind": "PERSON", "stage": "LEAD", "country": "DE"})
    segmentation = await marketer.ask({"attributes": ["country", "orders.total"]})
    await marketer.computing(segmentation)
    async with marketer.database.tenant_transaction(marketer.tenant) as connection:
        await connection.execute("DELETE FROM customer WHERE tenant_id = $1 AND id = $2", marketer.tenant, going)
    assert (await marketer.state(segmentation))["status"] == "RUNNING"
    assert (await marketer.outcome(segmentation))["status"] == "SUCCEEDED"
    found = await marketer.segments(segmentation)
    assert (sum(s["size"] for s in found), sum(s["members"] for s in found)) == (1201, 1200)
