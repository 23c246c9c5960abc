"""Which CHECK constraints the declared tables have and a database's tables lack, or have otherwise.

Alembic does not look at them. PostgreSQL keeps a condition in its own spelling, so the declared ones are put on empty temporary
tables and both are compared as PostgreSQL spells them.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic.operations import ops

from server.database.tables import METADATA

_CONDITIONS = sa.text(
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = to_regclass(:name)"
)


def check_changes(connection: sa.Connection) -> tuple[list[Any], list[Any]]:
    """Return the operations that make the CHECK constraints of the tables that are there what is declared.

    The first list drops, before anything else is changed; the second creates, after all else.
    """
    dropped: list[Any] = []
    added: list[Any] = []
    for table in METADATA.tables.values():
        there = _conditions(connection, f'public."{table.name}"')
        if there is None:
            continue  # a new table is created with its constraints
        declared = {check.name: check for check in table.constraints if isinstance(check, sa.CheckConstraint)}
        wanted = _wanted(connection, table)
        gone = [name for name in sorted(there) if wanted.get(name) != there[name]]
        dropped += [ops.DropConstraintOp(name, table.name, type_="check") for name in gone]
        new = [name for name in sorted(wanted) if there.get(name) != wanted[name]]
        added += [ops.CreateCheckConstraintOp(name, table.name, declared[name].sqltext) for name in new]
    return dropped, added


def _wanted(connection: sa.Connection, table: sa.Table) -> dict[str, str]:
    probe = sa.Table(
        "declared_checks",
        sa.MetaData(),
        *(sa.Column(column.name, column.type) for column in table.columns),
        *(sa.CheckConstraint(c.sqltext, name=c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint)),
        prefixes=["TEMPORARY"],
    )
    probe.create(connection)
    conditions = _conditions(connection, "pg_temp.declared_checks")
    probe.drop(connection)
    assert conditions is not None
    return conditions


def _conditions(connection: sa.Connection, name: str) -> dict[str, str] | None:
    """The conditions by name; None when there is no such table."""
    if connection.scalar(sa.text("SELECT to_regclass(:name)"), {"name": name}) is None:
        return None
    return {row[0]: row[1] for row in connection.execute(_CONDITIONS, {"name": name})}
