"""The worker against a real queue: retries, stops, lost connections and killed workers."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from server import jobs
from server.database.tenancy import Database, connect

QUICK = {"stale_after": 1.0, "first_retry": 0.05, "grace": 0.3}


@asynccontextmanager
async def working(
    database: Database, url: str, handlers: Mapping[str, jobs.Handler], **limits: Any
) -> AsyncIterator[None]:
    stop = asyncio.Event()
    worker = asyncio.create_task(
        jobs.run_worker(database, url, handlers, stop=stop, limits=jobs.Limits(**{**QUICK, **limits}))
    )
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await worker


async def enqueue(database: Database, tenant_id: UUID, name: str, payload: Mapping[str, Any] | None = None) -> None:
    async with database.tenant_transaction(tenant_id) as connection:
        await jobs.enqueue(connection, name, tenant_id, payload or {})


async def statuses(url: str, name: str) -> list[str]:
    """What is in the queue by this name."""
    connection = await connect(url)
    try:
        rows = await connection.fetch("SELECT status::text FROM jobs.pgqueuer WHERE entrypoint = $1", name)
    finally:
        await connection.close()
    return [row["status"] for row in rows]


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110  (what is waited for happens in the database)
            await asyncio.sleep(0.05)


async def test_a_handler_gets_the_job(database: Database, app_url: str, tenants: tuple[UUID, UUID]) -> None:
    name, done = f"plain-{uuid4()}", asyncio.get_running_loop().create_future()

    async def run(job: jobs.Job) -> None:
        async with job.database.tenant_transaction(job.tenant_id) as connection:
            setting = await connection.fetchval("SELECT current_setting('app.tenant_id')")
        done.set_result((job.tenant_id, job.payload, UUID(setting)))

    async with working(database, app_url, {name: jobs.Handler(run)}):
        await enqueue(database, tenants[1], name, {"a": [1, "ä"]})
        async with asyncio.timeout(5):
            assert await done == (tenants[1], {"a": [1, "ä"]}, tenants[1])
    assert await statuses(app_url, name) == []


async def test_a_failing_job_is_tried_again_and_then_given_up(
    database: Database, app_url: str, tenants: tuple[UUID, UUID]
) -> None:
    name, tries, given_up = f"failing-{uuid4()}", [], []

    async def fail(job: jobs.Job) -> None:
        tries.append(asyncio.get_running_loop().time())
        raise ValueError("broken")

    async def give_up(job: jobs.Job) -> None:
        given_up.append(job.tenant_id)

    async def failed() -> bool:
        return await statuses(app_url, name) == ["failed"]

    await enqueue(database, tenants[0], name)
    async with working(database, app_url, {name: jobs.Handler(fail, give_up)}, attempts=3):
        await until(failed)
    assert len(tries) == 3
    assert tries[1] - tries[0] >= 0.05
    assert tries[2] - tries[1] >= 0.1
    assert given_up == [tenants[0]]


async def test_a_job_that_fails_once_succeeds(database: Database, app_url: str, tenants: tuple[UUID, UUID]) -> None:
    name, tries = f"flaky-{uuid4()}", []

    async def run(job: jobs.Job) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")

    async def empty() -> bool:
        return not await statuses(app_url, name)

    await enqueue(database, tenants[0], name)
    async with working(database, app_url, {name: jobs.Handler(run)}):
        await until(empty)
    assert len(tries) == 2


async def test_a_stopped_worker_lets_short_jobs_finish(
    database: Database, app_url: str, tenants: tuple[UUID, UUID]
) -> None:
    name, started, finished = f"short-{uuid4()}", asyncio.Event(), []

    async def run(job: jobs.Job) -> None:
        started.set()
        await asyncio.sleep(0.5)
        finished.append(1)

    await enqueue(database, tenants[0], name)
    async with working(database, app_url, {name: jobs.Handler(run)}, grace=5):
        await started.wait()
    assert finished == [1]
    assert await statuses(app_url, name) == []


async def test_a_stopped_worker_puts_long_jobs_back(
    database: Database, app_url: str, tenants: tuple[UUID, UUID]
) -> None:
    name, starts, taken_over = f"long-{uuid4()}", [], asyncio.Event()

    async def hang(job: jobs.Job) -> None:
        starts.append(1)
        if len(starts) == 1:
            taken_over.set()
            await asyncio.Event().wait()
        taken_over.set()

    await enqueue(database, tenants[0], name)
    async with working(database, app_url, {name: jobs.Handler(hang)}):
        await taken_over.wait()
    assert await statuses(app_url, name) == ["queued"]
    taken_over.clear()
    async with working(database, app_url, {name: jobs.Handler(hang)}):
        async with asyncio.timeout(5):
            await taken_over.wait()
    assert await statuses(app_url, name) == []


async def test_cancelling_the_worker_is_a_stop(database: Database, app_url: str, tenants: tuple[UUID, UUID]) -> None:
    name, started = f"cancelled-{uuid4()}", asyncio.Event()

    async def hang(job: jobs.Job) -> None:
        started.set()
        await asyncio.Event().wait()

    await enqueue(database, tenants[0], name)
    worker = asyncio.create_task(
        jobs.run_worker(database, app_url, {name: jobs.Handler(hang)}, limits=jobs.Limits(**QUICK))
    )
    await started.wait()
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    assert await statuses(app_url, name) == ["queued"]


async def test_a_lost_connection_does_not_end_the_worker(
    database: Database, app_url: str, tenants: tuple[UUID, UUID]
) -> None:
    name, done = f"reconnected-{uuid4()}", asyncio.Event()

    async def run(job: jobs.Job) -> None:
        done.set()

    async def end_connections() -> bool:
        connection = await connect(app_url)
        try:
            return bool(
                await connection.fetchval(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    "WHERE application_name = 'tessera worker' AND datname = current_database()"
                )
            )
        finally:
            await connection.close()

    async with working(database, app_url, {name: jobs.Handler(run)}):
        await until(end_connections)
        await enqueue(database, tenants[0], name)
        async with asyncio.timeout(10):
            await done.wait()


@pytest.mark.parametrize(("attempts", "outcome"), [(2, "taken over"), (1, "given up")])
async def test_the_job_of_a_killed_worker(
    database: Database, app_url: str, tenants: tuple[UUID, UUID], attempts: int, outcome: str
) -> None:
    name, outcomes = f"killed-{uuid4()}", asyncio.Queue[str]()

    async def run(job: jobs.Job) -> None:
        outcomes.put_nowait("taken over")

    async def give_up(job: jobs.Job) -> None:
        outcomes.put_nowait("given up")

    await enqueue(database, tenants[0], name)
    script = Path(__file__).with_name("hanging_worker.py")
    victim = await asyncio.create_subprocess_exec(
        sys.executable, script, app_url, name, stdout=asyncio.subprocess.PIPE, cwd=script.parents[2]
    )
    assert victim.stdout is not None
    assert await victim.stdout.readline() == b"started\n"
    victim.send_signal(signal.SIGKILL)
    await victim.communicate()
    assert await statuses(app_url, name) == ["picked"]
    async with working(database, app_url, {name: jobs.Handler(run, give_up)}, attempts=attempts):
        async with asyncio.timeout(10):
            assert await outcomes.get() == outcome
