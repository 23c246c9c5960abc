"""The timeline of a record: everything that has a moment, of whatever kind, in one list, newest first.

Each kind is read by its own index in the order of time, and no further than the page; the pages of all kinds are merged, and JSON
is made of the few records that are left. So a timeline costs what its page costs, however much there is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from strawberry.types.field import StrawberryField

from server.api import keyset, objects
from server.api.plan import EVERYTHING, PagePart, Predicate, Timeline, TimelineKind, all_of
from server.api.selection import Given, Read, Selected
from server.api.types import Described, Types
from server.database.tables import order_column
from server.entities import ENTITIES
from server.entities.declaration import Entity, Relation, RelationKind, camel_case
from server.entities.record import PageInfo

if TYPE_CHECKING:
    from server.api.compile import Compiler
    from server.api.planning import Planner

Expression: TypeAlias = sa.ColumnElement[Any]
_SIGNATURE = "timeline"


#: The kinds of records in the timeline of an entity, each with the relation that leads to them.
TIMELINES: dict[str, tuple[tuple[Entity, Relation], ...]] = {
    "Customer": tuple(
        (ENTITIES[relation.target], relation)
        for relation in ENTITIES["Customer"].relations.values()
        if relation.kind is RelationKind.MANY and relation.inverse == "customer" and ENTITIES[relation.target].timeline
    )
}


def kind_of(entity: Entity) -> str:
    """Return the name of the kind of an entity's records in a timeline."""
    return entity.table.upper()


# The schema


def timeline_field(types: Types, owner: Entity) -> StrawberryField:
    """Make the types of the timeline and return its field."""
    types.know("PageInfo", PageInfo)
    types.know("datetime", datetime)
    kinds = [entity for entity, _ in TIMELINES[owner.name]]
    values = {kind_of(entity): (entity.name, entity.description) for entity in kinds}
    types.enum("TimelineKind", "The kinds of records in a timeline.", values)
    moments = "When it happened, or was to happen: " + ", ".join(
        f"{camel_case(entity.timeline)} of {entity.plural_words}" for entity in kinds
    )
    item = {
        "kind": Described("TimelineKind", "The kind of record."),
        "at": Described("datetime", f"{moments}."),
        "record": Described(
            "Node", "The record itself; select of it by type, as in `... on Order { total { amount } }`."
        ),
    }
    edge = {
        "cursor": Described("str", "The item's place; pass it as `after`."),
        "node": Described("TimelineItem", "The item."),
    }
    page = {
        "edges": Described("list[TimelineEdge]", "The page's items, each with its cursor."),
        "nodes": Described("list[TimelineItem]", "The page's items."),
        "pageInfo": Described("PageInfo", "Where the page stands within the timeline."),
    }
    for name, told, members in (
        ("TimelineItem", "One thing that happened, with the record that tells of it.", item),
        ("TimelineEdge", "An item in its place within a timeline.", edge),
        ("TimelineConnection", "One page of a timeline.", page),
    ):
        types.object(name, told, {member: types.field(described) for member, described in members.items()})
    where = {"at": Described("DateTimeFilter | None", "Only what has its moment then.")}
    for entity in kinds:
        where[entity.singular] = Described(
            f"{entity.name}Where | None", f"Of the {entity.plural_words} only those that meet this condition."
        )
    types.input("TimelineWhere", "Which items are meant; a condition on one kind says nothing of the others.", where)
    field = types.field(
        Described(
            "TimelineConnection", "Everything that happened, or is to happen, newest first; only what has a moment."
        ),
        {
            "first": Described("int | None", "How many items (at most 100; 20 unless given)."),
            "after": Described("str | None", "Only items behind (older than) this cursor."),
            "kinds": Described("list[TimelineKind] | None", "Only these kinds; all unless given."),
            "where": Described("TimelineWhere | None", "Only items that meet this condition."),
        },
    )
    field.python_name = "timeline"
    return field


# Planning


def plan_timeline(planner: Planner, field: Selected, owner: Entity, times: int) -> Timeline:
    """Return the plan of a timeline; ``planner`` is the one of ``api/planning``."""
    limit = planner.page_size(field.arguments)
    relations = {entity.name: relation for entity, relation in TIMELINES[owner.name]}
    chosen = planner.chosen((entity for entity, _ in TIMELINES[owner.name]), field.arguments.get("kinds"))
    where = field.arguments.get("where")
    conditions = where if isinstance(where, dict) else {}
    planner.spend(times * len(chosen))
    kinds = tuple(
        TimelineKind(entity, relations[entity.name], _condition(planner, entity, conditions, times))
        for entity in chosen
    )
    after = field.arguments.get("after")
    return Timeline(
        field.key,
        kinds,
        limit,
        after if after is not None and after.value is not None else None,
        tuple(_part(planner, child, kinds, times * limit) for child in field.children),
    )


def _condition(planner: Planner, entity: Entity, where: dict[str, Any], times: int) -> Predicate:
    parts: list[Predicate] = []
    if isinstance(where.get("at"), dict):
        parts.append(planner.comparison(entity.attributes[entity.timeline], where["at"]))
    if entity.singular in where:
        parts.append(planner.where(entity, where[entity.singular], times))
    return all_of(parts)


def _part(planner: Planner, field: Selected, kinds: tuple[TimelineKind, ...], times: int) -> PagePart:
    if field.name == "__typename":
        return PagePart(field.key, field.name, parts=(PagePart(field.type, ""),))
    if field.name == "record":
        return planner.variants(field, (kind.entity for kind in kinds), times)
    parts = tuple(_part(planner, child, kinds, times) for child in field.children)
    return PagePart(field.key, field.name, parts=parts)


