"""The rows of an entity's table, as ``records`` has them locked, inserted and changed: one statement for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from server.database.history import trait_columns
from server.database.identifiers import quoted
from server.database.references import ids_of
from server.database.tables import TABLES
from server.database.writing import Writing
from server.entities.change import Change, Fault
from server.entities.declaration import Entity
from server.entities.ids import encode_id, new_ids
from server.errors import Conflict, NotFound

_DIALECT = dialect()  # type: ignore[no-untyped-call]


@dataclass(slots=True)
class Outcome:
    """What became of a list of changes, by position: the record's id, or its faults."""

    ids: dict[int, UUID] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    created: int = 0
    updated: int = 0
    unchanged: int = 0


async def lock_rows(
    writing: Writing, entity: Entity, changes: Iterable[Change], columns: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """Lock the records that are there already in the order in which one statement would; return them by external id."""
    selected = ", ".join(map(quoted, dict.fromkeys(("id", "external_id", *columns))))
    sql = (
        f"SELECT {selected} FROM {quoted(entity.table)} WHERE tenant_id = $1 AND external_id = ANY($2::text[]) "
        f"ORDER BY external_id FOR NO KEY UPDATE"
    )
    rows = await writing.connection.fetch(sql, writing.tenant_id, [change.external_id for change in changes])
    return {row["external_id"]: row for row in rows}


async def lock_one(
    writing: Writing,
    entity: Entity,
    record_id: UUID,
    version: int | None,
    outcome: Outcome,
    strength: str = "FOR NO KEY UPDATE",
) -> Mapping[str, Any] | None:
    """Lock a record and return it, or None with a fault when there is none, or none at this version."""
    selected = ", ".join(map(quoted, ("version", *trait_columns(entity))))
    sql = f"SELECT {selected} FROM {quoted(entity.table)} WHERE tenant_id = $1 AND id = $2 {strength}"
    row: Mapping[str, Any] | None = await writing.connection.fetchrow(sql, writing.tenant_id, record_id)
    if row is None:
        message = f"there is no {entity.words} {encode_id(entity.table, record_id)}"
        outcome.faults[0].append(Fault(("id",), NotFound.code, message))
    elif version is not None and row["version"] != version:
        current = row["version"]
        message = (
            f"the {entity.words} is at version {current} by now, not {version}; read it again and repeat the change"
        )
        outcome.faults[0].append(Fault(("version",), Conflict.code, message))
        return None
    return row


async def insert_rows(
    writing: Writing, entity: Entity, changes: Mapping[int, Change], outcome: Outcome, *, upsert: bool
) -> tuple[Collection[UUID], Collection[UUID]]:
    """Insert rows that set the same columns; ``upsert`` changes those whose external id is known, if they differ.

    Return the ids of the rows that were inserted, and of those that were changed.
    """
    table = TABLES[entity.name]
    example = next(iter(changes.values()))
    columns = [*example.columns, *example.defaults]
    new = dict(zip(sorted(changes), new_ids(len(changes)), strict=True))
    now = datetime.now(UTC)
    rows_of_values = [(*change.columns.values(), *change.defaults.values()) for change in changes.values()]
    arrays = [list(values) for values in zip(*rows_of_values, strict=True)]
    names = ["id", *columns]
    types = ["uuid", *(sql_type(table.c[column]) for column in columns)]
    unnested = ", ".join(f"${index}::{type_}[]" for index, type_ in enumerate(types, start=3))
    named = ", ".join(quoted(name) for name in names)
    sql = (
        f"INSERT INTO {quoted(entity.table)} (tenant_id, created_at, updated_at, version, {named}) "
        f"SELECT $1, $2, $2, 1, {named} FROM unnest({unnested}) AS row ({named}) "
    )
    if upsert:
        sql += _on_conflict(entity, list(example.columns))
    rows = await writing.connection.fetch(
        sql + "RETURNING id, external_id", writing.tenant_id, now, [new[position] for position in changes], *arrays
    )
    if not upsert:
        outcome.ids |= new
        outcome.created += len(rows)
        return list(new.values()), []
    written = {row["external_id"]: row["id"] for row in rows}
    untouched = [change.external_id for change in changes.values() if change.external_id not in written]
    standing = await ids_of(writing, entity, untouched) if untouched else {}
    for position, change in changes.items():
        assert change.external_id is not None
        outcome.ids[position] = written.get(change.external_id) or standing[change.external_id]
    created = [record_id for position, record_id in new.items() if outcome.ids[position] == record_id]
    outcome.created += len(created)
    outcome.updated += len(rows) - len(created)
    outcome.unchanged += len(untouched)
    return created, set(written.values()).difference(created)


def _on_conflict(entity: Entity, columns: list[str]) -> str:
    table = quoted(entity.table)
    written = [column for column in columns if column != "external_id"]
    if not written or entity.ledger:  # DO NOTHING would not lock the record, and its links may follow
        return "ON CONFLICT (tenant_id, external_id) DO UPDATE SET updated_at = excluded.updated_at WHERE false "
    sets = ", ".join(f"{quoted(column)} = excluded.{quoted(column)}" for column in written)
    old = ", ".join(f"{table}.{quoted(column)}" for column in written)
    new = ", ".join(f"excluded.{quoted(column)}" for column in written)
    return (
        f"ON CONFLICT (tenant_id, external_id) DO UPDATE SET {sets}, updated_at = excluded.updated_at, "
        f"version = {table}.version + 1 WHERE ({old}) IS DISTINCT FROM ({new}) "
    )


async def raise_versions(writing: Writing, entity: Entity, records: Collection[UUID], outcome: Outcome) -> None:
    """Make it a change of the record that only its links changed, so that whoever read it before is told."""
    sql = (
        f"UPDATE {quoted(entity.table)} SET version = version + 1, updated_at = $2 "
        f"WHERE tenant_id = $1 AND id = ANY($3::uuid[])"
    )
    if records:
        await writing.connection.execute(sql, writing.tenant_id, datetime.now(UTC), sorted(records))
    outcome.updated += len(records)
    outcome.unchanged -= len(records)


def sql_type(column: sa.Column[Any]) -> str:
    """Return the name of a column's type in SQL."""
    type_ = column.type
    return "text" if isinstance(type_, sa.Text) else type_.compile(_DIALECT)
