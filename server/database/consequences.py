"""What follows from a write, in the same transaction: demands are checked, history is kept, consequences run, listeners are told.

A consequence's own rows have no consequences: each entity declares all that follows from writing it. They are not checked against
demands either; their declaration sees to that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from server.database.advisory import lock_number
from server.database.history import Entry, changed_traits, entries_of, trait_columns, write_history
from server.database.identifiers import quoted
from server.database.words import write_words
from server.database.writing import CREATED, UPDATED, Writing
from server.entities import ENTITIES
from server.entities.change import Fault
from server.entities.consequence import Consequence
from server.entities.declaration import Entity, camel_case
from server.entities.ids import new_ids
from server.errors import BadUserInput

_PARAMETER = re.compile(r"\$(\d+)")


@dataclass(slots=True)
class Written:
    """What a write did to records of one entity: those it created and changed, each with the names of what it set.

    ``entries`` are what is to be kept of the changes.
    """

    created: dict[UUID, frozenset[str]] = field(default_factory=dict)
    changed: dict[UUID, frozenset[str]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


async def follow(writing: Writing, entity: Entity, written: Written) -> dict[UUID, list[Fault]]:
    """Do all that follows; or return the faults of the records that break a demand, to be rolled back with all that was written."""
    broken = await _find_broken(writing, entity, [*written.created, *written.changed]) if entity.demands else {}
    if broken:
        return broken
    await write_history(writing, entity, written.entries)
    await writing.notify(entity, CREATED, written.created)
    await writing.notify(entity, UPDATED, written.changed)
    for consequence in entity.consequences:
        await _run(writing, entity, consequence, written)
    if entity.searched:
        await _write_words(writing, entity, written)
    return {}


async def _write_words(writing: Writing, entity: Entity, written: Written) -> None:
    names_of = {**written.created, **written.changed}
    named = [record_id for record_id, names in names_of.items() if not names.isdisjoint(entity.searched)]
    await write_words(writing.connection, writing.tenant_id, entity, named, fresh=written.created)


async def _find_broken(writing: Writing, entity: Entity, ids: Sequence[UUID]) -> dict[UUID, list[Fault]]:
    broken: dict[UUID, list[Fault]] = defaultdict(list)
    for demand in entity.demands if ids else ():
        if demand.alone and await writing.connection.fetch(demand.alone, writing.tenant_id, ids):
            number = lock_number("demand", writing.tenant_id.bytes + entity.table.encode())
            await writing.connection.execute("SELECT pg_advisory_xact_lock($1::bigint)", number)
        fault = Fault((camel_case(demand.attribute),), BadUserInput.code, demand.message)
        for row in await writing.connection.fetch(demand.sql, writing.tenant_id, ids):
            broken[row[0]].append(fault)
    return broken


async def _run(writing: Writing, entity: Entity, consequence: Consequence, written: Written) -> Collection[UUID]:
    """Run a consequence of those writes that it is one of, and return the ids of the rows that it wrote.

    What it does to records that were just created is part of their creation.
    """
    names_of = {**written.created, **written.changed} if consequence.after_creation else written.changed
    when = consequence.when
    ids = [record_id for record_id, names in names_of.items() if not when or not when.isdisjoint(names)]
    ids.sort(key=attrgetter("int"))
    if not ids:
        return ()
    target = ENTITIES[consequence.entity]
    keeps = target.audited and not consequence.creates
    sql = _telling_former(target, consequence.sql) if keeps else consequence.sql
    rows = await writing.connection.fetch(sql, *_parameters(writing, consequence.sql, ids))
    former = {row["id"]: row for row in rows if target is not entity or row["id"] not in written.created}
    if keeps:
        await write_history(writing, target, await _changes(writing, target, former))
    await writing.notify(target, CREATED if consequence.creates else UPDATED, former)
    return [row["id"] for row in rows]


def _parameters(writing: Writing, sql: str, ids: Sequence[UUID]) -> list[Any]:
    count = max(int(number) for number in _PARAMETER.findall(sql))
    given = [writing.tenant_id, ids, datetime.now(UTC)]
    return [*given, new_ids(len(ids))] if count > len(given) else given[:count]


def _telling_former(target: Entity, sql: str) -> str:
    """The statement, with what its rows were before: all parts of a statement see the rows as they were at its beginning."""
    columns = ", ".join(f"former.{quoted(column)}" for column in ("id", *trait_columns(target)))
    return (
        f"WITH consequence AS ({sql}) SELECT {columns} FROM {quoted(target.table)} AS former "
        f"WHERE former.tenant_id = $1 AND former.id IN (SELECT id FROM consequence)"
    )


async def _changes(writing: Writing, target: Entity, former: Mapping[UUID, Mapping[str, Any]]) -> list[Entry]:
    columns = ", ".join(quoted(column) for column in ("id", *trait_columns(target)))
    sql = f"SELECT {columns} FROM {quoted(target.table)} WHERE tenant_id = $1 AND id = ANY($2::uuid[]) ORDER BY id"
    rows = await writing.connection.fetch(sql, writing.tenant_id, sorted(former)) if former else ()
    changes = ((row, former[row["id"]]) for row in rows)
    return [
        entry
        for after, before in changes
        for entry in entries_of(after["id"], changed_traits(target, before, after), before, after)
    ]
