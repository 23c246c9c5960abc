"""What an aggregate means: which measures, over which records, in which groups, and what that costs.

An aggregate is over the records of a list that also meet its own condition; the list's page plays no role. ``aggregate_types``
describes it to clients, ``measures`` makes SQL of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from server.api.aggregate_types import LONGEST_GROUPS, KeyPlace, distinguished, numbers, ordered
from server.api.plan import (
    EVERYTHING,
    Aggregate,
    Constant,
    GroupKey,
    GroupOrder,
    Groups,
    Keys,
    Measure,
    Measures,
    Predicate,
    all_of,
)
from server.api.selection import Given, Selected
from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, Question, Relation
from server.entities.scalars import DATE, DATETIME
from server.errors import BadUserInput, PathPart

if TYPE_CHECKING:
    from server.api.planning import Planner

#: For each time that it is read: an aggregate costs what a count does, groups one more, and a hundred groups a record.
_AGGREGATE_COST = 10
_GROUPS_COST = 10
_GROUPS_IN_A_RECORD = 100
#: For each record that a key reaches through.
_JOIN_COST = 5
_MOST_KEYS = len(KeyPlace)
_LONGEST_PATH = 4

#: What each function can be made of.
_MEASURED: Mapping[str, Callable[[Entity], tuple[Attribute | Relation, ...]]] = {
    "countDistinct": distinguished,
    "sum": numbers,
    "avg": numbers,
    "min": ordered,
    "max": ordered,
    "count": lambda _: (),
}

#: The list that each aggregate beside a plain list is of, by the names of the entity and of the field.
LIST_AGGREGATES: dict[tuple[str, str], Relation] = {
    (entity.name, f"{relation.graphql_name}Aggregate"): relation
    for entity in ENTITIES.values()
    for relation in entity.relations.values()
    if relation.listed
}


def plan_aggregate(
    planner: Planner, field: Selected, entity: Entity, relation: Relation | None, where: Predicate, times: int
) -> Aggregate:
    """Return the plan of an aggregate, read ``times`` times, of a list's records: those of ``relation`` that meet ``where``."""
    planner.admit(entity)
    planner.spend(_AGGREGATE_COST * times)
    own = planner.where(entity, field.arguments.get("where"), times)
    both = [condition for condition in (where, own) if condition != EVERYTHING]
    planner.count(field.children)
    parts = tuple(
        _groups(planner, entity, child, times) if child.name == "groupBy" else _part(planner, entity, child)
        for child in field.children
    )
    for attribute in _measured(parts):
        planner.pay_for_computing(attribute, times)
    return Aggregate(field.key, entity, relation, all_of(both), parts)


def _measured(parts: Iterable[object]) -> Iterator[Attribute]:
    """The attributes that the parts of an aggregate are made of."""
    for part in parts:
        if isinstance(part, Measure) and isinstance(part.member, Attribute):
            yield part.member
        elif isinstance(part, Measures):
            yield from _measured(part.parts)
        elif isinstance(part, Groups):
            yield from (key.attribute for key in part.by)
            yield from _measured([*part.parts, *(order.by for order in part.order)])


def _part(planner: Planner, entity: Entity, field: Selected) -> Constant | Measure | Measures:
    if field.name == "__typename":
        return Constant(field.key, field.type)
    if field.name == "count":
        return Measure(field.key, "count")
    planner.count(field.children)
    return Measures(field.key, tuple(_measure(planner, entity, field.name, child) for child in field.children))


def _measure(planner: Planner, entity: Entity, function: str, field: Selected) -> Constant | Measure:
    if field.name == "__typename":
        return Constant(field.key, field.type)
    parts = tuple((part.key, part.name) for part in field.children)
    member = planner.member(entity, field.name)
    assert not isinstance(member, Question)  # nothing is made of answers
    return Measure(field.key, function, member, parts)


# Groups


