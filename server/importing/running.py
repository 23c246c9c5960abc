"""The run of an import: chunk by chunk, each in one transaction that also notes that the chunk is in.

A run that was killed leaves whole chunks and their notes; the next run of the same file skips these and does the rest. A run that
ends takes all notes of the entity away, so that the same file can be applied again; whatever is as it should be is not touched. A
run of any other import of the same entity voids the notes as well, for it may have written the same records. Mutations in between
are not seen: what they changed in chunks that are in stays as they left it. The next chunk is read while the database writes the
present one.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, aclosing, closing, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from uuid import UUID

import orjson

from server.database.records import upsert_records
from server.database.rows import Outcome
from server.database.tenancy import Connection, Database
from server.database.writing import IMPORT, Writing
from server.entities.change import Change
from server.entities.declaration import Entity
from server.errors import Conflict, QueryTimeout, ServiceUnavailable, SetupError, TesseraError
from server.importing.checking import Row, RowChecker
from server.importing.columns import match_columns
from server.importing.reading import Table, open_table, survey_file
from server.importing.refusals import ErrorFile, Refusal
from server.tenants import read_settings

Progress = Callable[[int, int, int], None]

_TIMEOUT = 600.0
_ATTEMPTS = 5
_LARGEST_CHUNK = 100_000
_BROKEN_OFF = (ServiceUnavailable, Conflict, QueryTimeout)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file.

    ``rows`` are all of its rows. Of these, ``resumed_rows`` (in ``resumed_chunks`` chunks) had been accepted by a run that was cut
    short. ``rolled_back``: rows were refused, and so nothing was written, as asked. ``errors_path`` lists the refused rows.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    resumed_chunks: int = 0
    resumed_rows: int = 0
    rolled_back: bool = False
    errors_path: Path | None = None


@dataclass(slots=True)
class _Chunk:
    """Consecutive rows: those that may be written, by their place in ``rows``, and the refusals of the others."""

    number: int
    rows: list[Row]
    end: int
    changes: dict[int, Change] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


async def import_file(
    database: Database,
    tenant_id: UUID,
    entity: Entity,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    ignore: Collection[str] = (),
    ignore_unknown: bool = False,
    all_or_nothing: bool = False,
    encoding: str = "utf-8",
    delimiter: str | None = None,
    chunk_rows: int = 5_000,
    progress: Progress | None = None,
) -> ImportReport:
    """Create or change a record by external id for every row of the CSV file ``path`` (which may be gzipped).

    ``mapping`` gives fields to columns (``{"E-mail": "email"}``) or one text to a field (``{"total_currency": "=EUR"}``). Rows that
    are refused are listed in ``<path>.errors.csv`` and the others written, or with ``all_or_nothing`` none. ``progress`` is told
    the bytes read, the bytes of the file and the rows done.

    Raises ``SetupError`` or ``BadUserInput`` for what is wrong with the file as a whole, before anything is written, and
    ``ServiceUnavailable`` when the database is lost; the same call goes on from there.
    """
    if not 1 <= chunk_rows <= _LARGEST_CHUNK:
        raise SetupError(f"a chunk of {chunk_rows} rows is not possible; give 1 to {_LARGEST_CHUNK}")
    survey = await asyncio.to_thread(survey_file, path, encoding)
    region = (await read_settings(database, tenant_id)).region
    told = progress or _silent
    with ExitStack() as stack:
        table = stack.enter_context(open_table(path, encoding, delimiter))
        layout = match_columns(entity, table.header, mapping or {}, ignore, ignore_unknown=ignore_unknown)
        options = [entity.name, repr(layout), table.delimiter, encoding, chunk_rows, region]
        key = hashlib.sha256(survey.digest + orjson.dumps(options)).digest()
        checker = stack.enter_context(closing(RowChecker(entity, layout, region, has_nul=survey.has_nul)))
        errors = stack.enter_context(ErrorFile(path))
        run = _Run(database, tenant_id, entity, key, checker, errors, survey.size, told)
        chunks = _chunks(table, checker, chunk_rows)
        return await (run.at_once(chunks) if all_or_nothing else run.by_chunk(chunks))


@dataclass(slots=True)
class _Run:
    database: Database
    tenant_id: UUID
    entity: Entity
    key: bytes
    checker: RowChecker
    errors: ErrorFile
    size: int
    progress: Progress
    report: ImportReport = ImportReport()

    async def by_chunk(self, chunks: Iterator[_Chunk]) -> ImportReport:
        """Write every chunk that is not in yet, each in its own transaction."""
        try:
            done = await self._begin()
            async with aclosing(_ahead(chunks)) as coming:
                async for chunk in coming:
                    if done.get(chunk.number) == _refused_rows(chunk):
                        self._skip(chunk)
                    else:  # new, or with rows whose references were missing: these are found out by writing it again
                        self._count(chunk, await self._write(chunk))
            async with self.database.tenant_transaction(self.tenant_id) as connection:
                await self._forget(connection)
        except _BROKEN_OFF as error:
            kept = f"{self.report.rows:,} rows are done: run the same command again, and it goes on from there"
            raise _broken_off(error, kept) from None
        return replace(self.report, errors_path=self.errors.publish())

    async def at_once(self, chunks: Iterator[_Chunk]) -> ImportReport:
        """Write every chunk in one transaction, which is rolled back if any row is refused."""
        try:
            async with self.database.tenant_transaction(self.tenant_id, timeout=_TIMEOUT) as connection:
                async with aclosing(_ahead(chunks)) as coming:
                    async for chunk in coming:
                        self._count(chunk, await self._upsert(connection, chunk))
                if self.report.refused:
                    raise _RolledBack
                await self._forget(connection)
        except _RolledBack:
            report = replace(self.report, created=0, updated=0, unchanged=0, rolled_back=True)
            return replace(report, errors_path=self.errors.publish())
        except _BROKEN_OFF as error:
            raise _broken_off(error, "nothing was written: run the same command again") from None
        return replace(self.report, errors_path=self.errors.publish())

    async def _write(self, chunk: _Chunk) -> Outcome:
        """Write one chunk and the note that it is in; again when another writer was in the way."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self.database.tenant_transaction(self.tenant_id, timeout=_TIMEOUT) as connection:
                    outcome = await self._upsert(connection, chunk)
                    await self._note(connection, chunk, outcome)
                return outcome
            except Conflict:
                if attempt == _ATTEMPTS:
                    raise
                await asyncio.sleep(random.uniform(0, 0.2 * 2**attempt))
        raise AssertionError("the last attempt returns or raises")

    async def _upsert(self, connection: Connection, chunk: _Chunk) -> Outcome:
        return await upsert_records(Writing(connection, self.tenant_id, IMPORT), self.entity, chunk.changes)

    def _count(self, chunk: _Chunk, outcome: Outcome) -> None:
        refusals = [*chunk.refusals]
        for place, faults in outcome.faults.items():
            refusals += self.checker.refused(chunk.rows[place], faults)
        self._told(chunk, refusals)
        report = self.report
        self.report = replace(
            report,
            created=report.created + outcome.created,
            updated=report.updated + outcome.updated,
            unchanged=report.unchanged + outcome.unchanged,
        )

    def _skip(self, chunk: _Chunk) -> None:
        self._told(chunk, chunk.refusals)
        report = self.report
        self.report = replace(
            report,
            resumed_chunks=report.resumed_chunks + 1,
            resumed_rows=report.resumed_rows + len(chunk.changes),
        )

    def _told(self, chunk: _Chunk, refusals: list[Refusal]) -> None:
        self.errors.add(sorted(refusals, key=lambda refusal: refusal.row))
        self.report = replace(
            self.report,
            rows=self.report.rows + len(chunk.rows),
            refused=self.report.refused + len({refusal.row for refusal in refusals}),
        )
        self.progress(chunk.end, self.size, self.report.rows)

    async def _begin(self) -> dict[int, int]:
        """Void the notes of other imports, and tell how many rows were refused in each chunk that an earlier run has written."""
        void = 'DELETE FROM import_chunk WHERE tenant_id = $1 AND entity = $2 AND "import" <> $3'
        notes = 'SELECT chunk, refused FROM import_chunk WHERE tenant_id = $1 AND "import" = $2'
        async with self.database.tenant_transaction(self.tenant_id) as connection:
            await connection.execute(void, self.tenant_id, self.entity.table, self.key)
            return {row["chunk"]: row["refused"] for row in await connection.fetch(notes, self.tenant_id, self.key)}

    async def _note(self, connection: Connection, chunk: _Chunk, outcome: Outcome) -> None:
        sql = (
            'INSERT INTO import_chunk (tenant_id, "import", chunk, entity, accepted, refused) '
            "VALUES ($1, $2, $3, $4, $5, $6) "
            'ON CONFLICT (tenant_id, "import", chunk) '
            "DO UPDATE SET accepted = excluded.accepted, refused = excluded.refused"
        )
        refused = _refused_rows(chunk) + len(outcome.faults)
        counts = len(outcome.ids), refused
        await connection.execute(sql, self.tenant_id, self.key, chunk.number, self.entity.table, *counts)

    async def _forget(self, connection: Connection) -> None:
        sql = "DELETE FROM import_chunk WHERE tenant_id = $1 AND entity = $2"
        await connection.execute(sql, self.tenant_id, self.entity.table)


