"""The records that a change refers to: found and locked before it is written, so that a missing one costs its row only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from server.database.identifiers import quoted
from server.database.writing import Writing
from server.entities import ENTITIES
from server.entities.change import Change, Fault, Links, Reference
from server.entities.declaration import Entity, Relation
from server.errors import NotFound


async def find_references(writing: Writing, changes: Mapping[int, Change], faults: dict[int, list[Fault]]) -> None:
    """Put the ids of all referred records into the changes; what is missing becomes a fault of its row."""
    wanted: dict[str, set[Reference]] = defaultdict(set)
    for change in changes.values():
        for relation, reference in change.references.values():
            wanted[relation.target].add(reference)
        for relation, links in change.links.values():
            wanted[relation.target].update(links.set or (), links.add, links.remove)
    found = {target: await _find(writing, ENTITIES[target], wanted[target]) for target in sorted(wanted)}
    for position, change in changes.items():
        for name, (relation, reference) in change.references.items():
            record_id = found[relation.target].get(reference)
            if record_id is None:
                faults[position].append(_missing(name, relation, reference))
            change.columns[relation.column] = record_id
        for name, (relation, links) in change.links.items():
            known = found[relation.target]
            gone = [reference for reference in (*(links.set or ()), *links.add) if reference not in known]
            if gone:
                faults[position] += [_missing(name, relation, reference) for reference in gone]
            else:
                change.links[name] = relation, _resolved(links, known)


async def ids_of(writing: Writing, entity: Entity, external_ids: Iterable[str | None]) -> dict[str, UUID]:
    """Return the ids of the records with these external ids."""
    sql = f"SELECT id, external_id FROM {quoted(entity.table)} WHERE tenant_id = $1 AND external_id = ANY($2::text[])"
    rows = await writing.connection.fetch(sql, writing.tenant_id, list(external_ids))
    return {row["external_id"]: row["id"] for row in rows}


def _missing(name: str, relation: Relation, reference: Reference) -> Fault:
    target = ENTITIES[relation.target].words
    return Fault((name,), NotFound.code, f"there is no {target} with {reference}")


def _resolved(links: Links, known: Mapping[Reference, UUID]) -> Links:
    def resolve(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
        return tuple(Reference(id=known[reference]) for reference in references if reference in known)

    return Links(None if links.set is None else resolve(links.set), resolve(links.add), resolve(links.remove))


async def _find(writing: Writing, entity: Entity, references: Iterable[Reference]) -> dict[Reference, UUID]:
    connection, tenant_id, table = writing.connection, writing.tenant_id, quoted(entity.table)
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
