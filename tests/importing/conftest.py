"""A folder for CSV files, and two tenants to import them into."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from server.database.tenancy import Database, connect
from server.importing import ImportReport, find_entity, import_file


class Importer:
    """Writes files, imports them into the first tenant unless told otherwise, and reads what came of it."""

    def __init__(self, database: Database, tenants: tuple[UUID, UUID], folder: Path) -> None:
        self.database = database
        self.first, self.second = tenants
        self.folder = folder

    def write(self, text: str | bytes, name: str = "file.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    async def run(
        self, text: str | bytes | Path, entity: str = "customer", *, tenant: UUID | None = None, **options: Any
    ) -> ImportReport:
        path = text if isinstance(text, Path) else self.write(text)
        return await import_file(self.database, tenant or self.first, find_entity(entity), path, **options)

    async def rows(self, sql: str, tenant: UUID | None = None) -> list[tuple[Any, ...]]:
        async with self.database.tenant_transaction(tenant or self.first) as connection:
            return [tuple(row) for row in await connection.fetch(sql)]

    async def customers(self, columns: str = "external_id, name", tenant: UUID | None = None) -> list[tuple[Any, ...]]:
        return await self.rows(f"select {columns} from customer order by external_id", tenant)


@pytest.fixture
def importer(database: Database, tenants: tuple[UUID, UUID], tmp_path: Path) -> Importer:
    return Importer(database, tenants, tmp_path)


def refusals(report: ImportReport) -> list[tuple[str, ...]]:
    """The list of refused rows, without its header."""
    assert report.errors_path is not None
    with report.errors_path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["row", "line", "column", "value", "reason"]
    return [tuple(row) for row in rows]


async def until_waiting(url: str) -> None:
    """Return when some transaction waits for another one."""
    waiting = (
        "select exists (select from pg_locks join pg_stat_activity using (pid) "
        "where not granted and datname = current_database())"
    )
    owner = await connect(url)
    try:
        async with asyncio.timeout(20):
            while not await owner.fetchval(waiting):  # noqa: ASYNC110  (what is waited for happens in the database)
                await asyncio.sleep(0.02)
    finally:
        await owner.close()
