"""A plan as one SQL statement whose rows are the response.

Filters, order and limit stand in the innermost select; JSON is built around the few rows that are left. Every reference to a
table carries its own ``tenant_id = $1``: row-level security is the safety net, this is what the planner uses and what a
distributed database routes by. Values are parameters, page sizes are not, so equal shapes give equal text and PostgreSQL may keep
its plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import count
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from server.api import keyset, objects
from server.api.lists import compile_page
from server.api.measures import compile_aggregate
from server.api.plan import (
    EVERYTHING,
    Aggregate,
    All,
    AnyOf,
    Asked,
    Compare,
    Constant,
    Field,
    Not,
    Page,
    PagePart,
    Predicate,
    Record,
    Related,
    Root,
    Search,
    Timeline,
    Value,
)
from server.api.search import compile_search
from server.api.selection import Given, Read, Variables
from server.api.timeline import compile_timeline
from server.database.tables import LINK_TABLES, TABLES, TENANT_SETTING, columns_of, link_column
from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, Relation, RelationKind
from server.entities.scalars import TEXT
from server.entities.text import clean
from server.errors import BadUserInput

Expression: TypeAlias = sa.ColumnElement[Any]
_DIALECT = dialect()  # type: ignore[no-untyped-call]
_LONGEST_LIST = 5_000
_IDS = "ids"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL text with the way to its parameters; one column for each root field, each a JSON text."""

    sql: str
    reads: tuple[Callable[[UUID, Variables, Any], Any], ...]
    #: Whether one plan serves all values, so that planning for each anew would be time lost.
    generic: bool = False

    def parameters(self, tenant_id: UUID, variables: Variables, ids: Any = None) -> list[Any]:
        """Return the parameters for these variables; raise ``BadUserInput`` for a value that makes no sense."""
        return [read(tenant_id, variables, ids) for read in self.reads]


def compile_query(roots: tuple[Root, ...]) -> Statement:
    """Return the statement that answers all root fields from one snapshot."""
    compiler = Compiler()
    columns = [compiler.root(root).label(f"f{index}") for index, root in enumerate(roots)]
    statement = compiler.statement(sa.select(*columns))
    return replace(statement, generic=all(isinstance(root, Search) for root in roots))


def compile_records(record: Record) -> Statement:
    """Return the statement that reads the records whose ids are given at run time, as a JSON list in that order."""
    compiler = Compiler()
    return compiler.statement(sa.select(compiler.records(record).label("f0")))


def compile_changed(entity: Entity, where: Predicate, records: tuple[Record, ...]) -> Statement:
    """Return the statement that reads those of the records with ids given at run time that meet a condition.

    Its row holds lists in the order of the ids given: the records' ids, and for each of ``records`` their JSON texts.
    """
    compiler = Compiler()
    return compiler.statement(compiler.changed(entity, where, records))


