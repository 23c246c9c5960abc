"""The worker: takes jobs from the queue and hands them to their handlers, until it is told to stop.

Whatever happens, a job is done once more rather than not at all, so handlers must bear being run twice. A job whose worker died is
taken over when its heartbeat is stale; one whose handler failed is tried again after a while, a bounded number of times. Every
start of a job counts, so that a job which kills its workers is given up too. Turns are not yet shared out between tenants.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from pgqueuer.core.qm import QueueManager
from pgqueuer.domain import models
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.ports.driver import Driver

from server.database.tenancy import Connection, Database, connect
from server.errors import SetupError
from server.jobs.computing import Processes
from server.jobs.queue import SETTINGS, queries_over, read_payload

_log = logging.getLogger("tessera.jobs")
_LONGEST_PAUSE = 10.0
_STEADY = 30.0  # seconds after which a connection counts as having worked
_KEPT = "30 days"
#: Since the job last failed for good: whoever puts it back into the queue gives it all its attempts again.
_STARTS = """
SELECT count(*) AS starts FROM jobs.pgqueuer_log
 WHERE job_id = $1 AND status = 'picked'
   AND id > coalesce((SELECT max(id) FROM jobs.pgqueuer_log WHERE job_id = $1 AND status = 'failed'), 0)"""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a worker does at a time, and how long it waits (in seconds).

    ``stale_after`` is the silence after which a job's worker is taken for dead; ``grace`` is what jobs get to finish when the
    worker is stopped, before they are put back into the queue.
    """

    jobs: int = 4
    processes: int = 2
    attempts: int = 5
    first_retry: float = 1.0
    longest_retry: float = 60.0
    stale_after: float = 10.0
    grace: float = 10.0


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its handler sees it; ``compute`` is ``server.jobs.computing.Processes.compute``."""

    tenant_id: UUID
    payload: Mapping[str, Any]
    database: Database
    compute: Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Handler:
    """What to do for one kind of job: it may be run twice, also at the same time.

    ``run`` enters a tenant transaction to read, leaves it, computes with ``job.compute``, and enters another to write.
    ``give_up`` tells whoever waits that the job failed for good.
    """

    run: Callable[[Job], Awaitable[None]]
    give_up: Callable[[Job], Awaitable[None]] | None = None


async def run_worker(
    database: Database,
    url: str,
    handlers: Mapping[str, Handler],
    *,
    stop: asyncio.Event | None = None,
    limits: Limits | None = None,
) -> None:
    """Run jobs until ``stop`` is set or the task is cancelled; then the jobs in hand are finished or put back.

    ``url`` is the application role's, for the queue's own connection. Losing the database does not end the worker.
    Raises ``SetupError`` when the queue is not installed.
    """
    limits = limits or Limits()
    stop = stop or asyncio.Event()
    worker = _Worker(database, url, handlers, limits)
    failures = 0
    try:
        while not stop.is_set():
            began = time.monotonic()
            try:
                await worker.work(stop)
            except SetupError:
                raise
            except Exception as error:
                failures = 1 if time.monotonic() - began > _STEADY else failures + 1
                pause = min(0.25 * 2**failures, _LONGEST_PAUSE)
                _log.warning("the job queue is lost (%s: %s); next try in %.1f s", type(error).__name__, error, pause)
                await _wait_for(stop, pause)
    finally:
        await worker.close()


async def _wait_for(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass


class _Worker:
    """A worker's means, which outlive the connection to the queue."""

    def __init__(self, database: Database, url: str, handlers: Mapping[str, Handler], limits: Limits) -> None:
        self._database = database
        self._url = url
        self._handlers = handlers
        self._limits = limits
        self._processes = Processes(limits.processes)
        self._running: set[asyncio.Task[None]] = set()

    async def work(self, stop: asyncio.Event) -> None:
        """Work on the queue over one connection until ``stop`` is set; raise when the connection is lost."""
        connection = await connect(self._url, application_name="tessera worker")
        try:
            await _prepare(connection)
            manager = self._manager(connection)
            await self._run(manager, stop)
        finally:
            connection.terminate()

    async def close(self) -> None:
        """End the computing processes that are kept for the next job."""
        await self._processes.close()

    def _manager(self, connection: Connection) -> QueueManager:
        queries = queries_over(connection)
        manager = QueueManager(queries, channel=SETTINGS.channel)
        for name, handler in self._handlers.items():
            attempt = functools.partial(self._attempt, queries.driver, handler)
            # Held: a job that failed for good stays in the table, where an operator finds it and can put it back.
            manager.entrypoint(name, accepts_context=False, on_failure="hold")(attempt)
        return manager

    async def _run(self, manager: QueueManager, stop: asyncio.Event) -> None:
        stale = self._limits.stale_after
        running = asyncio.create_task(
            manager.run(
                batch_size=1,
                max_concurrent_tasks=max(self._limits.jobs, 2),  # pgqueuer wants twice the batch
                dequeue_timeout=timedelta(seconds=min(stale / 2, 5)),
                heartbeat_timeout=timedelta(seconds=stale),
                shutdown_on_listener_failure=True,
            )
        )
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            manager.shutdown.set()
            await self._wind_down(running)
        await running

    async def _wind_down(self, running: asyncio.Task[None]) -> None:
        """Let the jobs in hand finish; those that take longer than the grace go back into the queue."""
        _, pending = await asyncio.wait({running}, timeout=self._limits.grace)
        if pending:
            for task in self._running:
                task.cancel()
            await asyncio.wait({running})

    async def _attempt(self, driver: Driver, handler: Handler, row: models.Job) -> None:
        """Run a job; raise ``RetryRequested`` when it is to be run again, anything else when it failed for good."""
        tenant_id, payload = read_payload(row.payload)
        job = Job(tenant_id, payload, self._database, self._processes.compute)
        start = int(str((await driver.fetch(_STARTS, row.id))[0]["starts"]))
        try:
            if start > self._limits.attempts:
                raise RuntimeError(f"its worker died in attempt {self._limits.attempts}, which was the last")
            await self._interruptible(handler.run(job))
        except RetryRequested:
            raise
        except Exception as error:
            _log.warning("job %s (%s) failed in attempt %d", row.id, row.entrypoint, start, exc_info=error)
            if start < self._limits.attempts:
                raise self._later(start, error) from error
            await self._give_up(handler, job, start)
            raise

    async def _interruptible(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._running.add(task)
        try:
            await task
        except asyncio.CancelledError:
            # pgqueuer strikes a cancelled job off the queue; a job that was merely interrupted goes back into it.
            raise RetryRequested(reason="the worker was stopped") from None
        finally:
            self._running.discard(task)

    async def _give_up(self, handler: Handler, job: Job, start: int) -> None:
        if handler.give_up is None:
            return
        try:
            await handler.give_up(job)
        except Exception as error:
            raise self._later(start, error) from error

    def _later(self, start: int, error: Exception) -> RetryRequested:
        delay = min(self._limits.first_retry * 2 ** (start - 1), self._limits.longest_retry)
        return RetryRequested(timedelta(seconds=delay), reason=f"{type(error).__name__}: {error}")


async def _prepare(connection: Connection) -> None:
    """Refuse to work without the queue's tables, and drop what is too old to be of use from its log."""
    if await connection.fetchval("SELECT to_regclass('jobs.pgqueuer') IS NULL"):
        raise SetupError("the database has no job queue; run `tessera migrate`")
    for table in (SETTINGS.qualified.queue_table_log, SETTINGS.qualified.statistics_table):
        await connection.execute(f"DELETE FROM {table} WHERE created < now() - interval '{_KEPT}'")