def _groups(planner: Planner, entity: Entity, field: Selected, times: int) -> Groups:
    first, given = field.arguments["first"], field.arguments["by"]
    if not 1 <= first.value <= LONGEST_GROUPS:
        raise BadUserInput(f"first is {first.value}; it must be from 1 to {LONGEST_GROUPS}", first.path)
    if not 1 <= len(given) <= _MOST_KEYS:
        raise BadUserInput(f"by holds {len(given)} keys; it must be from 1 to {_MOST_KEYS}", (*field.path, "by"))
    planner.spend(times * max(_GROUPS_COST, first.value // _GROUPS_IN_A_RECORD))
    planner.count(field.children)
    by = tuple(
        _group_key(planner, entity, key, (), (*field.path, "by", index), times) for index, key in enumerate(given)
    )
    order = _group_order(entity, field, len(by))
    parts = tuple(
        Keys(child.key) if child.name == "keys" else _part(planner, entity, child) for child in field.children
    )
    return Groups(field.key, by, order, first.value, parts)


def _group_key(
    planner: Planner,
    entity: Entity,
    given: Mapping[str, Any],
    path: tuple[Relation, ...],
    place: tuple[PathPart, ...],
    times: int,
) -> GroupKey:
    told = _present(given)
    interval = told.pop("by", None)
    if len(told) != 1:
        raise BadUserInput("a key is exactly one of `field` and the relations", place)
    ((name, value),) = told.items()
    if name == "field":
        return _field_key(entity.attributes[value.value.value], interval, path)
    if interval is not None:
        raise BadUserInput("`by` goes with the `field` that it cuts into spans", interval.path)
    if len(path) == _LONGEST_PATH:
        raise BadUserInput(f"a key leads through at most {_LONGEST_PATH} records", place)
    relation = planner.member(entity, name)
    assert isinstance(relation, Relation)
    target = ENTITIES[relation.target]
    planner.admit(target)
    planner.spend(_JOIN_COST * times)
    return _group_key(planner, target, value, (*path, relation), (*place, name), times)


def _field_key(attribute: Attribute, interval: Given | None, path: tuple[Relation, ...]) -> GroupKey:
    if interval is None:
        return GroupKey(path, attribute)
    span = interval.value.value
    if attribute.scalar not in (DATE, DATETIME):
        raise BadUserInput(
            f"{attribute.graphql_name} is no moment that {span} could gather; leave `by` out", interval.path
        )
    if attribute.scalar is DATE and span == "HOUR":
        raise BadUserInput(f"{attribute.graphql_name} is a date without an hour; gather by DAY or more", interval.path)
    return GroupKey(path, attribute, span.lower())


def _group_order(entity: Entity, field: Selected, keys: int) -> tuple[GroupOrder, ...]:
    """The order as given, closed by the keys, so that it is total."""
    given = field.arguments.get("orderBy")
    order = [] if given is None or isinstance(given, Given) else [_order_key(entity, key, field, keys) for key in given]
    named = [key.by for key in order]
    return (*order, *(GroupOrder(place, False) for place in range(keys) if place not in named))


def _order_key(entity: Entity, given: Mapping[str, Any], field: Selected, keys: int) -> GroupOrder:
    told = _present(given)
    descending = told["direction"].value.value == "DESC"
    if ("key" in told) is ("measure" in told):
        raise BadUserInput("sort groups by exactly one of `key` and `measure`", (*field.path, "orderBy"))
    if "measure" in told:
        return GroupOrder(_order_measure(entity, told["measure"], told.get("of")), descending)
    place: int = told["key"].value.value
    if place >= keys:
        raise BadUserInput(f"there is no {told['key'].value.name.lower()} key; `by` holds {keys}", told["key"].path)
    return GroupOrder(place, descending)


def _order_measure(entity: Entity, measure: Given, of: Given | None) -> Measure:
    name, function = measure.value.name, measure.value.value
    if of is None:
        if function != "count":
            raise BadUserInput(f"say in `of` which attribute {name} is made of", measure.path)
        return Measure("", function)
    attribute = entity.attributes[of.value.value]
    if attribute not in _MEASURED[function](entity):
        raise BadUserInput(
            f"{name} is not made of {attribute.graphql_name}; choose another attribute or measure", of.path
        )
    return Measure("", function, attribute)


def _present(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given and not null."""
    return {name: value for name, value in given.items() if not (isinstance(value, Given) and value.value is None)}