class Compiler:
    """One statement in the making: it names tables and parameters, and knows how each part of a plan is said in SQL."""

    def __init__(self) -> None:
        self._numbers = count()
        self._reads: dict[str, Callable[[UUID, Variables, Any], Any]] = {"tenant": lambda tenant_id, _, __: tenant_id}
        self.tenant = sa.bindparam("tenant", type_=sa.Uuid())

    def statement(self, select: sa.Select[Any]) -> Statement:
        """Return the text of ``select`` with the way to its parameters."""
        compiled = select.compile(dialect=_DIALECT)
        names = compiled.positiontup or []
        reads = (self._reads.get(name) or _constant(compiled.params[name]) for name in dict.fromkeys(names))
        return Statement(str(compiled), tuple(reads))

    # Root fields

    def root(self, root: Root) -> Expression:
        """Return a root field as an expression."""
        if isinstance(root, Page):
            return compile_page(self, root, None)
        if isinstance(root, Search):
            return compile_search(self, root)
        table = self.table(root.record.entity)
        where = self._compare(Compare(root.attribute, root.attribute.scalar.operators[0], root.given), table)
        return self.one_record(root.record, table, [self.of_tenant(table), where], None)

    def records(self, record: Record) -> Expression:
        """Return the list of the records whose ids are given at run time."""
        table = self.table(record.entity)
        ids = sa.bindparam(_IDS, type_=ARRAY(sa.Uuid()))
        self._reads[_IDS] = lambda _, __, ids: ids
        rows = (
            sa.select(*self.pairs(record, table))
            .where(self.of_tenant(table), table.c.id == sa.any_(ids))
            .order_by(sa.func.array_position(ids, table.c.id))
        )
        return objects.many(rows, self.fresh_name())

    def changed(self, entity: Entity, where: Predicate, records: tuple[Record, ...]) -> Any:
        """Return those of the records with the ids given at run time that meet ``where``."""
        table = self.table(entity)
        ids = sa.bindparam(_IDS, type_=ARRAY(sa.Uuid()))
        self._reads[_IDS] = lambda _, __, ids: ids
        texts = (sa.cast(self.inline(record, table), sa.Text) for record in records)
        place = sa.func.array_position(ids, table.c.id)
        lists = (sa.func.array_agg(aggregate_order_by(column, place)) for column in (table.c.id, *texts))
        rows: Any = sa.select(*(one.label(f"f{index}") for index, one in enumerate(lists))).select_from(table)
        return rows.where(self.of_tenant(table), table.c.id == sa.any_(ids), self.predicate(where, table))

    # Records

    def one_record(self, record: Record, table: Any, conditions: list[Any], outer: Any) -> Expression:
        """One record as a JSON object, or null when there is none."""
        return objects.one(
            objects.inside(sa.select(*self.pairs(record, table)).where(*conditions), outer), self.fresh_name()
        )

    def variant(self, part: PagePart, entity: Entity, found: Any) -> Expression:
        """Return the record of ``entity`` whose id stands in a row of ``found``, a list of records of several kinds."""
        table = self.table(entity)
        conditions = [self.of_tenant(table), table.c.id == found.c.id]
        return self.one_record(part.variants[entity.name], table, conditions, found)

    def inline(self, record: Record, row: Any) -> Expression:
        """Return a record as a JSON object, from a row that is at hand."""
        return objects.one(sa.select(*self.pairs(record, row)).correlate(row), self.fresh_name())

    def pairs(self, record: Record, table: Any) -> list[Any]:
        """Return what is selected of a record, as the columns of a row that becomes an object."""
        return objects.members([(field.key, self._field(field, table)) for field in record.fields])

    def _field(self, field: Field, table: Any) -> Expression:
        if isinstance(field, Constant):
            return objects.text(field.value)
        if isinstance(field, Value):
            return self._value(field, table)
        if isinstance(field, Page):
            return compile_page(self, field, table)
        if isinstance(field, Asked):
            return self._asked(field, table)
        if isinstance(field, Aggregate):
            return compile_aggregate(self, field, table)
        if isinstance(field, Timeline):
            return compile_timeline(self, field, table)
        target = self.table(field.record.entity)
        conditions = [self.of_tenant(target), target.c.id == table.c[field.relation.column]]
        return self.one_record(field.record, target, conditions, table)

    def _value(self, field: Value, table: Any) -> Expression:
        scalar = field.attribute.scalar
        columns = self.columns(field.attribute, table)
        if not scalar.parts:
            return scalar.output(columns)
        made = {name: make(columns) for name, make in scalar.parts.items()}
        made["__typename"] = objects.text(scalar.name)
        pairs = [part for key, name in field.parts for part in (objects.text(key), made[name])]
        made_whole = sa.func.json_build_object(*pairs)
        if not field.attribute.optional:
            return made_whole
        return sa.case((next(iter(columns.values())).is_not(None), made_whole))

    def _asked(self, asked: Asked, table: Any) -> Expression:
        """The answer to a question, from one row that holds it, so that what its fields share is computed once."""
        given = {name: self.bind(sa.literal("", TEXT), _text_of(value)) for name, value in asked.given.items()}
        answer = asked.question.answer(_Row(self, table), given)
        named = {name: expression.label(name) for name, expression in answer.items()}
        found = sa.select(*named.values()).correlate(table).subquery(self.fresh_name())
        pairs = [
            (key, objects.text(asked.type) if name == "__typename" else found.c[name]) for key, name in asked.parts
        ]
        return objects.one(sa.select(*objects.members(pairs)).select_from(found), self.fresh_name())

    # Lists

    def conditions(self, page: Page | Aggregate, table: Any, outer: Any) -> list[Any]:
        """Return the conditions by which records of ``table`` belong to a list, page bounds apart."""
        conditions = [self.of_tenant(table)]
        if page.relation is not None:
            conditions.append(self.joined(page.relation, table, outer))
        if page.where != EVERYTHING:
            conditions.append(self.predicate(page.where, table))
        return conditions

    def joined(self, relation: Relation, table: Any, outer: Any) -> Any:
        """That ``table`` is related to ``outer``."""
        if relation.kind is RelationKind.ONE:
            return table.c.id == outer.c[relation.column]
        if relation.kind is RelationKind.MANY:
            return table.c[ENTITIES[relation.target].pointer(relation.inverse)] == outer.c.id
        link = LINK_TABLES[relation.link].alias(self.fresh_name())
        target = ENTITIES[relation.target]
        (source,) = (column for column in link.c if column.name not in ("tenant_id", link_column(target)))
        linked = (
            sa.select(link.c[link_column(target)]).where(self.of_tenant(link), source == outer.c.id).correlate(outer)
        )
        return table.c.id.in_(linked)

    # Conditions

    def predicate(self, predicate: Predicate, table: Any) -> Any:
        """Return the condition that ``predicate`` holds for a row of ``table``."""
        if isinstance(predicate, All):
            return sa.and_(sa.true(), *(self.predicate(part, table) for part in predicate.parts))
        if isinstance(predicate, AnyOf):
            return sa.or_(sa.false(), *(self.predicate(part, table) for part in predicate.parts))
        if isinstance(predicate, Not):
            return self._complement(predicate.part, table)
        if isinstance(predicate, Compare):
            return self._compare(predicate, table)
        return self._related(predicate, table)

    def _complement(self, predicate: Predicate, table: Any) -> Any:
        holds = self.predicate(predicate, table)
        # An EXISTS is never null; negated plainly, it becomes an anti-join instead of being planned twice.
        return sa.not_(holds) if isinstance(predicate, Related) else holds.is_not(sa.true())

    def _related(self, related: Related, table: Any) -> Any:
        target = self.table(ENTITIES[related.relation.target])
        conditions = [self.of_tenant(target), self.joined(related.relation, target, table)]
        if related.quantifier == "every":
            conditions.append(self._complement(related.part, target))
        elif related.part != EVERYTHING:
            conditions.append(self.predicate(related.part, target))
        rows: Any = sa.select(sa.literal_column("1")).select_from(target).where(*conditions).correlate(table)
        return rows.exists() if related.quantifier == "some" else sa.not_(rows.exists())

    def _compare(self, compare: Compare, table: Any) -> Any:
        columns = self.columns(compare.attribute, table)
        if compare.operator.takes == "flag":
            return compare.operator.build(columns, compare.given.value)
        given = compare.given

        def bind(column: Expression, encode: Callable[[Any], Any], many: bool = False) -> Any:
            return self.bind(column, _encoded(given, encode, many), many)

        return compare.operator.build(columns, bind)

    # Parts of SQL

    def columns(self, attribute: Attribute, table: Any) -> Mapping[str, Expression]:
        """The columns of an attribute in a row of ``table``, computed if need be."""
        if attribute.expression is not None:
            return attribute.expression(_Row(self, table))
        return {suffix: table.c[name] for suffix, name in columns_of(attribute).items()}

    def keys(self, table: Any) -> keyset.Column:
        """Return the way to the columns that sort the rows of ``table``."""
        return lambda key: self.columns(key.attribute, table)[key.attribute.scalar.order]

    def bind(self, column: Expression, read: Read, many: bool = False) -> Any:
        """Return a new parameter typed like ``column`` (an array of it if ``many``), whose value ``read`` finds."""
        name = f"p{len(self._reads)}"
        self._reads[name] = lambda _, variables, __: read(variables)
        return sa.bindparam(name, type_=ARRAY(column.type) if many else column.type)

    def table(self, entity: Entity) -> Any:
        """Return the table of an entity under a name of its own; whoever reads it adds ``of_tenant``."""
        return TABLES[entity.name].alias(self.fresh_name())

    def fresh_name(self) -> str:
        """Return a name that nothing in the statement has yet."""
        # No GraphQL name holds a $: row_to_json(t1) would mean a response key t1 rather than the row.
        return f"t${next(self._numbers)}"

    def time_zone(self) -> Expression:
        """Return the name of the tenant's time zone, looked up once in a statement."""
        setting = TENANT_SETTING.alias(self.fresh_name())
        chosen = sa.select(setting.c.time_zone).where(self.of_tenant(setting)).scalar_subquery()
        return sa.func.coalesce(chosen, sa.literal_column("'UTC'"))

    def of_tenant(self, table: Any) -> Any:
        """Return the condition that a row of ``table`` is the tenant's."""
        return table.c.tenant_id == self.tenant


