"""Records written in bulk: every insert, update and delete of an entity goes through here.

Rows travel as one array per column (``INSERT … SELECT FROM unnest``), because COPY is refused under row-level security. References
are found and locked first, so that a missing one costs its row only. A record that would stay as it is is not touched, but locked
like the others. Locks are taken in one order everywhere, so that two writers of the same records wait for each other rather than
deadlock. All statements keep the rules of a distributed database: the tenant's predicate everywhere, times as parameters, plain
ON CONFLICT. The rows of link tables: ``links``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from server.database.identifiers import quoted
from server.database.links import write_links
from server.database.tables import TABLES
from server.database.tenancy import Connection
from server.entities import ENTITIES
from server.entities.change import Change, Fault, Links, Reference
from server.entities.declaration import Entity, Relation
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


async def insert_record(connection: Connection, tenant_id: UUID, entity: Entity, change: Change) -> Outcome:
    """Create one record; an external id that is taken is a fault."""
    outcome = Outcome()
    changes = {0: change}
    await _find_references(connection, tenant_id, entity, changes, outcome)
    if not outcome.faults and change.external_id is not None:
        taken = await _ids_of(connection, tenant_id, entity, [change.external_id])
        if taken:
            message = f"another {entity.singular} has the externalId {change.external_id!r} already"
            outcome.faults[0].append(Fault(("externalId",), "CONFLICT", message))
    if not outcome.faults:
        await _insert(connection, tenant_id, entity, changes, outcome, upsert=False)
        await _write_links(connection, tenant_id, entity, changes, outcome)
    return outcome


async def upsert_records(
    connection: Connection, tenant_id: UUID, entity: Entity, changes: dict[int, Change]
) -> Outcome:
    """Create or change records by external id; those with faults are left out, and reported by their position.

    Every change sets an external id. Of two changes to one record the later is refused. The same changes may be given again when
    the transaction was rolled back.
    """
    outcome = Outcome()
    _refuse_repeated(changes, outcome)
    await _find_references(connection, tenant_id, entity, changes, outcome)
    ordered = sorted(changes.items(), key=lambda item: item[1].external_id or "")
    sound = {position: change for position, change in ordered if position not in outcome.faults}
    groups: dict[tuple[tuple[str, ...], ...], dict[int, Change]] = defaultdict(dict)
    for position, change in sound.items():
        groups[tuple(change.columns), tuple(change.defaults)][position] = change
    if len(groups) > 1:
        await _lock(connection, tenant_id, entity, sound.values())
    written: set[UUID] = set()
    for shape in sorted(groups):
        written |= await _insert(connection, tenant_id, entity, groups[shape], outcome, upsert=True)
    changed = await _write_links(connection, tenant_id, entity, sound, outcome)
    await _raise_versions(connection, tenant_id, entity, changed - written, outcome)
    return outcome


async def update_record(
    connection: Connection, tenant_id: UUID, entity: Entity, record_id: UUID, version: int, change: Change
) -> Outcome:
    """Change one record, provided that its version is the one given; otherwise it is a fault."""
    outcome = Outcome()
    changes = {0: change}
    await _find_references(connection, tenant_id, entity, changes, outcome)
    if outcome.faults:
        return outcome
    values = {**change.columns, "updated_at": datetime.now(UTC)}
    sets = ", ".join(f"{quoted(column)} = ${index}" for index, column in enumerate(values, start=4))
    sql = (
        f"UPDATE {quoted(entity.table)} SET {sets}, version = version + 1 "
        f"WHERE tenant_id = $1 AND id = $2 AND version = $3 RETURNING id"
    )
    found = await connection.fetchval(sql, tenant_id, record_id, version, *values.values())
    if found is None:
        outcome.faults[0].append(await _why_not(connection, tenant_id, entity, record_id, version))
        return outcome
    outcome.ids[0] = record_id
    outcome.updated = 1
    await _write_links(connection, tenant_id, entity, changes, outcome)
    return outcome


async def delete_record(
    connection: Connection, tenant_id: UUID, entity: Entity, record_id: UUID, version: int | None
) -> Outcome:
    """Delete one record, provided that its version is the one given (if any)."""
    outcome = Outcome()
    sql = (
        f"DELETE FROM {quoted(entity.table)} "
        f"WHERE tenant_id = $1 AND id = $2 AND ($3::integer IS NULL OR version = $3::integer) RETURNING id"
    )
    if await connection.fetchval(sql, tenant_id, record_id, version) is None:
        outcome.faults[0].append(await _why_not(connection, tenant_id, entity, record_id, version))
    else:
        outcome.ids[0] = record_id
    return outcome


async def _why_not(
    connection: Connection, tenant_id: UUID, entity: Entity, record_id: UUID, version: int | None
) -> Fault:
    sql = f"SELECT version FROM {quoted(entity.table)} WHERE tenant_id = $1 AND id = $2"
    current = await connection.fetchval(sql, tenant_id, record_id)
    if current is None:
        named = encode_id(entity.table, record_id)
        return Fault(("id",), NotFound.code, f"there is no {entity.singular} {named}")
    message = (
        f"the {entity.singular} is at version {current} by now, not {version}; read it again and repeat the change"
    )
    return Fault(("version",), Conflict.code, message)


# References


def _refuse_repeated(changes: dict[int, Change], outcome: Outcome) -> None:
    first: dict[str | None, int] = {}
    for position, change in changes.items():
        earlier = first.setdefault(change.external_id, position)
        if earlier != position:
            message = f"externalId {change.external_id!r} is also that of record {earlier} in the same list"
            outcome.faults[position].append(Fault(("externalId",), Conflict.code, message))


async def _find_references(
    connection: Connection, tenant_id: UUID, entity: Entity, changes: dict[int, Change], outcome: Outcome
) -> None:
    """Put the ids of all referred records into the changes; what is missing becomes a fault of its row."""
    wanted: dict[str, set[Reference]] = defaultdict(set)
    for change in changes.values():
        for relation, reference in change.references.values():
            wanted[relation.target].add(reference)
        for relation, links in change.links.values():
            wanted[relation.target].update(links.set or (), links.add, links.remove)
    found = {target: await _find(connection, tenant_id, ENTITIES[target], wanted[target]) for target in sorted(wanted)}
    for position, change in changes.items():
        for name, (relation, reference) in change.references.items():
            record_id = found[relation.target].get(reference)
            if record_id is None:
                outcome.faults[position].append(_missing(name, relation, reference))
            change.columns[relation.column] = record_id
        for name, (relation, links) in change.links.items():
            known = found[relation.target]
            gone = [reference for reference in (*(links.set or ()), *links.add) if reference not in known]
            if gone:
                outcome.faults[position] += [_missing(name, relation, reference) for reference in gone]
            else:
                change.links[name] = relation, _resolved(links, known)


def _missing(name: str, relation: Relation, reference: Reference) -> Fault:
    target = ENTITIES[relation.target].singular
    return Fault((name,), NotFound.code, f"there is no {target} with {reference}")


def _resolved(links: Links, known: dict[Reference, UUID]) -> Links:
    def resolve(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
        return tuple(Reference(id=known[reference]) for reference in references if reference in known)

    return Links(None if links.set is None else resolve(links.set), resolve(links.add), resolve(links.remove))


async def _find(
    connection: Connection, tenant_id: UUID, entity: Entity, references: Iterable[Reference]
) -> dict[Reference, UUID]:
    table = quoted(entity.table)
    by_id = [reference.id for reference in references if reference.id is not None]
    by_key = [reference.external_id for reference in references if reference.id is None]
    found: dict[Reference, UUID] = {}
    if by_id:
        # The lock keeps a record from being deleted between this look and the write that refers to it.
        sql = f"SELECT id FROM {table} WHERE tenant_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR KEY SHARE"
        found |= {Reference(id=row["id"]): row["id"] for row in await connection.fetch(sql, tenant_id, by_id)}
    if by_key:
        sql = (
            f"SELECT id, external_id FROM {table} WHERE tenant_id = $1 AND external_id = ANY($2::text[]) "
            f"ORDER BY id FOR KEY SHARE"
        )
        rows = await connection.fetch(sql, tenant_id, by_key)
        found |= {Reference(external_id=row["external_id"]): row["id"] for row in rows}
    return found


async def _ids_of(
    connection: Connection, tenant_id: UUID, entity: Entity, external_ids: Sequence[str | None]
) -> dict[str, UUID]:
    sql = f"SELECT id, external_id FROM {quoted(entity.table)} WHERE tenant_id = $1 AND external_id = ANY($2::text[])"
    return {row["external_id"]: row["id"] for row in await connection.fetch(sql, tenant_id, external_ids)}


# Rows


async def _lock(connection: Connection, tenant_id: UUID, entity: Entity, changes: Iterable[Change]) -> None:
    """Lock the records that are there already in the order in which one statement would."""
    sql = (
        f"SELECT FROM {quoted(entity.table)} WHERE tenant_id = $1 AND external_id = ANY($2::text[]) "
        f"ORDER BY external_id FOR NO KEY UPDATE"
    )
    await connection.execute(sql, tenant_id, [change.external_id for change in changes])


async def _insert(
    connection: Connection,
    tenant_id: UUID,
    entity: Entity,
    changes: dict[int, Change],
    outcome: Outcome,
    *,
    upsert: bool,
) -> set[UUID]:
    """Insert rows that set the same columns; ``upsert`` changes those whose external id is known, if they differ.

    Return the ids of the rows that were inserted or changed.
    """
    table = TABLES[entity.name]
    example = next(iter(changes.values()))
    columns = [*example.columns, *example.defaults]
    new = dict(zip(sorted(changes), new_ids(len(changes)), strict=True))
    now = datetime.now(UTC)
    rows_of_values = [(*change.columns.values(), *change.defaults.values()) for change in changes.values()]
    arrays = [list(values) for values in zip(*rows_of_values, strict=True)]
    names = ["id", *columns]
    types = ["uuid", *(_sql_type(table.c[column]) for column in columns)]
    unnested = ", ".join(f"${index}::{type_}[]" for index, type_ in enumerate(types, start=3))
    named = ", ".join(quoted(name) for name in names)
    sql = (
        f"INSERT INTO {quoted(entity.table)} (tenant_id, created_at, updated_at, version, {named}) "
        f"SELECT $1, $2, $2, 1, {named} FROM unnest({unnested}) AS row ({named}) "
    )
    if upsert:
        sql += _on_conflict(entity, list(example.columns))
    rows = await connection.fetch(
        sql + "RETURNING id, external_id", tenant_id, now, [new[position] for position in changes], *arrays
    )
    if not upsert:
        outcome.ids |= new
        outcome.created += len(rows)
        return set(new.values())
    written = {row["external_id"]: row["id"] for row in rows}
    untouched = [change.external_id for change in changes.values() if change.external_id not in written]
    standing = await _ids_of(connection, tenant_id, entity, untouched) if untouched else {}
    for position, change in changes.items():
        assert change.external_id is not None
        outcome.ids[position] = written.get(change.external_id) or standing[change.external_id]
    created = sum(outcome.ids[position] == record_id for position, record_id in new.items())
    outcome.created += created
    outcome.updated += len(rows) - created
    outcome.unchanged += len(untouched)
    return set(written.values())


def _on_conflict(entity: Entity, columns: list[str]) -> str:
    table = quoted(entity.table)
    written = [column for column in columns if column != "external_id"]
    if not written:  # DO NOTHING would not lock the record, and its links may follow
        return "ON CONFLICT (tenant_id, external_id) DO UPDATE SET updated_at = excluded.updated_at WHERE false "
    sets = ", ".join(f"{quoted(column)} = excluded.{quoted(column)}" for column in written)
    old = ", ".join(f"{table}.{quoted(column)}" for column in written)
    new = ", ".join(f"excluded.{quoted(column)}" for column in written)
    return (
        f"ON CONFLICT (tenant_id, external_id) DO UPDATE SET {sets}, updated_at = excluded.updated_at, "
        f"version = {table}.version + 1 WHERE ({old}) IS DISTINCT FROM ({new}) "
    )


async def _write_links(
    connection: Connection, tenant_id: UUID, entity: Entity, changes: dict[int, Change], outcome: Outcome
) -> set[UUID]:
    written: dict[Relation, list[tuple[UUID, Links]]] = defaultdict(list)
    for position, change in changes.items():
        for relation, links in change.links.values():
            written[relation].append((outcome.ids[position], links))
    changed: set[UUID] = set()
    for relation, links_of in written.items():
        changed |= await write_links(connection, tenant_id, entity, relation, links_of)
    return changed


async def _raise_versions(
    connection: Connection, tenant_id: UUID, entity: Entity, records: set[UUID], outcome: Outcome
) -> None:
    """Make it a change of the record that only its links changed, so that whoever read it before is told."""
    sql = (
        f"UPDATE {quoted(entity.table)} SET version = version + 1, updated_at = $2 "
        f"WHERE tenant_id = $1 AND id = ANY($3::uuid[])"
    )
    if records:
        await connection.execute(sql, tenant_id, datetime.now(UTC), sorted(records))
    outcome.updated += len(records)
    outcome.unchanged -= len(records)


def _sql_type(column: sa.Column[Any]) -> str:
    type_ = column.type
    return "text" if isinstance(type_, sa.Text) else type_.compile(_DIALECT)
