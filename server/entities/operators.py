"""Operators: what a condition may say of a value, and how PostgreSQL is asked.

Every operator is built from *leakproof* ones (``= < >`` on text under the C collation, integers, dates, booleans, uuid): only those
may use an index under row-level security. Absent values: every operator is false for them, except ``ne`` and ``notIn``, the exact
complements of ``eq`` and ``in``, and ``isNull``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

import sqlalchemy as sa

from server.entities import text
from server.entities.money import to_minor

Columns: TypeAlias = Mapping[str, sa.ColumnElement[Any]]


class Bind(Protocol):
    """Makes a parameter of the statement from the value that the caller gave to the operator."""

    def __call__(self, column: sa.ColumnElement[Any], encode: Callable[[Any], Any], many: bool = False) -> Any:
        """Return the parameter, typed like ``column`` (an array of it if ``many``); ``encode`` turns the value into SQL's."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One comparison in a filter.

    ``takes`` says what the caller gives: a ``value`` of the scalar, a ``list`` of them, or a ``flag`` (a boolean that
    changes the statement itself and reaches ``build`` as a constant in place of ``bind``).
    """

    name: str
    description: str
    build: Callable[[Columns, Any], sa.ColumnElement[bool]]
    takes: str = "value"


def _comparison(
    compare: Callable[[Any, Any], Any], encode: Callable[[Any], Any], many: bool = False
) -> Callable[..., Any]:
    return lambda columns, bind: compare(columns[""], bind(columns[""], encode, many))


def _in(column: Any, values: Any) -> sa.ColumnElement[bool]:
    return column == sa.any_(values)  # type: ignore[no-any-return]


def _not_in(column: Any, values: Any) -> sa.ColumnElement[bool]:
    return (column == sa.any_(values)).is_not(sa.true())  # type: ignore[no-any-return]


def equality(encode: Callable[[Any], Any]) -> tuple[Operator, ...]:
    """Return the operators of values that are equal or not; ``encode`` turns a caller's value into SQL's."""
    return (
        Operator("eq", "Is equal to the value.", _comparison(lambda a, b: a == b, encode)),
        Operator("ne", "Is absent or differs from the value.", _comparison(lambda a, b: a.is_distinct_from(b), encode)),
        Operator("in", "Is one of the values.", _comparison(_in, encode, many=True), takes="list"),
        Operator("not_in", "Is absent or none of the values.", _comparison(_not_in, encode, many=True), takes="list"),
    )


def ordering(encode: Callable[[Any], Any]) -> tuple[Operator, ...]:
    """Return the operators of values that have an order."""
    return (
        Operator("lt", "Is less than (before) the value.", _comparison(lambda a, b: a < b, encode)),
        Operator("lte", "Is at most the value.", _comparison(lambda a, b: a <= b, encode)),
        Operator("gt", "Is greater than (after) the value.", _comparison(lambda a, b: a > b, encode)),
        Operator("gte", "Is at least the value.", _comparison(lambda a, b: a >= b, encode)),
    )


def upon(suffix: str, operators: tuple[Operator, ...]) -> tuple[Operator, ...]:
    """Return operators on one value as operators on the column ``suffix`` of a value that has several."""

    def narrowed(build: Callable[..., Any]) -> Callable[..., Any]:
        return lambda columns, bind: build({"": columns[suffix]}, bind)

    return tuple(replace(operator, build=narrowed(operator.build)) for operator in operators)


def _is_null(columns: Columns, flag: bool) -> sa.ColumnElement[bool]:
    column = next(iter(columns.values()))
    return column.is_(None) if flag else column.is_not(None)


NULLNESS = (Operator("is_null", "Is absent (true) or present (false).", _is_null, takes="flag"),)


def _starting(suffix: str, encode: Callable[[str], str]) -> Callable[..., Any]:
    """A prefix as a range: ``LIKE`` is not leakproof, and a range is indexed even when the plan is a generic one."""

    def build(columns: Columns, bind: Bind) -> sa.ColumnElement[bool]:
        column = columns[suffix]
        upper = bind(column, lambda value: text.after_prefix(encode(value)))
        lower = bind(column, encode)
        return sa.and_(column >= lower, sa.or_(column < upper, upper.is_(None)))

    return build


def _folded(compare: Callable[[Any, Any], Any], many: bool = False) -> Callable[..., Any]:
    return lambda columns, bind: compare(columns["_folded"], bind(columns["_folded"], _fold, many))


def _fold_prefix(value: str) -> str:
    return text.fold(text.prefix(value))


def _fold(value: str) -> str:
    return text.fold(text.clean(value))


def _both(exact: Callable[..., Any], folded: Callable[..., Any]) -> Callable[..., Any]:
    """An exact comparison that the index on the folded copy can serve: what is equal is equal when folded, too."""
    return lambda columns, bind: sa.and_(folded(columns, bind), exact(columns, bind))


_EQ, _NE, _IN, _NOT_IN = equality(text.clean)
_STARTS_WITH = Operator("starts_with", "Begins with the text, to the letter.", _starting("", text.prefix))


def _money(compare: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """Amounts compare within their currency only: ten euros are neither more nor less than ten yen."""

    def build(columns: Columns, bind: Bind) -> sa.ColumnElement[bool]:
        currency = bind(columns["_currency"], lambda value: value["currency"])
        minor = bind(columns["_minor"], lambda value: to_minor(value["amount"], value["currency"]))
        return sa.and_(columns["_currency"] == currency, compare(columns["_minor"], minor))

    return build


MONEY_OPERATORS = (
    Operator("eq", "Is equal to the amount, in its currency.", _money(lambda a, b: a == b)),
    Operator("lt", "Is less than the amount, in its currency.", _money(lambda a, b: a < b)),
    Operator("lte", "Is at most the amount, in its currency.", _money(lambda a, b: a <= b)),
    Operator("gt", "Is more than the amount, in its currency.", _money(lambda a, b: a > b)),
    Operator("gte", "Is at least the amount, in its currency.", _money(lambda a, b: a >= b)),
)


TEXT_OPERATORS = (_EQ, _NE, _IN, _NOT_IN, *ordering(text.clean), _STARTS_WITH)
_FOLDED = (
    Operator("eq_insensitive", "Is equal to the text, whatever case and accents.", _folded(lambda a, b: a == b)),
    Operator(
        "in_insensitive", "Is one of the texts, whatever case and accents.", _folded(_in, many=True), takes="list"
    ),
    Operator(
        "starts_with_insensitive",
        "Begins with the text, whatever case and accents.",
        _starting("_folded", _fold_prefix),
    ),
)
SEARCHABLE_TEXT_OPERATORS = (
    replace(_EQ, build=_both(_EQ.build, _FOLDED[0].build)),
    _NE,
    replace(_IN, build=_both(_IN.build, _FOLDED[1].build)),
    _NOT_IN,
    *ordering(text.clean),
    replace(_STARTS_WITH, build=_both(_STARTS_WITH.build, _FOLDED[2].build)),
    *_FOLDED,
)