# The statement


def compile_timeline(compiler: Compiler, timeline: Timeline, outer: Any) -> Expression:
    """Return the timeline of the row ``outer`` as a JSON object; ``compiler`` is the one of ``api/compile``."""
    return _Timeline(compiler, timeline, outer).compile()


class _Timeline:
    def __init__(self, compiler: Compiler, timeline: Timeline, outer: Any) -> None:
        self._compiler = compiler
        self._timeline = timeline
        self._outer = outer
        self._found: Any = None

    def compile(self) -> Expression:
        arms = sa.union_all(*(self._arm(number, kind) for number, kind in enumerate(self._timeline.kinds)))
        every = arms.subquery(self._compiler.fresh_name())
        newest = (every.c.at.desc(), every.c.id.desc())
        rows = sa.select(sa.func.row_number().over(order_by=newest).label("_place"), every)
        rows = rows.order_by(*newest).limit(objects.number(self._timeline.limit + 1))
        self._found = rows.subquery(self._compiler.fresh_name())
        pairs = [(part.key, self._part(part)) for part in self._timeline.parts]
        # HAVING makes it one row, also when nothing that is selected happens to be an aggregate.
        select = sa.select(*objects.members(pairs)).select_from(self._found).having(sa.true())
        return objects.one(select, self._compiler.fresh_name())

    def _arm(self, number: int, kind: TimelineKind) -> Any:
        """The newest records of one kind."""
        table = self._compiler.table(kind.entity)
        at = _moment(kind.entity, table)
        conditions = [
            self._compiler.of_tenant(table),
            self._compiler.joined(kind.relation, table, self._outer),
            at.is_not(None),
        ]
        if self._timeline.after is not None:
            after = self._timeline.after
            bounds = [self._compiler.bind(column, _key_of(after, i)) for i, column in enumerate((at, table.c.id))]
            conditions.append(sa.tuple_(at, table.c.id) < sa.tuple_(*bounds))
        if kind.where != EVERYTHING:
            conditions.append(self._compiler.predicate(kind.where, table))
        rows = sa.select(objects.number(number).label("kind"), at.label("at"), table.c.id).where(*conditions)
        rows = rows.order_by(at.desc(), table.c.id.desc()).limit(objects.number(self._timeline.limit + 1))
        return sa.select(rows.correlate(self._outer).subquery(self._compiler.fresh_name()))

    def _part(self, part: PagePart) -> Expression:
        if part.name == "nodes":
            return self._gathered(objects.build([(field.key, self._item(field)) for field in part.parts]))
        if part.name == "edges":
            return self._gathered(objects.build([(field.key, self._edge(field)) for field in part.parts]))
        if part.name == "pageInfo":
            return objects.build([(field.key, self._info(field)) for field in part.parts])
        return objects.text(part.parts[0].key)

    def _edge(self, part: PagePart) -> Expression:
        if part.name == "node":
            return objects.build([(field.key, self._item(field)) for field in part.parts])
        return self._cursor() if part.name == "cursor" else objects.text(part.parts[0].key)

    def _item(self, part: PagePart) -> Expression:
        if part.name == "record":
            return self._by_kind(lambda entity: self._compiler.variant(part, entity, self._found))
        if part.name == "kind":
            return self._by_kind(_name)
        at: Expression = self._found.c.at
        return at if part.name == "at" else objects.text(part.parts[0].key)

    def _by_kind(self, make: Callable[[Entity], Expression]) -> Expression:
        kinds = enumerate(self._timeline.kinds)
        return sa.case(*((self._found.c.kind == objects.number(i), make(kind.entity)) for i, kind in kinds))

    def _gathered(self, element: Expression) -> Expression:
        gathered = sa.func.json_agg(aggregate_order_by(element, self._found.c._place))
        return sa.func.coalesce(gathered.filter(self._within()), objects.EMPTY_LIST)

    def _info(self, part: PagePart) -> Expression:
        if part.name == "hasNextPage":
            more: Expression = sa.func.count() > objects.number(self._timeline.limit)
            return more
        if part.name == "hasPreviousPage":
            return sa.literal_column("false" if self._timeline.after is None else "true", sa.Boolean)
        if part.name == "__typename":
            return objects.text(part.parts[0].key)
        place = self._found.c._place if part.name == "startCursor" else self._found.c._place.desc()
        cursors = sa.func.array_agg(aggregate_order_by(self._cursor(), place))
        within = sa.type_coerce(cursors.filter(self._within()), ARRAY(sa.Text))
        return within.self_group()[objects.number(1)]

    def _within(self) -> Expression:
        within: Expression = self._found.c._place <= objects.number(self._timeline.limit)
        return within

    def _cursor(self) -> Expression:
        return keyset.encode_cursor(_SIGNATURE, [self._found.c.at, self._found.c.id])


def _name(entity: Entity) -> Expression:
    return objects.text(kind_of(entity))


def _moment(entity: Entity, table: Any) -> Expression:
    column: Expression = table.c[order_column(entity.attributes[entity.timeline])]
    return column


def _key_of(given: Given, index: int) -> Read:
    return lambda variables: keyset.decode_cursor(_SIGNATURE, given, variables, _place)[index]


def _place(keys: list[Any]) -> tuple[datetime, UUID]:
    at, record_id = keys
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment.astimezone(UTC), UUID(str(record_id))
