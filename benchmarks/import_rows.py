"""The import beside a bare COPY: the same rows into the same indexed table, both from a file and by turns.

COPY is refused under row-level security, so it fills a table of the same columns, constraints, indexes, foreign keys and rows
in a schema of its own. What is timed: the one COPY statement, of rows that are ready to be stored; and the whole command
``tessera import``, from the start of the process to its end.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.generator import Report
from benchmarks.systems import tessera_environment
from server.database.tenancy import connect
from server.entities.ids import new_id
from server.entities.text import fold
from server.errors import SetupError
from server.tenants import create_tenant, tenant_id

#: The import may take this many times as long as the COPY.
GOAL = 6.0

_SCHEMA = "benchmark"
_COLUMNS = (
    "external_id", "stage", "name", "given_name", "family_name", "email", "phone", "birth_date", "city", "country",
)  # fmt: skip
_ROOT = Path(__file__).resolve().parent.parent
_GIVEN = ("Ada", "Bruno", "Chiara", "Dimitri", "Élodie", "Farah", "Gül", "Håkon", "Ines", "Jürgen")
_FAMILY = ("Andersson", "Bauer", "Çelik", "Dupont", "Eriksen", "Fernández", "Green", "Horváth", "Ivanov", "Jørgensen")
_CITIES = ("Berlin", "Lyon", "Málaga", "Oslo", "Gdańsk", "Porto")
_COUNTRIES = ("DE", "FR", "ES", "NO", "PL", "PT")
_STAGES = ("lead", "prospect", "customer", "former")


@dataclass(frozen=True, slots=True)
class _Round:
    """The seconds that each took."""

    copied: float
    imported: float


def measure_imports(owner_url: str, rows: int, rounds: int, report: Report) -> str:
    """Import ``rows`` customers by both ways, ``rounds`` times in turn, and return what came of it as lines of text."""
    slugs = [f"bench-import-{number}" for number in range(1, rounds + 1)]
    with tempfile.TemporaryDirectory() as folder, _prepared(owner_url, slugs, report):
        file = Path(folder) / "customers.csv"
        drawn = _draw_rows(rows)
        _write(file, [_COLUMNS, *drawn])
        measured = []
        for slug in slugs:
            report(f"importing {rows:,} customers into {slug}")
            ready = Path(folder) / "ready.csv"
            columns = _write_ready(ready, slug, drawn)
            copied = asyncio.run(_copy(owner_url, ready, columns, rows))
            measured.append(_Round(copied, _import(owner_url, slug, file)))
            asyncio.run(_check_count(owner_url, slug, rows))
    return _told(rows, measured)


def _told(rows: int, measured: list[_Round]) -> str:
    ratios = [one.imported / one.copied for one in measured]
    copied = statistics.median(one.copied for one in measured)
    imported = statistics.median(one.imported for one in measured)
    return (
        f"import of {rows:,} customers with {len(_COLUMNS)} columns\n"
        f"  bare COPY       {copied:7.2f} s  {rows / copied:9,.0f} rows/s\n"
        f"  tessera import  {imported:7.2f} s  {rows / imported:9,.0f} rows/s"
        f"  {statistics.median(ratios):.2f} × COPY ({min(ratios):.2f}–{max(ratios):.2f}); the goal is at most {GOAL:g}"
    )


@contextlib.contextmanager
def _prepared(owner_url: str, slugs: list[str], report: Report) -> Iterator[None]:
    report("preparing the table for COPY")
    asyncio.run(_clear(owner_url, slugs))
    asyncio.run(_make_table(owner_url, slugs))
    try:
        yield
    finally:
        report("removing what was imported")
        asyncio.run(_clear(owner_url, slugs))


async def _make_table(owner_url: str, slugs: list[str]) -> None:
    owner = await connect(owner_url)
    try:
        await owner.execute(f"CREATE SCHEMA {_SCHEMA}")
        await owner.execute(f"CREATE TABLE {_SCHEMA}.customer (LIKE public.customer INCLUDING ALL)")
        keys = "select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint "
        for key in await owner.fetch(f"{keys} where conrelid = 'public.customer'::regclass and contype = 'f'"):
            await owner.execute(f"ALTER TABLE {_SCHEMA}.customer ADD CONSTRAINT {key['name']} {key['definition']}")
        for tenant in await owner.fetch("select id from tenant"):
            async with owner.transaction():
                await owner.execute(f"SET LOCAL app.tenant_id TO '{tenant['id']}'")
                await owner.execute(f"INSERT INTO {_SCHEMA}.customer SELECT * FROM public.customer")
        await owner.execute(f"VACUUM (ANALYZE) {_SCHEMA}.customer")
        for slug in slugs:
            await create_tenant(owner, slug)
    finally:
        await owner.close()


async def _clear(owner_url: str, slugs: list[str]) -> None:
    owner = await connect(owner_url)
    try:
        await owner.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE")
        for slug in slugs:
            async with owner.transaction():
                await owner.execute(f"SET LOCAL app.tenant_id TO '{tenant_id(slug)}'")
                for table in ("customer", "search_key", "history_entry", "import_chunk"):
                    await owner.execute(f"DELETE FROM {table}")
        await owner.execute("DELETE FROM tenant WHERE slug = any($1)", slugs)
        await owner.execute("VACUUM (ANALYZE) customer")
    finally:
        await owner.close()


async def _copy(owner_url: str, file: Path, columns: list[str], rows: int) -> float:
    owner = await connect(owner_url)
    try:
        begin = perf_counter()
        status = await owner.copy_to_table(
            "customer", schema_name=_SCHEMA, source=str(file), columns=columns, format="csv"
        )
        seconds = perf_counter() - begin
    finally:
        await owner.close()
    if status != f"COPY {rows}":
        raise SetupError(f"COPY stored other rows than the {rows} it was given: {status}")
    return seconds


def _import(owner_url: str, slug: str, file: Path) -> float:
    command = [sys.executable, "-m", "server", "import", slug, "customer", str(file)]
    begin = perf_counter()
    done = subprocess.run(
        command,
        cwd=_ROOT,
        env=os.environ | tessera_environment(owner_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = perf_counter() - begin
    if done.returncode != 0:
        raise SetupError(f"`tessera import` ended with status {done.returncode}: {done.stdout.strip()}")
    return seconds


async def _check_count(owner_url: str, slug: str, rows: int) -> None:
    owner = await connect(owner_url)
    try:
        async with owner.transaction():
            await owner.execute(f"SET LOCAL app.tenant_id TO '{tenant_id(slug)}'")
            stored = await owner.fetchval("select count(*) from customer where tenant_id = $1", tenant_id(slug))
    finally:
        await owner.close()
    if stored != rows:
        raise SetupError(f"`tessera import` stored {stored:,} of the {rows:,} rows")


def _draw_rows(rows: int) -> list[tuple[str, ...]]:
    draw = random.Random(rows)
    return [_draw_row(draw, number) for number in range(rows)]


def _draw_row(draw: random.Random, number: int) -> tuple[str, ...]:
    given, family = draw.choice(_GIVEN), draw.choice(_FAMILY)
    place = draw.randrange(len(_CITIES))
    return (
        f"I-{number}",
        draw.choice(_STAGES),
        f"{given} {family}",
        given,
        family,
        f"Person{number}@mail.example",
        f"+49{draw.randrange(10**9, 10**10)}",
        (date(1940, 1, 1) + timedelta(days=draw.randrange(24_000))).isoformat(),
        _CITIES[place],
        _COUNTRIES[place],
    )


def _write_ready(file: Path, slug: str, drawn: list[tuple[str, ...]]) -> list[str]:
    """Write the rows as the import stores them, and return the columns."""
    tenant, now = tenant_id(slug), datetime.now(UTC).isoformat()
    added = ("tenant_id", "id", "created_at", "updated_at", "version", "kind")
    folded = ("name_folded", "family_name_folded", "email_folded")
    rows: list[tuple[Any, ...]] = []
    for row in drawn:
        external_id, stage, *others = row
        texts = (fold(others[0]), fold(others[2]), fold(others[3]))
        rows.append((tenant, new_id(), now, now, 1, "PERSON", external_id, stage.upper(), *others, *texts))
    _write(file, rows)
    return [*added, *_COLUMNS, *folded]


def _write(file: Path, rows: list[Any]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)
