"""Deleting: a record goes with those that depend on it, which the database deletes, and with what their histories tell.

Nothing can come to depend on the record meanwhile, because the caller holds its lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from server.database.history import Entry, forget_history, write_history
from server.database.identifiers import quoted
from server.database.writing import DELETED, UPDATED, Writing
from server.entities import ENTITIES
from server.entities.declaration import Entity, OnDelete, Relation, RelationKind
from server.entities.ids import encode_id


async def delete_with_dependents(writing: Writing, entity: Entity, record_id: UUID) -> None:
    """Delete a record that the caller has locked ``FOR UPDATE``, forget its history, and tell whoever listens."""
    gone = await _find_dependents(writing, entity, record_id)
    sql = f"DELETE FROM {quoted(entity.table)} WHERE tenant_id = $1 AND id = $2"
    await writing.connection.execute(sql, writing.tenant_id, record_id)
    for name, ids in gone.items():
        await forget_history(writing, ENTITIES[name], sorted(ids))
        await writing.notify(ENTITIES[name], DELETED, sorted(ids))


async def _find_dependents(writing: Writing, entity: Entity, record_id: UUID) -> dict[str, set[UUID]]:
    """The ids of the record and of all that go with it, by the entity's name."""
    gone = {entity.name: {record_id}}
    fresh = {entity.name: {record_id}}
    while fresh:
        found: dict[str, set[UUID]] = defaultdict(set)
        for name, ids in fresh.items():
            for about in _about(ENTITIES[name]):
                await _unlink(writing, about, about.relations[ENTITIES[name].table], sorted(ids))
            for dependent, other in await _depending(writing, ENTITIES[name], sorted(ids)):
                if other not in gone.setdefault(dependent, set()):
                    gone[dependent].add(other)
                    found[dependent].add(other)
        fresh = found
    return gone


def _about(entity: Entity) -> Iterator[Entity]:
    """The entities whose records may be about one of ``entity``."""
    return (other for other in ENTITIES.values() if other.about and entity.table in other.relations)


async def _unlink(writing: Writing, about: Entity, relation: Relation, ids: Sequence[UUID]) -> None:
    """Take records that go away from what is about others as well; what is about nothing else goes with them."""
    subjects = [other.column for other in about.relations.values() if _is_subject(other)]
    column, table = quoted(relation.column), quoted(about.table)
    sql = (
        f"WITH former AS (SELECT id, {column} AS subject FROM {table} WHERE tenant_id = $1 AND {column} = ANY($2::uuid[]) "
        f"AND num_nonnulls({', '.join(map(quoted, subjects))}) > 1 ORDER BY id FOR UPDATE) "
        f"UPDATE {table} SET {column} = NULL, version = version + 1, updated_at = $3 FROM former "
        f"WHERE {table}.tenant_id = $1 AND {table}.id = former.id RETURNING former.id, former.subject"
    )
    rows = await writing.connection.fetch(sql, writing.tenant_id, ids, datetime.now(UTC))
    target = ENTITIES[relation.target].table
    entries = [Entry(row["id"], relation.graphql_name, encode_id(target, row["subject"]), None) for row in rows]
    await write_history(writing, about, entries)
    await writing.notify(about, UPDATED, [row["id"] for row in rows])


def _is_subject(relation: Relation) -> bool:
    return relation.kind is RelationKind.ONE and relation.name == ENTITIES[relation.target].table


async def _depending(writing: Writing, entity: Entity, ids: Sequence[UUID]) -> Sequence[tuple[str, UUID]]:
    parts = [
        f"SELECT '{other.name}', id FROM {quoted(other.table)} "
        f"WHERE tenant_id = $1 AND {quoted(relation.column)} = ANY($2::uuid[])"
        for other, relation in _cascading(entity)
    ]
    if not parts:
        return []
    rows = await writing.connection.fetch(" UNION ALL ".join(parts), writing.tenant_id, ids)
    return [(row[0], row[1]) for row in rows]


def _cascading(entity: Entity) -> Iterator[tuple[Entity, Relation]]:
    """The relations of other records by which they go with a record of ``entity``."""
    for other in ENTITIES.values():
        for relation in other.relations.values():
            if (
                relation.kind is RelationKind.ONE
                and relation.target == entity.name
                and relation.on_delete is OnDelete.CASCADE
            ):
                yield other, relation
