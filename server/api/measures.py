"""An aggregate as SQL: the rows with just the columns that it takes, one pass over them for all measures, one for each grouping.

The columns are named in an inner select, so that what is computed is spelled once and grouped by its name. PostgreSQL makes one
level of both, unless something is computed: then the inner select stays by itself (OFFSET 0), and computes it once. Money is only
added up within one currency: whether there are several shows in the same pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from server.api import objects
from server.api.plan import Aggregate, Constant, GroupKey, Groups, Keys, Measure, Measures
from server.entities import ENTITIES
from server.entities.declaration import Attribute, Relation
from server.entities.operators import Columns
from server.entities.scalars import DATE, DATETIME, INT, MONEY

if TYPE_CHECKING:
    from server.api.compile import Compiler

Expression: TypeAlias = sa.ColumnElement[Any]
_FUNCTIONS: Mapping[str, Callable[[Expression], Expression]] = {
    "sum": sa.func.sum,
    "avg": sa.func.avg,
    "min": sa.func.min,
    "max": sa.func.max,
}


def compile_aggregate(compiler: Compiler, aggregate: Aggregate, outer: Any) -> Expression:
    """Return an aggregate as a JSON object, over the records that belong to the row ``outer``, if any."""
    return _Aggregate(compiler, aggregate, outer).compile()


class _Aggregate:
    """``compiler`` is the one of ``api/compile``."""

    def __init__(self, compiler: Compiler, aggregate: Aggregate, outer: Any) -> None:
        self._compiler = compiler
        self._aggregate = aggregate
        self._outer = outer

    def compile(self) -> Expression:
        parts = self._aggregate.parts
        measured = [part for part in parts if isinstance(part, (Measure, Measures))]
        rows = self._rows(_measures_in(measured), ()) if measured else None
        pairs = [(part.key, self._groups(part) if isinstance(part, Groups) else _part(part, rows)) for part in parts]
        if rows is None:
            return objects.build(pairs)
        # HAVING makes it one row, also when nothing that is selected happens to be an aggregate.
        whole = sa.select(*objects.members(pairs)).select_from(rows).having(sa.true())
        return objects.one(whole, self._compiler.fresh_name())

    def _groups(self, groups: Groups) -> Expression:
        sorted_by = [key.by for key in groups.order if isinstance(key.by, Measure)]
        rows = self._rows((*_measures_in(groups.parts), *sorted_by), groups.by)
        keys = [rows.c[_key_name(place)] for place in range(len(groups.by))]
        pairs = [
            (part.key, _texts(groups.by, keys) if isinstance(part, Keys) else _part(part, rows))
            for part in groups.parts
        ]
        select = sa.select(*objects.members(pairs)).select_from(rows).group_by(*keys)
        for order in groups.order:
            by = _sort_value(order.by, rows) if isinstance(order.by, Measure) else keys[order.by]
            select = select.order_by((by.desc() if order.descending else by.asc()).nulls_last())
        return objects.many(select.limit(objects.number(groups.limit)), self._compiler.fresh_name())

    # Rows

    def _rows(self, measures: Iterable[Measure], by: tuple[GroupKey, ...]) -> Any:
        """The records, with the columns of what is measured and of the keys."""
        table = self._compiler.table(self._aggregate.entity)
        joins = _Joins(self._compiler, table)
        columns: dict[str, Expression] = {}
        members = [measure.member for measure in measures]
        for member in members:
            columns |= self._taken(member, table)
        for place, key in enumerate(by):
            columns[_key_name(place)] = joins.key(key)
        taken = [column.label(name) for name, column in columns.items()] or [objects.number(1).label("one")]
        conditions = self._compiler.conditions(self._aggregate, table, self._outer)
        rows = sa.select(*taken).select_from(joins.joined).where(*conditions)
        if not all(
            member.stored for member in (*members, *(key.attribute for key in by)) if isinstance(member, Attribute)
        ):
            rows = rows.offset(objects.number(0))  # as one level, what is computed would be so wherever it is named
        return (rows if self._outer is None else rows.correlate(self._outer)).subquery(self._compiler.fresh_name())

    def _taken(self, member: Attribute | Relation | None, table: Any) -> dict[str, Expression]:
        if member is None:
            return {}
        if isinstance(member, Relation):
            return {member.column: table.c[member.column]}
        columns = _counted(self._compiler.columns(member, table))
        return {f"{member.name}{suffix}": column for suffix, column in columns.items()}


class _Joins:
    """The table of an aggregate with those that keys lead to, each joined once; a row stays one row."""

    def __init__(self, compiler: Compiler, table: Any) -> None:
        self._compiler = compiler
        self._reached: dict[tuple[str, ...], Any] = {(): table}
        self.joined = table

    def key(self, key: GroupKey) -> Expression:
        """Return the column that a key groups by."""
        if key.path and key.attribute is ENTITIES[key.path[-1].target].id:  # the row that points to it holds it
            column: Expression = self._reach(key.path[:-1]).c[key.path[-1].column]
            return column
        columns = self._compiler.columns(key.attribute, self._reach(key.path))
        if key.interval and key.attribute.scalar is DATETIME:
            return _span(key.interval, columns[""], self._compiler.time_zone())
        return _key_column(key, columns)

    def _reach(self, path: tuple[Relation, ...]) -> Any:
        names = tuple(relation.name for relation in path)
        if names not in self._reached:
            source = self._reach(path[:-1])
            target = self._compiler.table(ENTITIES[path[-1].target])
            on = sa.and_(self._compiler.of_tenant(target), target.c.id == source.c[path[-1].column])
            self.joined = self.joined.outerjoin(target, on)
            self._reached[names] = target
        return self._reached[names]


def _counted(columns: Columns) -> Columns:
    """The columns that make the value, without copies for searching."""
    return {"": columns[""]} if "" in columns else columns


# Keys


def _key_name(place: int) -> str:
    return f"_key{place}"


def _key_column(key: GroupKey, columns: Columns) -> Expression:
    if key.attribute.scalar is MONEY:
        return columns["_currency"]
    if "" not in columns:
        return key.attribute.scalar.output(columns)
    if not key.interval:
        return columns[""]
    day = sa.cast(columns[""], sa.DateTime())
    return sa.cast(sa.func.date_trunc(sa.literal_column(f"'{key.interval}'"), day), sa.Date())


def _span(interval: str, moment: Expression, zone: Expression) -> Expression:
    """The beginning of the span of the calendar, as people in the time zone have it, that a moment lies in."""
    span: Expression = sa.literal_column(f"'{interval}'")
    if interval == "hour":
        return sa.func.date_trunc(span, moment, zone, type_=sa.DateTime(timezone=True))
    return sa.cast(sa.func.date_trunc(span, sa.func.timezone(zone, moment)), sa.Date())


def _texts(by: tuple[GroupKey, ...], keys: list[Expression]) -> Expression:
    return sa.func.json_build_array(*(_text(key, column) for key, column in zip(by, keys, strict=True)))


def _text(key: GroupKey, column: Expression) -> Expression:
    scalar = key.attribute.scalar
    if scalar in (DATE, DATETIME):  # as JSON spells it, which is ISO 8601
        text: Expression = sa.func.to_json(column).op("#>>")(sa.literal_column("'{}'"))
        return text
    whole = scalar.output({"": column}) if "" in scalar.columns else column
    return sa.cast(whole, sa.Text())


# Measures


def _measures_in(parts: Iterable[object]) -> Iterator[Measure]:
    for part in parts:
        if isinstance(part, Measure):
            yield part
        elif isinstance(part, Measures):
            yield from _measures_in(part.parts)


def _part(part: Constant | Measure | Measures | Any, rows: Any) -> Expression:
    if isinstance(part, Constant):
        return objects.text(part.value)
    if isinstance(part, Measures):
        return objects.build([(inner.key, _part(inner, rows)) for inner in part.parts])
    return _value(part, rows)


def _value(measure: Measure, rows: Any) -> Expression:
    """A measure as it is answered."""
    if measure.function in ("count", "countDistinct"):
        return _count(measure, rows)
    assert isinstance(measure.member, Attribute)
    columns = _columns(measure.member, rows)
    if measure.member.scalar is MONEY:
        return _money(measure, measure.member, columns)
    made = _FUNCTIONS[measure.function](columns[""])
    exact = measure.function == "avg" and measure.member.scalar is INT
    return sa.cast(made, sa.Double()) if exact else made


def _count(measure: Measure, rows: Any) -> Expression:
    if measure.member is None:
        return sa.func.count()
    if isinstance(measure.member, Relation):
        return sa.func.count(rows.c[measure.member.column].distinct())
    first, *others = _columns(measure.member, rows).values()
    if not others:
        return sa.func.count(first.distinct())
    return sa.func.count(sa.tuple_(first, *others).distinct()).filter(first.is_not(None))


def _money(measure: Measure, attribute: Attribute, columns: Columns) -> Expression:
    minor = _minor(measure.function, columns)
    whole = {"_minor": minor, "_currency": sa.func.min(columns["_currency"])}
    made = {name: make(whole) for name, make in MONEY.parts.items()}
    made["__typename"] = objects.text(MONEY.name)
    held = _is_one_currency(columns)
    if not attribute.stored:  # what is computed may know the currency of no amount
        held = sa.and_(held, minor.is_not(None))
    return sa.case((held, objects.build([(key, made[name]) for key, name in measure.parts])))


def _minor(function: str, columns: Columns) -> Expression:
    made = _FUNCTIONS[function](columns["_minor"])
    return sa.func.round(made) if function == "avg" else made


def _is_one_currency(columns: Columns) -> Expression:
    return sa.func.min(columns["_currency"]) == sa.func.max(columns["_currency"])


def _sort_value(measure: Measure, rows: Any) -> Expression:
    """What groups are sorted by; for money, minor units."""
    if isinstance(measure.member, Attribute) and measure.member.scalar is MONEY and measure.function in _FUNCTIONS:
        columns = _columns(measure.member, rows)
        return sa.case((_is_one_currency(columns), _minor(measure.function, columns)))
    return _value(measure, rows)


def _columns(attribute: Attribute, rows: Any) -> Columns:
    """The columns of an attribute among those of the rows."""
    names = {suffix: f"{attribute.name}{suffix}" for suffix in attribute.scalar.columns}
    return _counted({suffix: rows.c[name] for suffix, name in names.items() if name in rows.c})
