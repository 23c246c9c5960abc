"""Imports that are killed, cut off, or in each other's way."""

import asyncio
import os
import signal
import sys
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import pytest

from server.database.tenancy import Database, connect
from server.errors import ServiceUnavailable
from server.importing import ImportReport, find_entity, import_file
from tests.importing.conftest import Importer, refusals, until_waiting

TOTAL, CHUNK = 2_000, 200


def rows(total: int = TOTAL, name: str = "Ada") -> str:
    return "".join(f"{n:05d},{name} {n},\n" for n in range(total))


@asynccontextmanager
async def held(database: Database, tenant: UUID, external_id: str) -> AsyncIterator[None]:
    """Have an uncommitted record of this external id, on which an import must wait; it is gone in the end."""
    async with database.tenant_transaction(tenant) as connection:
        await connection.execute(
            "insert into customer (tenant_id, id, external_id, kind, stage, created_at, updated_at, version) "
            "values ($1, gen_random_uuid(), $2, 'PERSON', 'LEAD', now(), now(), 1)",
            tenant,
            external_id,
        )
        yield
        await connection.execute("delete from customer where tenant_id = $1 and external_id = $2", tenant, external_id)


@pytest.mark.parametrize("all_or_nothing", [False, True])
async def test_a_killed_import_leaves_nothing_half_written_and_a_second_run_completes_it(
    importer: Importer, slugs: tuple[str, str], owner_url: str, all_or_nothing: bool
) -> None:
    await importer.run("external_id,name\n00001,Theirs\n", tenant=importer.second)
    await importer.run("external_id,name\nacme,ACME\n", "company")
    text = "external_id,name,company\n" + rows().replace("Ada 3,", "Ada 3,nobody").replace("Ada 250,", f"{'x' * 501},")
    path = importer.write(text)
    arguments = ["import", slugs[0], "customers", str(path), "--chunk-rows", str(CHUNK)]
    async with held(importer.database, importer.first, "00999"):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server", *arguments),
            *(["--all-or-nothing"] if all_or_nothing else []),
            env={**os.environ, "TESSERA_DATABASE_URL": owner_url},
            stderr=asyncio.subprocess.DEVNULL,
        )
        await until_waiting(owner_url)
        process.kill()
        assert await process.wait() == -signal.SIGKILL
    whole = 0 if all_or_nothing else 800
    assert len(await importer.customers()) == whole - (2 if whole else 0)
    assert await importer.rows("select count(*) from import_chunk") == [(whole // CHUNK,)]
    assert list(importer.folder.iterdir()) == [path]

    report = await importer.run(path, chunk_rows=CHUNK)
    assert report.errors_path is not None
    # The chunk whose row lacked a reference is looked at again; the three others are known to be in.
    expected = ImportReport(rows=TOTAL, created=1998, refused=2, errors_path=report.errors_path)
    if not all_or_nothing:
        resumed = {"unchanged": 199, "resumed_chunks": 3, "resumed_rows": 599}
        expected = ImportReport(rows=TOTAL, created=1200, refused=2, errors_path=report.errors_path, **resumed)
    assert report == expected
    assert [(row, line, column) for row, line, column, *_ in refusals(report)] == [
        ("4", "5", "company"),
        ("251", "252", "name"),
    ]
    assert [row[0] for row in await importer.customers("external_id")] == [
        f"{n:05d}" for n in range(TOTAL) if n not in (3, 250)
    ]
    assert await importer.rows("select count(*) from import_chunk") == [(0,)]
    assert await importer.customers(tenant=importer.second) == [("00001", "Theirs")]


async def break_off(importer: Importer, path: Path, after: int, entity: str = "customer") -> None:
    """Run an import chunk by chunk, a row each, and end it after so many."""

    def stop(done: int, total: int, count: int) -> None:
        if count == after:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await importer.run(path, entity, chunk_rows=1, progress=stop)


@pytest.mark.parametrize("options", [{}, {"chunk_rows": 1}, {"all_or_nothing": True}])
async def test_an_import_between_voids_what_a_broken_one_had_done(importer: Importer, options: dict[str, Any]) -> None:
    first = importer.write("external_id,name\n1,Ada\n2,Bob\n3,Cyd\n", "first.csv")
    await break_off(importer, first, 2)
    await importer.run("external_id,name\n1,Eve\n2,Eve\n3,Eve\n", **options)
    assert await importer.run(first, chunk_rows=1) == ImportReport(rows=3, updated=3)
    assert await importer.customers() == [("1", "Ada"), ("2", "Bob"), ("3", "Cyd")]


async def test_an_import_that_was_broken_off_itself_voids_them_too(importer: Importer) -> None:
    first = importer.write("external_id,name\n1,Ada\n2,Bob\n3,Cyd\n", "first.csv")
    second = importer.write("external_id,name\n1,Eve\n2,Eve\n", "second.csv")
    await break_off(importer, first, 2)
    await break_off(importer, second, 1)
    assert await importer.run(first, chunk_rows=1) == ImportReport(rows=3, created=1, updated=1, unchanged=1)
    assert await importer.customers() == [("1", "Ada"), ("2", "Bob"), ("3", "Cyd")]


async def test_imports_of_other_entities_and_tenants_leave_the_notes(importer: Importer) -> None:
    first = importer.write("external_id,name\n1,Ada\n2,Bob\n3,Cyd\n", "first.csv")
    await break_off(importer, first, 2)
    await importer.run("external_id,name\n1,VIP\n", "tag")
    await importer.run("external_id,name\n1,Eve\n", tenant=importer.second)
    expected = ImportReport(rows=3, created=1, resumed_chunks=2, resumed_rows=2)
    assert await importer.run(first, chunk_rows=1) == expected


async def test_a_run_of_all_or_nothing_takes_the_notes_away_only_if_it_ends_well(importer: Importer) -> None:
    path = importer.write("external_id,name,company\n1,Ada,\n2,Bob,\n3,Cyd,acme\n", "first.csv")
    await break_off(importer, path, 2)
    assert (await importer.run(path, all_or_nothing=True, chunk_rows=1)).rolled_back
    assert await importer.rows("select count(*) from import_chunk") == [(2,)]
    await importer.run("external_id,name\nacme,ACME\n", "company")
    report = await importer.run(path, all_or_nothing=True, chunk_rows=1)
    assert report == ImportReport(rows=3, created=1, unchanged=2)
    assert await importer.rows("select count(*) from import_chunk") == [(0,)]


async def test_checks_of_foreign_keys_never_read_a_whole_table(
    importer: Importer, app_url: str, owner_url: str
) -> None:
    """The planner is made to think that indexes are dear, as it does of a table that was tiny when it was analysed."""
    await importer.run("external_id,name\nacme,ACME\n", "company")
    text = "external_id,company\n" + "".join(f"{n},acme\n" for n in range(20))
    counters = "select seq_scan, idx_scan from pg_stat_user_tables where relname = 'company'"
    owner = await connect(owner_url)
    before = await owner.fetchrow(counters)
    database = await Database.open(f"{app_url}?random_page_cost=1000000", size=1)
    await import_file(database, importer.first, find_entity("customer"), importer.write(text))
    await database.close()
    async with asyncio.timeout(20):
        while (now := await owner.fetchrow(counters)) == before:  # noqa: ASYNC110  (the database tells it in its own time)
            await asyncio.sleep(0.05)
    await owner.close()
    assert now["seq_scan"] == before["seq_scan"]
    assert now["idx_scan"] >= before["idx_scan"] + 20


class Wire:
    """A line to the database that can be cut."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._writers: list[asyncio.StreamWriter] = []

    async def open(self) -> str:
        """Return the URL that leads through the wire."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        login = self._parts.netloc.rpartition("@")[0]
        return urlunsplit(self._parts._replace(netloc=f"{login}@127.0.0.1:{port}"))

    def cut(self) -> None:
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(self._parts.hostname, self._parts.port)
        self._writers += [writer, far_writer]
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
            writer.close()
        except OSError:
            writer.close()


@pytest.mark.parametrize("all_or_nothing", [False, True])
async def test_a_lost_database_ends_the_import_with_a_message_and_the_next_run_goes_on(
    importer: Importer, app_url: str, all_or_nothing: bool
) -> None:
    wire = Wire(app_url)
    path = importer.write("external_id,name,company\n" + rows())
    through = await Database.open(await wire.open(), size=1)

    def cut(done: int, total: int, count: int) -> None:
        if count == 600:
            wire.cut()

    with pytest.raises(ServiceUnavailable) as raised:
        await import_file(
            through,
            importer.first,
            find_entity("customer"),
            path,
            chunk_rows=CHUNK,
            progress=cut,
            all_or_nothing=all_or_nothing,
        )
    await through.close()
    if all_or_nothing:
        message = "the database cannot be reached; nothing was written: run the same command again"
    else:
        message = (
            "the database cannot be reached; 600 rows are done: run the same command again, and it goes on from there"
        )
    assert raised.value.message == message
    report = await importer.run(path, chunk_rows=CHUNK)
    assert report.resumed_rows == (0 if all_or_nothing else 600)
    assert report.created + report.resumed_rows == TOTAL == len(await importer.customers())


async def test_the_same_file_twice_at_once(importer: Importer) -> None:
    await importer.run("external_id,name\nvip,VIP\n", "tag")
    text = "external_id,name,tags\n" + rows(600).replace(",\n", ",vip\n")
    path = importer.write(text)
    reports = await asyncio.gather(*(importer.run(path, chunk_rows=50) for _ in range(3)))
    assert sum(report.created for report in reports) == 600
    assert {report.refused for report in reports} == {0}
    assert await importer.rows("select count(*), max(version) from customer") == [(600, 1)]
    assert await importer.rows("select count(*) from customer_tag") == [(600,)]
    assert await importer.rows("select count(*) from import_chunk") == [(0,)]


async def test_opposite_orders_at_once(importer: Importer) -> None:
    lines = rows(600).splitlines(keepends=True)
    first = importer.write("external_id,name,company\n" + "".join(lines), "first.csv")
    second = importer.write("external_id,name,company\n" + "".join(reversed(lines)).replace("Ada", "Eve"), "second.csv")
    reports = await asyncio.gather(importer.run(first, chunk_rows=600), importer.run(second, chunk_rows=600))
    assert sorted((report.created, report.updated) for report in reports) == [(0, 600), (600, 0)]


async def test_a_chunk_that_deadlocks_is_written_again_with_the_same_refusals(
    importer: Importer, owner_url: str
) -> None:
    await importer.run("external_id,name\nvip,VIP\n", "tag")
    await importer.run("external_id,name\n1,Ada\n2,Bob\n")
    running: asyncio.Task[ImportReport] | None = None
    update = "update customer set name = 'Eve' where tenant_id = $1 and external_id = $2"
    async with importer.database.tenant_transaction(importer.first) as connection:
        await connection.execute(update, importer.first, "2")
        running = asyncio.create_task(importer.run("external_id,name,tags\n1,Kay,vip\n2,Kay,vip\n3,Kay,vip;nobody\n"))
        await until_waiting(owner_url)
        # The import waited first, and so it is the import that the database gives up.
        await connection.execute(update, importer.first, "1")
    report = await running
    assert (report.updated, report.refused) == (2, 1)
    assert [row[-1] for row in refusals(report)] == ["there is no tag with externalId 'nobody'"]
    assert await importer.customers("external_id, name, version") == [("1", "Kay", 2), ("2", "Kay", 2)]
    assert await importer.rows("select count(*) from customer_tag") == [(2,)]


async def test_memory_does_not_grow_with_the_file(importer: Importer) -> None:
    async def peak(total: int) -> int:
        path = importer.write("external_id,name,country\n" + "".join(f"{n},Company {n},xx\n" for n in range(total)))
        tracemalloc.reset_peak()
        await importer.run(path, "company", chunk_rows=200)
        return tracemalloc.get_traced_memory()[1]

    await importer.run("external_id,name\nx,y\n", "company")
    tracemalloc.start()
    try:
        small, large = await peak(1_000), await peak(10_000)
    finally:
        tracemalloc.stop()
    assert large < small + 500_000
