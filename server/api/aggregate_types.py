"""The types of aggregates: what many records amount to, as a whole and in groups.

Every connection, and every plain list by a field beside it, has an aggregate. Which attributes a function takes follows from the
operators of their scalars. It describes only: ``aggregates`` gives it meaning, ``measures`` makes SQL of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

import strawberry
from strawberry.types.base import get_object_definition

from server.api.inputs import Direction
from server.api.types import Described, Members, Types
from server.entities.declaration import Attribute, Entity, Relation, RelationKind, camel_case
from server.entities.record import Connection
from server.entities.scalars import FLOAT, INT, MONEY

LONGEST_GROUPS = 1_000
_NUMBERS = (INT.name, FLOAT.name, MONEY.name)
_ONE_CURRENCY = "Money is null unless all of it is in one currency: group by the currency, or filter."


@strawberry.enum(description="A span of the calendar that moments are gathered in, in the tenant's time zone.")
class Interval(Enum):
    """A span of the calendar that moments are gathered in, in the tenant's time zone."""

    HOUR = strawberry.enum_value("HOUR", description="From one full hour to the next.")
    DAY = strawberry.enum_value("DAY", description="From midnight to midnight.")
    WEEK = strawberry.enum_value("WEEK", description="From Monday to Sunday.")
    MONTH = strawberry.enum_value("MONTH", description="A month of the calendar.")
    QUARTER = strawberry.enum_value(
        "QUARTER", description="Three months, beginning with January, April, July or October."
    )
    YEAR = strawberry.enum_value("YEAR", description="A year of the calendar.")


@strawberry.enum(description="The place of a key among the keys that records are grouped by.")
class KeyPlace(Enum):
    """The place of a key among the keys that records are grouped by; there are no more keys than places."""

    FIRST = strawberry.enum_value(0, description="The first key in `by`.")
    SECOND = strawberry.enum_value(1, description="The second key in `by`.")
    THIRD = strawberry.enum_value(2, description="The third key in `by`.")
    FOURTH = strawberry.enum_value(3, description="The fourth key in `by`.")
    FIFTH = strawberry.enum_value(4, description="The fifth key in `by`.")


@strawberry.enum(description="What groups can be sorted by, beside their keys.")
class GroupMeasure(Enum):
    """What groups can be sorted by, beside their keys."""

    COUNT = strawberry.enum_value("count", description="How many records a group holds.")
    COUNT_DISTINCT = strawberry.enum_value("countDistinct", description="How many different values there are.")
    SUM = strawberry.enum_value(
        "sum", description="The sum of numbers; amounts of money in several currencies have none."
    )
    AVG = strawberry.enum_value(
        "avg", description="The mean of numbers; amounts of money in several currencies have none."
    )
    MIN = strawberry.enum_value("min", description="The least value; amounts of money in several currencies have none.")
    MAX = strawberry.enum_value(
        "max", description="The greatest value; amounts of money in several currencies have none."
    )


#: What annotations of the types made here may name.
NAMES: dict[str, type] = {cls.__name__: cls for cls in (GroupMeasure, Interval, KeyPlace)}


# What can be aggregated


def numbers(entity: Entity) -> tuple[Attribute, ...]:
    """Return the attributes that can be added up."""
    return tuple(attribute for attribute in entity.attributes.values() if attribute.scalar.name in _NUMBERS)


def ordered(entity: Entity) -> tuple[Attribute, ...]:
    """Return the attributes that have a least and a greatest value."""
    return tuple(attribute for attribute in entity.attributes.values() if _has(attribute, "lt"))


def distinguished(entity: Entity) -> tuple[Attribute | Relation, ...]:
    """Return the attributes and relations whose different values can be counted."""
    attributes = (attribute for attribute in entity.attributes.values() if _has(attribute, "eq"))
    return (*(attribute for attribute in attributes if attribute is not entity.id), *_to_one(entity))


def groupable(entity: Entity) -> tuple[Attribute, ...]:
    """Return the attributes that records can be grouped by; money by its currency."""
    alike = (attribute for attribute in entity.attributes.values() if _has(attribute, "eq"))
    return tuple(attribute for attribute in alike if attribute.scalar.name != FLOAT.name)


def _has(attribute: Attribute, operator: str) -> bool:
    return any(known.name == operator for known in attribute.scalar.operators)


def _to_one(entity: Entity) -> Iterable[Relation]:
    return (relation for relation in entity.relations.values() if relation.kind is RelationKind.ONE)


# Fields that lead to an aggregate


def add_connection(types: Types, entity: Entity) -> None:
    """Make the connection of an entity: what every connection has, and the aggregate."""
    aggregate = Described(f"{entity.name}Aggregate", "What the records of the whole list amount to, whatever the page.")
    fields = {"aggregate": types.field(aggregate, _narrowing(entity.name))}
    connection: Any = Connection
    description = f"One page of a list of {entity.plural_words}."
    types.object(f"{entity.name}Connection", description, fields, connection[entity.type])


def add_list_aggregate(types: Types, entity: Entity, relation: Relation) -> None:
    """Give an entity the aggregate of one of its plain lists, as a field beside the list."""
    told = Described(f"{relation.target}Aggregate", f"What {relation.graphql_name} amount to.")
    field = types.field(told, _narrowing(relation.target))
    field.python_name = f"{relation.name}_aggregate"
    field.graphql_name = camel_case(field.python_name)
    field.origin = entity.type
    get_object_definition(entity.type, strict=True).fields.append(field)


