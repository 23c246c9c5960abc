"""The inputs that follow from an entity: its filter, its order, references to it, and what may be written of it."""

from __future__ import annotations

from enum import Enum

import strawberry

from server.api.types import Described, Members, Types
from server.entities.declaration import Attribute, Entity, RelationKind, camel_case
from server.entities.scalars import MONEY, Scalar


@strawberry.enum(description="Which way a list is sorted.")
class Direction(Enum):
    """Which way a list is sorted."""

    ASC = strawberry.enum_value("ASC", description="The least, or earliest, first.")
    DESC = strawberry.enum_value("DESC", description="The greatest, or latest, first.")


@strawberry.enum(description="Where records without a value come in a sorted list.")
class Nulls(Enum):
    """Where records without a value come in a sorted list."""

    FIRST = strawberry.enum_value("FIRST", description="Before all others.")
    LAST = strawberry.enum_value("LAST", description="Behind all others.")


def add_inputs(types: Types, entity: Entity) -> None:
    """Make all inputs of an entity."""
    for attribute in entity.attributes.values():
        _add_filter(types, attribute.scalar)
    _add_conditions(types, entity)
    _add_order(types, entity)
    if not entity.managed:
        _add_references(types, entity)
        _add_writes(types, entity)


def listing(target: str) -> dict[str, Described]:
    """Return the arguments that every list of a type has."""
    return {
        "where": Described(f"{target}Where | None", "Only records that meet this condition."),
        "orderBy": Described(f"list[{target}Order] | None", "How to sort; the id decides between equals."),
    }


# Conditions and orders


def _add_filter(types: Types, scalar: Scalar) -> None:
    if scalar.filter_name in types:
        return
    name = _input_name(types, scalar)
    wrap = {"value": f"{name} | None", "list": f"list[{name}] | None", "flag": "bool | None"}
    members = {
        camel_case(operator.name): Described(wrap[operator.takes], operator.description)
        for operator in scalar.operators
    }
    types.input(
        scalar.filter_name, f"Conditions on a value of type {scalar.name}; all that are given must hold.", members
    )


def _input_name(types: Types, scalar: Scalar) -> str:
    """The name by which annotations mean the scalar, as an input."""
    if scalar.spelled:
        return scalar.spelled.removeprefix("strawberry.")
    name = {MONEY.name: "MoneyInput", "ID": "ID"}.get(scalar.name, str(scalar.python.__name__))
    types.know(name, scalar.python)
    return name


def _add_conditions(types: Types, entity: Entity) -> None:
    name, optional = f"{entity.name}Where", f"{entity.name}Where | None"
    members = {
        "and": Described(f"list[{name}] | None", "All of these hold; an empty list holds."),
        "or": Described(f"list[{name}] | None", "At least one of these holds; an empty list does not."),
        "not": Described(optional, "This does not hold. A comparison with an absent value does not hold."),
    }
    for attribute in entity.attributes.values():
        members[attribute.graphql_name] = Described(f"{attribute.scalar.filter_name} | None", attribute.description)
    for relation in entity.relations.values():
        kind = "Where" if relation.kind is RelationKind.ONE else "Related"
        members[relation.graphql_name] = Described(f"{relation.target}{kind} | None", relation.description)
    types.input(name, f"Which {entity.plural_words} are meant; all conditions given must hold.", members)
    quantifiers = {
        "some": Described(optional, "At least one related record meets the condition ({} means: there is one)."),
        "none": Described(optional, "No related record meets the condition ({} means: there are none)."),
        "every": Described(optional, "All related records meet the condition; also true when there are none."),
    }
    types.input(f"{entity.name}Related", f"What holds for the related {entity.plural_words}.", quantifiers)


def _add_order(types: Types, entity: Entity) -> None:
    sortable = [attribute for attribute in entity.attributes.values() if attribute.scalar.sortable]
    keys = f"{entity.name}OrderField"
    types.enum(
        keys,
        f"What {entity.plural_words} can be sorted by; searchable text regardless of case, money by minor units of any currency.",
        {attribute.name.upper(): (attribute.name, attribute.description) for attribute in sortable},
    )
    nulls = "Where absent values come; by default last when ascending, first when descending."
    members = {
        "field": Described(keys, "What to sort by."),
        "direction": Described("Direction", "Which way.", Direction.ASC),
        "nulls": Described("Nulls | None", nulls),
    }
    types.input(f"{entity.name}Order", f"One key by which {entity.plural_words} are sorted.", members)


# Writing


def _add_references(types: Types, entity: Entity) -> None:
    reference = {
        "id": Described("ID | None", "The id. Give exactly one of both."),
        "externalId": Described("str | None", "The external id. Give exactly one of both."),
    }
    types.input(f"{entity.name}Ref", f"Names one {entity.words}, by id or external id.", reference, one_of=True)
    refs = f"list[{entity.name}Ref] | None"
    links = {
        "set": Described(refs, "Link exactly these."),
        "add": Described(refs, "Link these, too."),
        "remove": Described(refs, "Unlink these."),
    }
    types.input(f"{entity.name}Links", f"Which {entity.plural_words} to link.", links)


def _add_writes(types: Types, entity: Entity) -> None:
    create = _writes(types, entity, required=True)
    types.input(f"{entity.name}Create", f"A new {entity.words}.", create)
    update = _writes(types, entity, required=False)
    types.input(
        f"{entity.name}Update", f"Changes to {entity.words_with_article}: what is left out stays, null clears.", update
    )
    key = Described("str", "The external id by which the record is found, or created.")
    told = entity.words_with_article.capitalize()
    description = f"{told} to create, or to change where the external id is known: what is left out stays."
    types.input(f"{entity.name}Upsert", description, {**create, "externalId": key})


def _writes(types: Types, entity: Entity, *, required: bool) -> Members:
    members = {}
    for attribute in entity.writable_attributes():
        name = _input_name(types, attribute.scalar)
        must = required and attribute.required
        members[attribute.graphql_name] = Described(name if must else f"{name} | None", _with_default(attribute))
    for relation in entity.writable_relations(RelationKind.ONE):
        must = required and not relation.optional
        annotation = f"{relation.target}Ref" if must else f"{relation.target}Ref | None"
        members[relation.graphql_name] = Described(annotation, relation.description)
    for relation in entity.writable_relations(RelationKind.LINK):
        members[relation.graphql_name] = Described(f"{relation.target}Links | None", relation.description)
    return members


def _with_default(attribute: Attribute) -> str:
    if attribute.default is None:
        return attribute.description
    default = attribute.default.name if isinstance(attribute.default, Enum) else attribute.default
    return f"{attribute.description} A new record has {default} unless told otherwise."