class _Row:
    """The row that a computed attribute or a question is computed for; see ``entities/expressions``."""

    def __init__(self, compiler: Compiler, row: Any) -> None:
        self._compiler = compiler
        self.c = row.c

    def table(self, entity: str) -> Any:
        return self._compiler.table(ENTITIES[entity])

    def select(self, expression: Any, tables: Any, *conditions: Any) -> sa.Select[Any]:
        own = tables if isinstance(tables, tuple) else (tables,)
        of_tenant = [self._compiler.of_tenant(table) for table in own]
        return sa.select(expression).select_from(*own).where(*of_tenant, *conditions).correlate_except(*own)


def _constant(value: Any) -> Callable[[UUID, Variables, Any], Any]:
    """A value that a declaration's own expression compares with."""
    return lambda _, __, ___: value


def _text_of(given: Given) -> Read:
    """An argument of a question as text: the name of a choice, or the text itself as it would be kept."""

    def read(variables: Variables) -> Any:
        value = given.read(variables)
        try:
            return value.name if isinstance(value, Enum) else clean(value)
        except ValueError as error:
            raise BadUserInput(f"{given.path[-1]} {error}", given.path) from None

    return read


def _encoded(given: Given, encode: Callable[[Any], Any], many: bool) -> Read:
    def read(variables: Variables) -> Any:
        value = given.read(variables)
        if many and len(value) > _LONGEST_LIST:
            message = f"{given.path[-1]} holds {len(value)} values; at most {_LONGEST_LIST} are allowed"
            raise BadUserInput(message, given.path)
        try:
            return [encode(item) for item in value] if many else encode(value)
        except ValueError as error:
            raise BadUserInput(f"{given.path[-1]}: {error}", given.path) from None

    return read
