"""What no two records share: found before they are written, so that a value that is taken costs its row only.

Between this look and the write another transaction may take the value; then the database refuses the write as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from server.database.history import traits_of
from server.database.identifiers import quoted
from server.database.rows import sql_type
from server.database.tables import TABLES
from server.database.writing import Writing
from server.entities.change import Change, Fault
from server.entities.declaration import Entity, camel_case
from server.errors import Conflict


async def find_taken(
    writing: Writing, entity: Entity, changes: Mapping[int, Change], faults: dict[int, list[Fault]]
) -> None:
    """Make a fault of every change that sets, as a whole, what another record has, or an earlier change of the list sets."""
    columns = {trait.name: trait.columns for trait in traits_of(entity)}
    for names in entity.unique:
        key = tuple(column for name in names for column in columns[name])
        wanted = _wanted(changes, key)
        holders = await _holders(writing, entity, key, list(wanted))
        told = " and ".join(map(camel_case, names))
        message = f"another {entity.singular} has this {told} already"
        for values, positions in wanted.items():
            for position in _refused(changes, positions, holders, values):
                faults[position].append(Fault((camel_case(names[-1]),), Conflict.code, message))


def _refused(
    changes: Mapping[int, Change],
    positions: list[int],
    holders: Mapping[tuple[Any, ...], str | None],
    values: tuple[Any, ...],
) -> list[int]:
    """Of the changes that set the same values, all but that of the record that has them, or else all but the first."""
    if values not in holders:
        return positions[1:]
    holder = holders[values]
    return [position for position in positions if holder is None or changes[position].external_id != holder]


def _wanted(changes: Mapping[int, Change], key: tuple[str, ...]) -> dict[tuple[Any, ...], list[int]]:
    wanted: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for position in sorted(changes):
        given = {**changes[position].defaults, **changes[position].columns}
        values = tuple(given.get(column) for column in key)
        if None not in values:
            wanted[values].append(position)
    return wanted


async def _holders(
    writing: Writing, entity: Entity, key: tuple[str, ...], wanted: list[tuple[Any, ...]]
) -> dict[tuple[Any, ...], str | None]:
    """The external ids of the records that have the values."""
    if not wanted:
        return {}
    table = TABLES[entity.name]
    named = ", ".join(map(quoted, key))
    arrays = ", ".join(f"${index}::{sql_type(table.c[column])}[]" for index, column in enumerate(key, start=2))
    sql = (
        f"SELECT external_id, {named} FROM {quoted(entity.table)} "
        f"WHERE tenant_id = $1 AND ({named}) IN (SELECT * FROM unnest({arrays}))"
    )
    rows = await writing.connection.fetch(sql, writing.tenant_id, *map(list, zip(*wanted, strict=True)))
    return {tuple(row)[1:]: row["external_id"] for row in rows}
