"""Records written in bulk: every insert, update and delete of an entity goes through here.

Rows travel as one array per column (``INSERT … SELECT FROM unnest``), because COPY is refused under row-level security. References
are found and locked first, so that a missing one costs its row only. A record that would stay as it is is not touched, but locked
like the others. Locks are taken in one order everywhere, so that two writers of the same records wait for each other rather than
deadlock. All statements keep the rules of a distributed database: the tenant's predicate everywhere, times as parameters, plain
ON CONFLICT. What follows from a write: ``consequences``. The rows of link tables: ``links``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from server.database.consequences import Written, follow
from server.database.deleting import delete_with_dependents
from server.database.history import Entry, changed_traits, entries_of, trait_columns, traits_of
from server.database.identifiers import quoted
from server.database.links import write_links
from server.database.references import find_references, ids_of
from server.database.rows import Outcome, insert_rows, lock_one, lock_rows, raise_versions
from server.database.uniqueness import find_taken
from server.database.writing import Writing
from server.entities import ENTITIES
from server.entities.change import Change, Fault, Links
from server.entities.declaration import Entity, Relation
from server.entities.ids import encode_id
from server.errors import Conflict

_ATTEMPTS = 5


async def insert_record(writing: Writing, entity: Entity, change: Change) -> Outcome:
    """Create one record; an external id that is taken is a fault. With faults, the caller rolls back."""
    outcome = Outcome()
    changes = {0: change}
    await find_references(writing, changes, outcome.faults)
    if not outcome.faults and change.external_id is not None and await ids_of(writing, entity, [change.external_id]):
        message = f"another {entity.words} has the externalId {change.external_id!r} already"
        outcome.faults[0].append(Fault(("externalId",), Conflict.code, message))
    if not outcome.faults:
        await find_taken(writing, entity, changes, outcome.faults)
    if not outcome.faults:
        await insert_rows(writing, entity, changes, outcome, upsert=False)
        written = Written(created={outcome.ids[0]: _traits_set(entity, change)})
        _note_links(await _write_links(writing, entity, changes, outcome), written)
        _blame(outcome, await follow(writing, entity, written))
    return outcome


async def update_record(writing: Writing, entity: Entity, record_id: UUID, version: int, change: Change) -> Outcome:
    """Change one record, provided that its version is the one given. With faults, the caller rolls back."""
    outcome = Outcome()
    changes = {0: change}
    await find_references(writing, changes, outcome.faults)
    if outcome.faults:
        return outcome
    before = await lock_one(writing, entity, record_id, version, outcome)
    if before is None:
        return outcome
    values = {**change.columns, "updated_at": datetime.now(UTC)}
    sets = ", ".join(f"{quoted(column)} = ${index}" for index, column in enumerate(values, start=3))
    sql = f"UPDATE {quoted(entity.table)} SET {sets}, version = version + 1 WHERE tenant_id = $1 AND id = $2"
    await writing.connection.execute(sql, writing.tenant_id, record_id, *values.values())
    outcome.ids[0] = record_id
    outcome.updated = 1
    written = Written(changed={record_id: frozenset()})
    _note_changes(entity, {record_id: change}, {record_id: before}, written)
    _note_links(await _write_links(writing, entity, changes, outcome), written)
    _blame(outcome, await follow(writing, entity, written))
    return outcome


async def delete_record(writing: Writing, entity: Entity, record_id: UUID, version: int | None) -> Outcome:
    """Delete one record, provided that its version is the one given (if any)."""
    outcome = Outcome()
    if await lock_one(writing, entity, record_id, version, outcome, "FOR UPDATE") is not None:
        await delete_with_dependents(writing, entity, record_id)
        outcome.ids[0] = record_id
    return outcome


async def upsert_records(writing: Writing, entity: Entity, changes: Mapping[int, Change]) -> Outcome:
    """Create or change records by external id; those with faults are left out, and reported by their position.

    Every change sets an external id. Of two changes to one record the later is refused. The same changes may be given again when
    the transaction was rolled back.
    """
    outcome = Outcome()
    _refuse_repeated(changes, outcome)
    await find_references(writing, changes, outcome.faults)
    if not _is_watched(entity):
        return await _upsert_sound(writing, entity, changes, outcome)
    await writing.connection.execute("SAVEPOINT upsert")
    for _ in range(_ATTEMPTS):
        try:
            written = await _upsert_sound(writing, entity, changes, outcome)
        except _Raced:
            await writing.connection.execute("ROLLBACK TO SAVEPOINT upsert")
        else:
            await writing.connection.execute("RELEASE SAVEPOINT upsert")
            return written
    raise Conflict(f"others were changing the same {entity.plural_words} all the while; send the request again")


async def _upsert_sound(writing: Writing, entity: Entity, changes: Mapping[int, Change], known: Outcome) -> Outcome:
    """Write the changes without faults; when some turn out to have any, take all back and write the others again."""
    ordered = sorted(changes.items(), key=lambda item: item[1].external_id or "")
    while True:
        written = await _upsert(
            writing, entity, {place: change for place, change in ordered if place not in known.faults}
        )
        if not written.faults:
            written.faults.update(known.faults)
            return written
        await writing.connection.execute("ROLLBACK TO SAVEPOINT upsert")
        known.faults.update(written.faults)


class _Raced(Exception):
    """A record was created by another transaction since it was looked for; what it held before this change is not known."""


def _is_watched(entity: Entity) -> bool:
    """Whether it matters what changed records held before, or whether a write may turn out to be wrong once it is done."""
    follows = entity.consequences or entity.demands or entity.searched
    return bool(entity.audited or entity.ledger or entity.unique or follows)


async def _upsert(writing: Writing, entity: Entity, changes: Mapping[int, Change]) -> Outcome:
    """Write changes in the order of their external ids; with faults, nothing may be kept."""
    outcome = Outcome()
    if not changes:
        return outcome
    groups: dict[tuple[tuple[str, ...], ...], dict[int, Change]] = defaultdict(dict)
    for position, change in changes.items():
        groups[tuple(change.columns), tuple(change.defaults)][position] = change
    watched = _is_watched(entity)
    before: Mapping[str, Mapping[str, Any]] = {}
    if watched or len(groups) > 1:
        before = await lock_rows(writing, entity, changes.values(), trait_columns(entity) if watched else ())
    if entity.ledger:
        _refuse_rewriting(entity, changes, before, outcome)
    await find_taken(writing, entity, changes, outcome.faults)
    if outcome.faults:
        return outcome
    written = Written()
    for shape in sorted(groups):
        created, changed = await insert_rows(writing, entity, groups[shape], outcome, upsert=True)
        written.created |= dict.fromkeys(created, _traits_set(entity, next(iter(groups[shape].values()))))
        written.changed |= dict.fromkeys(changed, frozenset())
    if watched:
        _note_upserted(entity, changes, before, outcome, written)
    links = await _write_links(writing, entity, changes, outcome)
    await raise_versions(writing, entity, links.keys() - written.created.keys() - written.changed.keys(), outcome)
    _note_links(links, written)
    _blame(outcome, await follow(writing, entity, written))
    return outcome


def _blame(outcome: Outcome, broken: Mapping[UUID, list[Fault]]) -> None:
    for position, record_id in outcome.ids.items() if broken else ():
        if record_id in broken:
            outcome.faults[position] = broken[record_id]


def _refuse_repeated(changes: Mapping[int, Change], outcome: Outcome) -> None:
    first: dict[str | None, int] = {}
    for position, change in changes.items():
        earlier = first.setdefault(change.external_id, position)
        if earlier != position:
            message = f"externalId {change.external_id!r} is also that of record {earlier} in the same list"
            outcome.faults[position].append(Fault(("externalId",), Conflict.code, message))


def _refuse_rewriting(
    entity: Entity, changes: Mapping[int, Change], before: Mapping[str, Mapping[str, Any]], outcome: Outcome
) -> None:
    for position, change in changes.items():
        known = before.get(change.external_id or "")
        if known is not None and changed_traits(entity, known, change.columns):
            message = f"the {entity.words} {change.external_id!r} is part of a ledger; add a new record instead"
            outcome.faults[position].append(Fault(("externalId",), Conflict.code, message))


# What was written


def _traits_set(entity: Entity, change: Change) -> frozenset[str]:
    """The attributes and relations to one record that a new record was given."""
    given = {**change.columns, **change.defaults}
    return frozenset(trait.name for trait in traits_of(entity) if trait.columns[0] in given)


def _note_upserted(
    entity: Entity,
    changes: Mapping[int, Change],
    before: Mapping[str, Mapping[str, Any]],
    outcome: Outcome,
    written: Written,
) -> None:
    changed: dict[UUID, Change] = {}
    former: dict[UUID, Mapping[str, Any]] = {}
    for position, change in changes.items():
        record_id = outcome.ids[position]
        if record_id in written.created:
            continue
        known = before.get(change.external_id or "")
        if known is None or known["id"] != record_id:
            raise _Raced
        if record_id in written.changed:
            changed[record_id], former[record_id] = change, known
    _note_changes(entity, changed, former, written)


def _note_changes(
    entity: Entity, changes: Mapping[UUID, Change], before: Mapping[UUID, Mapping[str, Any]], written: Written
) -> None:
    for record_id, change in changes.items():
        traits = changed_traits(entity, before[record_id], change.columns)
        written.changed[record_id] = frozenset(trait.name for trait in traits)
        written.entries += entries_of(record_id, traits, before[record_id], change.columns)


def _note_links(links: Mapping[UUID, Mapping[str, Entry]], written: Written) -> None:
    for record_id, entries in links.items():
        of = written.created if record_id in written.created else written.changed
        of[record_id] = of.get(record_id, frozenset()) | entries.keys()
        if of is written.changed:
            written.entries += entries.values()


async def _write_links(
    writing: Writing, entity: Entity, changes: Mapping[int, Change], outcome: Outcome
) -> dict[UUID, dict[str, Entry]]:
    """Write the links of all records; return an entry for each relation of a record that lost or gained any."""
    written: dict[Relation, list[tuple[UUID, Links]]] = defaultdict(list)
    for position, change in changes.items():
        for relation, links in change.links.values():
            written[relation].append((outcome.ids[position], links))
    changed: dict[UUID, dict[str, Entry]] = defaultdict(dict)
    for relation, links_of in written.items():
        target = ENTITIES[relation.target].table
        for record_id, relinked in (await write_links(writing, entity, relation, links_of)).items():
            lost, gained = [
                [encode_id(target, other) for other in sorted(others)] or None
                for others in (relinked.lost, relinked.gained)
            ]
            changed[record_id][relation.name] = Entry(record_id, relation.graphql_name, lost, gained)
    return changed