def _narrowing(target: str) -> Members:
    return {"where": Described(f"{target}Where | None", "Only records of the list that meet this condition, too.")}


# Types


def add_aggregate(types: Types, entity: Entity) -> None:
    """Make the aggregate of an entity with all that it is made of."""
    _add_values(types, entity)
    _add_grouping(types, entity)
    measures = {name: told for name, told in _measures(entity).items() if name == "count" or told.annotation in types}
    keys = Described(
        "list[str | None]",
        "The values of `by`, in its order: words, texts, ids, days or moments (of a span, the first); null where absent.",
    )
    grouped = Described(
        f"list[{entity.name}Group]", "The records in groups of equal keys; absent values are equal, too."
    )
    group = {"keys": keys, **measures}
    _add_object(types, f"{entity.name}Group", f"A group of {entity.plural_words} with equal keys.", group)
    description = f"What many {entity.plural_words} amount to; absent values are left out."
    fields = {name: types.field(told) for name, told in measures.items()}
    fields["groupBy"] = types.field(grouped, _group_arguments(entity))
    types.object(f"{entity.name}Aggregate", description, fields)


def _group_arguments(entity: Entity) -> Members:
    by, order = f"list[{entity.name}GroupKey]", f"list[{entity.name}GroupOrder] | None"
    return {
        "by": Described(by, "What the records of a group have in common; at most five keys."),
        "orderBy": Described(order, "How to sort the groups; the keys, ascending, decide between equals."),
        "first": Described("int", f"How many groups from the front (at most {LONGEST_GROUPS:,}).", LONGEST_GROUPS),
    }


def _measures(entity: Entity) -> Members:
    name = entity.name
    return {
        "count": Described("int", f"How many {entity.plural_words} there are."),
        "countDistinct": Described(f"{name}Distinct", "How many different values there are; absent ones do not count."),
        "sum": Described(f"{name}Numbers", "The sums; null where there are no values, or money in several currencies."),
        "avg": Described(f"{name}Numbers", "The means, money rounded to its currency's decimals; null like the sums."),
        "min": Described(f"{name}Extremes", "The least values, text by its code points; null like the sums."),
        "max": Described(f"{name}Extremes", "The greatest values, text by its code points; null like the sums."),
    }


def _add_values(types: Types, entity: Entity) -> None:
    distinct = {member.graphql_name: Described("int", member.description) for member in distinguished(entity)}
    sums = {number.graphql_name: Described(_summed(number), number.description) for number in numbers(entity)}
    ends = {end.graphql_name: Described(_output(types, end), end.description) for end in ordered(entity)}
    _add_object(
        types,
        f"{entity.name}Distinct",
        f"How many different values {entity.plural_words} have, by attribute and relation.",
        distinct,
    )
    _add_object(
        types,
        f"{entity.name}Numbers",
        f"Sums or means of what {entity.plural_words} have, by attribute. {_ONE_CURRENCY}",
        sums,
    )
    _add_object(
        types,
        f"{entity.name}Extremes",
        f"The least or greatest values that {entity.plural_words} have, by attribute. {_ONE_CURRENCY}",
        ends,
    )


def _add_object(types: Types, name: str, description: str, members: Members) -> None:
    if members:
        types.object(name, description, {member: types.field(told) for member, told in members.items()})


def _summed(attribute: Attribute) -> str:
    return "Money | None" if attribute.scalar is MONEY else "float | None"


def _output(types: Types, attribute: Attribute) -> str:
    python = attribute.scalar.python
    types.know(python.__name__, python)
    return f"{python.__name__} | None"


# Grouping


def _add_grouping(types: Types, entity: Entity) -> None:
    fields = f"{entity.name}GroupField"
    types.enum(fields, f"What {entity.plural_words} can be grouped by.", dict(map(_group_field, groupable(entity))))
    members = {
        "field": Described(f"{fields} | None", "Group by this; give exactly one of `field` and the relations."),
        "by": Described(
            "Interval | None", "Gather moments and days in these spans; goes with a `field` that holds such."
        ),
    }
    for relation in _to_one(entity):
        if relation.name in members:
            raise TypeError(f"{entity.name}.{relation.name}: this name means something else in {entity.name}GroupKey")
        told = f"Group by what is known of this: {relation.description}"
        members[relation.graphql_name] = Described(f"{relation.target}GroupKey | None", told)
    types.input(
        f"{entity.name}GroupKey",
        f"What {entity.plural_words} are grouped by: one of its own attributes, or a related record's.",
        members,
    )
    _add_group_order(types, entity)


def _group_field(attribute: Attribute) -> tuple[str, tuple[str, str]]:
    if attribute.scalar is MONEY:
        return f"{attribute.name}_currency".upper(), (attribute.name, f"The currency of this: {attribute.description}")
    return attribute.name.upper(), (attribute.name, attribute.description)


def _add_group_order(types: Types, entity: Entity) -> None:
    members = {
        "key": Described("KeyPlace | None", "Sort by this key; give exactly one of `key` and `measure`."),
        "measure": Described("GroupMeasure | None", "Sort by this number or value of each group."),
        "of": Described(
            f"{entity.name}OrderField | None", "The attribute that is measured; goes with any measure but COUNT."
        ),
        "direction": Described("Direction", "Which way; absent values come last either way.", Direction.ASC),
    }
    types.input(f"{entity.name}GroupOrder", f"What groups of {entity.plural_words} are sorted by.", members)
