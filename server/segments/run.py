"""The job that runs a segmentation: read the customers, compute in a process of its own, write everything in one transaction.

Until that transaction commits, the segments of the former run are served. Every step asks for the version that the job was enqueued
for and for a run that is not over yet: a job that was overtaken by a newer request, or done by another worker, ends quietly.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from server.database.tenancy import Connection
from server.database.writing import CREATED, DELETED, SERVER, UPDATED, Writing
from server.entities import ENTITIES
from server.entities.ids import new_id
from server.errors import BadUserInput
from server.jobs import Handler, Job
from server.segments.calculation import Found, calculate
from server.segments.features import find_features
from server.segments.frame import Frame, read_frame
from server.segments.request import JOB

_TIMEOUT = 300.0  # seconds that one statement of the job may take
_INTERVAL = 0.5  # seconds between two reports of progress
_LONGEST_ERROR = 2000
_ONLY_THIS_RUN = (
    "WHERE tenant_id = $1 AND id = $2 AND version = $3 AND status IN ('QUEUED', 'RUNNING') RETURNING settings"
)
_START = f"""
UPDATE segmentation SET status = 'RUNNING', progress = 0, step = 'reading customers', error = NULL, updated_at = $4
 {_ONLY_THIS_RUN}"""
_PROGRESS = f"UPDATE segmentation SET progress = $5, step = $6, updated_at = $4 {_ONLY_THIS_RUN}"
_FAIL = f"UPDATE segmentation SET status = 'FAILED', error = $5, updated_at = $4 {_ONLY_THIS_RUN}"
_SUCCEED = f"""
UPDATE segmentation SET status = 'SUCCEEDED', progress = 1, step = 'done', error = NULL, result = $5::jsonb,
                        finished_at = $4, updated_at = $4
 {_ONLY_THIS_RUN}"""
_DELETE = "DELETE FROM segment WHERE tenant_id = $1 AND segmentation_id = $2 RETURNING id"
_SEGMENTS = """
INSERT INTO segment
       (tenant_id, id, created_at, updated_at, version, name, description, position, size, profile, segmentation_id)
SELECT $1, s.id, $3, $3, 1, left(s.name, 500), left(s.description, 2000), s.position, s.size, s.profile, $2
  FROM unnest($4::uuid[], $5::text[], $6::text[], $7::int[], $8::int[], $9::jsonb[])
       AS s (id, name, description, position, size, profile)"""
#: Customers that were deleted while the segments were computed are left out.
_MEMBERS = """
INSERT INTO customer_segment (tenant_id, customer_id, segment_id)
SELECT $1, c.id, m.segment_id
  FROM unnest($2::uuid[], $3::uuid[]) AS m (customer_id, segment_id)
  JOIN customer c ON c.tenant_id = $1 AND c.id = m.customer_id"""


class _Overtaken(Exception):
    """The run that the job is for is over, or a newer one was asked for, or the segmentation is gone."""


class _Run:
    """One job: its run of a segmentation, and what it writes about it."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._key = (job.tenant_id, UUID(job.payload["segmentation"]), job.payload["version"])
        self._reported = 0.0

    async def carry_out(self) -> None:
        """Run the segmentation from start to end."""
        settings = orjson.loads(await self._update(_START))
        try:
            frame, labels = await self._read(settings["attributes"])
            found = await self._job.compute(calculate, frame.columns, labels, settings["k"], progress=self._report)
        except BadUserInput as fault:
            await self.fail(fault.message)
            return
        await self._write(frame.customers, found)

    async def fail(self, reason: str) -> None:
        """Record why the run failed; the former segments stay."""
        await self._update(_FAIL, reason[:_LONGEST_ERROR])

    async def _read(self, attributes: list[str]) -> tuple[Frame, dict[str, str]]:
        tenant_id = self._job.tenant_id
        async with self._job.database.tenant_transaction(tenant_id, readonly=True, timeout=_TIMEOUT) as connection:
            features = await find_features(connection, tenant_id, attributes)
            frame = await read_frame(connection, tenant_id, features, datetime.now(UTC))
        return frame, {feature.name: feature.label for feature in features}

    async def _report(self, fraction: float, step: str) -> None:
        if time.monotonic() - self._reported >= _INTERVAL:
            await self._update(_PROGRESS, fraction, step)
            self._reported = time.monotonic()

    async def _write(self, customers: Sequence[UUID], found: Found) -> None:
        tenant_id, segmentation_id, _ = self._key
        ids = [new_id() for _ in found.segments]
        async with self._job.database.tenant_transaction(tenant_id, timeout=_TIMEOUT) as connection:
            # First of all: it locks the segmentation, so that of two workers with the same job only one goes on.
            await self._update_within(connection, _SUCCEED, orjson.dumps(found.result).decode())
            former = [row["id"] for row in await connection.fetch(_DELETE, tenant_id, segmentation_id)]
            now = datetime.now(UTC)
            await connection.execute(_SEGMENTS, tenant_id, segmentation_id, now, ids, *_segment_columns(found.segments))
            await connection.execute(_MEMBERS, tenant_id, customers, [ids[label] for label in found.labels])
            news = Writing(connection, tenant_id, SERVER)
            await news.notify(ENTITIES["Segment"], DELETED, former)
            await news.notify(ENTITIES["Segment"], CREATED, ids)

    async def _update(self, statement: str, *values: Any) -> Any:
        async with self._job.database.tenant_transaction(self._job.tenant_id) as connection:
            return await self._update_within(connection, statement, *values)

    async def _update_within(self, connection: Connection, statement: str, *values: Any) -> Any:
        row = await connection.fetchrow(statement, *self._key, datetime.now(UTC), *values)
        if row is None:
            raise _Overtaken
        tenant_id, segmentation_id, _ = self._key
        await Writing(connection, tenant_id, SERVER).notify(ENTITIES["Segmentation"], UPDATED, [segmentation_id])
        return row["settings"]


def _segment_columns(segments: Sequence[dict[str, Any]]) -> tuple[list[Any], ...]:
    """The names, descriptions, positions, sizes and profiles of the segments."""
    columns = zip(
        *(
            (
                segment["name"],
                segment["sentence"],
                segment["number"],
                segment["size"],
                orjson.dumps({"share": segment["share"], "differences": segment["differences"]}).decode(),
            )
            for segment in segments
        ),
        strict=True,
    )
    return tuple(list(column) for column in columns)


async def run(job: Job) -> None:
    """Run the segmentation that the job names."""
    with suppress(_Overtaken):
        await _Run(job).carry_out()


async def give_up(job: Job) -> None:
    """Tell whoever waits for the segmentation that it failed for a reason of the server's own."""
    with suppress(_Overtaken):
        await _Run(job).fail(
            "the server could not finish the run; run it again, or ask the operator to look at its log"
        )


#: The handlers of this concern's jobs, by the job's name.
HANDLERS = {JOB: Handler(run, give_up)}