class _RolledBack(Exception):
    """Rolls the transaction back."""


def _chunks(table: Table, checker: RowChecker, size: int) -> Iterator[_Chunk]:
    rows = (Row(number, line, cells) for number, (line, cells) in enumerate(table.rows(), start=1))
    number = 0
    while taken := list(islice(rows, size)):
        chunk = _Chunk(number, taken, table.position())
        for place, row in enumerate(taken):
            change, refusals = checker.check(row)
            if change is not None:
                chunk.changes[place] = change
            chunk.refusals += refusals
        yield chunk
        number += 1


def _refused_rows(chunk: _Chunk) -> int:
    return len(chunk.rows) - len(chunk.changes)


async def _ahead(chunks: Iterator[_Chunk]) -> AsyncGenerator[_Chunk, None]:
    """Yield the chunks, each next one being read on another thread meanwhile."""
    following = asyncio.create_task(asyncio.to_thread(next, chunks, None))
    try:
        while (chunk := await following) is not None:
            following = asyncio.create_task(asyncio.to_thread(next, chunks, None))
            yield chunk
    finally:
        with suppress(BaseException):
            await following


def _broken_off(error: TesseraError, state: str) -> TesseraError:
    lost = isinstance(error, ServiceUnavailable)
    reason = "the database cannot be reached" if lost else "others were changing the same records all the while"
    return type(error)(f"{reason}; {state}")


def _silent(done: int, total: int, rows: int) -> None:
    """Tell nobody."""
