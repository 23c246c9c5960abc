"""The rows of link tables: which records of a many-to-many relation belong together.

The caller holds the locks of the records whose links these are, so that two changes of one record's links come one after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from server.database.identifiers import quoted
from server.database.tables import LINK_TABLES, link_column
from server.database.writing import Writing
from server.entities import ENTITIES
from server.entities.change import Links, Reference
from server.entities.declaration import Entity, Relation


@dataclass(slots=True)
class Relinked:
    """The records on the other side that a record lost and gained."""

    lost: list[UUID] = field(default_factory=list)
    gained: list[UUID] = field(default_factory=list)


async def write_links(
    writing: Writing, entity: Entity, relation: Relation, written: Sequence[tuple[UUID, Links]]
) -> dict[UUID, Relinked]:
    """Change the links of records, whose references were resolved to ids; return what changed, by the record's id."""
    table = quoted(LINK_TABLES[relation.link].name)
    source, target = quoted(link_column(entity)), quoted(link_column(ENTITIES[relation.target]))
    changed: dict[UUID, Relinked] = defaultdict(Relinked)

    async def run(sql: str, *arguments: Sequence[UUID]) -> None:
        sql = f"{sql} RETURNING {source}, {target}"
        for record_id, other in await writing.connection.fetch(sql, writing.tenant_id, *arguments):
            (changed[record_id].gained if sql.startswith("INSERT") else changed[record_id].lost).append(other)

    cleared = sorted(record_id for record_id, links in written if links.set is not None)
    if cleared:
        kept = {(record_id, other) for record_id, links in written for other in _ids(links.set or ())}
        await run(
            f"DELETE FROM {table} WHERE tenant_id = $1 AND {source} = ANY($2::uuid[]) "
            f"AND ({source}, {target}) NOT IN (SELECT * FROM unnest($3::uuid[], $4::uuid[]))",
            cleared,
            *_columns(kept),
        )
    added = {(record_id, other) for record_id, links in written for other in _ids((*(links.set or ()), *links.add))}
    # What is to be added stays, if it is there: taking it away and adding it anew would be no change.
    removed = {(record_id, other) for record_id, links in written for other in _ids(links.remove)} - added
    if removed:
        await run(
            f"DELETE FROM {table} WHERE tenant_id = $1 "
            f"AND ({source}, {target}) IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))",
            *_columns(removed),
        )
    if added:
        await run(
            f"INSERT INTO {table} (tenant_id, {source}, {target}) "
            f"SELECT $1, a, b FROM unnest($2::uuid[], $3::uuid[]) AS pair (a, b) ON CONFLICT DO NOTHING",
            *_columns(added),
        )
    return changed


def _ids(references: Iterable[Reference]) -> list[UUID]:
    return [reference.id for reference in references if reference.id is not None]


def _columns(pairs: set[tuple[UUID, UUID]]) -> tuple[list[UUID], list[UUID]]:
    ordered = sorted(pairs)
    return [first for first, _ in ordered], [second for _, second in ordered]
