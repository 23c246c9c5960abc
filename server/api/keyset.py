"""Keyset paging: how a list is sorted, what a cursor says, and which records come behind or ahead of it.

A cursor is the row's sort keys behind a signature of the order, as JSON in base64url. It is opaque, but not secret: it does no more
than bound the caller's own list. Bounds are comparisons of keys, so that a page deep in a list costs no more than the first.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import orjson
import sqlalchemy as sa

from server.api.plan import OrderKey
from server.api.selection import Given, Variables
from server.errors import BadUserInput

_T = TypeVar("_T")
Expression: TypeAlias = sa.ColumnElement[Any]
Order: TypeAlias = tuple[OrderKey, ...]
#: Gives the column that a key sorts the rows at hand by.
Column: TypeAlias = Callable[[OrderKey], Expression]


def sorting(order: Order, column_of: Column) -> list[Any]:
    """Return the ORDER BY of a list."""
    terms = []
    for key in order:
        column = column_of(key)
        directed = column.desc() if key.descending else column.asc()
        if key.attribute.optional and key.nulls_first is not key.descending:  # PostgreSQL's own default is left unsaid
            directed = directed.nulls_first() if key.nulls_first else directed.nulls_last()
        terms.append(directed)
    return terms


def reverse(order: Order) -> Order:
    """Return the order that lists the same records from the end."""
    return tuple(OrderKey(key.attribute, not key.descending, not key.nulls_first) for key in order)


def beyond(order: Order, column_of: Column, values: Sequence[Any]) -> Any:
    """Return the condition that a row comes strictly behind the place whose keys are ``values``."""
    columns = [column_of(key) for key in order]
    if len({key.descending for key in order}) == 1 and not any(key.attribute.optional for key in order):
        left, right = sa.tuple_(*columns), sa.tuple_(*values)  # one comparison of rows, which an index can begin from
        return left < right if order[0].descending else left > right
    steps = []
    for i, key in enumerate(order):
        same = [_same(order[j], columns[j], values[j]) for j in range(i)]
        steps.append(sa.and_(*same, _behind(key, columns[i], values[i])))
    return sa.or_(*steps)


def _same(key: OrderKey, column: Expression, value: Any) -> Any:
    return column.is_not_distinct_from(value) if key.attribute.optional else column == value


def _behind(key: OrderKey, column: Expression, value: Any) -> Any:
    """That ``column`` comes strictly behind ``value`` in the key's direction, absent values in their place."""
    behind = column < value if key.descending else column > value
    if not key.attribute.optional:
        return behind
    if key.nulls_first:
        return sa.or_(behind, sa.and_(column.is_not(None), value.is_(None)))
    return sa.or_(behind, sa.and_(column.is_(None), value.is_not(None)))


# Cursors


def cursor(order: Order, column_of: Column) -> Expression:
    """Return the expression that makes a row's cursor."""
    return encode_cursor(_signature(order), [column_of(key) for key in order])


def encode_cursor(signature: str, keys: Sequence[Expression]) -> Expression:
    """Return the expression that makes a cursor of a row's ``keys``; ``signature`` tells the list and its order."""
    text = sa.cast(sa.func.json_build_array(sa.literal_column(f"'{signature}'::text"), *keys), sa.Text)
    encoded = sa.func.encode(sa.func.convert_to(text, sa.literal_column("'UTF8'")), sa.literal_column("'base64'"))
    made: Expression = sa.func.translate(encoded, sa.literal_column("E'+/\\n='"), sa.literal_column("'-_'"))
    return made


def read_cursor(order: Order, given: Given, variables: Variables) -> list[Any]:
    """Return the keys in a cursor; raise ``BadUserInput`` when it is none of a list in this order."""

    def read(keys: list[Any]) -> list[Any]:
        return [_key(key, value) for key, value in zip(order, keys, strict=True)]

    return decode_cursor(_signature(order), given, variables, read)


def decode_cursor(signature: str, given: Given, variables: Variables, read: Callable[[list[Any]], _T]) -> _T:
    """Return what ``read`` makes of the keys in a cursor; raise ``BadUserInput`` when it is none with this signature.

    ``read`` raises ``ValueError`` or ``TypeError`` for keys that no row has.
    """
    text = given.read(variables)
    try:
        signed, *keys = orjson.loads(base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}"))
        if signed == signature:
            return read(keys)
    except (ValueError, TypeError, OverflowError):
        pass
    raise BadUserInput(
        f"{text[:60]!r} is not a cursor of this list in this order; use one that it returned", given.path
    )


def _signature(order: Order) -> str:
    signs = ((key.attribute.name, "-" if key.descending else "+", "<" if key.nulls_first else ">") for key in order)
    return ",".join("".join(sign) for sign in signs)


def _key(key: OrderKey, value: Any) -> Any:
    """A key as PostgreSQL takes it, from the JSON that PostgreSQL made of it."""
    if value is None:
        if key.attribute.optional:
            return None
        raise ValueError("absent")
    stored = key.attribute.scalar.columns[key.attribute.scalar.order]
    python = stored.python_type
    if python is float and type(value) is int:
        return float(value)
    if type(value) is not (str if python in (date, datetime, UUID) else python):
        raise TypeError("a key of another type")
    if python is UUID:
        return UUID(value)
    if python in (date, datetime):
        return _moment(python.fromisoformat(value))
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("no text of any record")
    if isinstance(value, int) and abs(value) >= (2**63 if isinstance(stored, sa.BigInteger) else 2**31):
        raise ValueError("no number of any record")
    return value


def _moment(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("no offset")
    return value.astimezone(UTC) if isinstance(value, datetime) else value
