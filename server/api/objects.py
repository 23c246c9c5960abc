"""JSON out of rows: a row becomes an object, rows become a list.

``row_to_json`` over a sub-select is the fastest form that PostgreSQL has; ``json_build_object`` takes over where a response key is
too long for the name of a column.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

Expression: TypeAlias = sa.ColumnElement[Any]
Pairs: TypeAlias = list[tuple[str, Expression]]

_LONGEST_IDENTIFIER = 63
_BUILT = "built"
EMPTY_LIST: Expression = sa.literal_column("'[]'::json")


def members(pairs: Pairs) -> list[Any]:
    """Return the columns of a row that becomes an object; one column, holding the object, where a key is too long for a name."""
    if not pairs or any(len(key) > _LONGEST_IDENTIFIER or key == _BUILT for key, _ in pairs):
        return [build(pairs).label(_BUILT)]
    return [expression.label(sa.sql.quoted_name(key, quote=True)) for key, expression in pairs]


def one(select: sa.Select[Any], name: str) -> Expression:
    """Return the one row of ``select`` (of ``members``) as an object, or null when there is none."""
    row = select.subquery(name)
    return sa.select(_object(row, sa.func.row_to_json)).scalar_subquery()


def many(select: sa.Select[Any], name: str) -> Expression:
    """Return the rows of ``select`` (of ``members``) as a list of objects, in its order."""
    rows = select.subquery(name)
    gathered = sa.func.json_agg(_object(rows, lambda row: row))
    return sa.select(sa.func.coalesce(gathered, EMPTY_LIST)).scalar_subquery()


def _object(rows: Any, whole: Any) -> Any:
    return rows.c[_BUILT] if list(rows.c.keys()) == [_BUILT] else whole(rows.table_valued())


def build(pairs: list[tuple[str, Expression]]) -> Expression:
    """An object from pairs, whatever the length and number of the keys: a function takes no more than a hundred arguments."""
    if len(pairs) <= 50:
        return sa.func.json_build_object(*(part for key, expression in pairs for part in (text(key), expression)))
    keys = postgresql.array([text(key) for key, _ in pairs])
    values = postgresql.array([sa.func.to_json(expression) for _, expression in pairs])
    pair = sa.func.unnest(keys, values).table_valued("key", "value", name="pair").render_derived()
    return sa.select(sa.func.json_object_agg(pair.c.key, pair.c.value)).scalar_subquery()


def inside(rows: Any, outer: Any) -> Any:
    """Let ``rows`` refer to the row ``outer`` that they are read for, if there is one."""
    return rows if outer is None else rows.correlate(outer)


def text(value: str) -> Expression:
    """Return a text that is part of the statement."""
    escaped = value.replace("'", "''")
    return sa.literal_column(f"'{escaped}'::text", sa.Text)


def number(value: int) -> Any:
    """Return a number that is part of the statement."""
    return sa.literal_column(str(value), sa.Integer)
