"""The GraphQL schema, derived from the entities and the concerns' actions.

Entities are Strawberry types already; this adds what follows from them: the arguments of relations, filters, orders, inputs,
payloads, and the root types. It describes only: no resolver runs, because a query becomes one SQL statement.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import strawberry
from graphql import GraphQLSchema
from strawberry.annotation import StrawberryAnnotation
from strawberry.scalars import JSON
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField

from server.entities import ENTITIES
from server.entities.action import Action
from server.entities.declaration import Attribute, Entity, Relation, RelationKind, camel_case
from server.entities.money import MoneyInput
from server.entities.record import Connection, Node
from server.entities.scalars import MONEY, Scalar

_FIRST = "How many records from the front of the list (at most 100; 20 when neither first nor last is given)."
_PAGING = {
    "first": ("int | None", _FIRST),
    "after": ("str | None", "Only records behind this cursor."),
    "last": ("int | None", "How many records from the end of the list (at most 100)."),
    "before": ("str | None", "Only records ahead of this cursor."),
}


@strawberry.enum(description="Which way a list is sorted.")
class Direction(Enum):
    """Which way a list is sorted."""

    ASC = "ASC"
    DESC = "DESC"


@strawberry.enum(description="Where records without a value come in a sorted list.")
class Nulls(Enum):
    """Where records without a value come in a sorted list."""

    FIRST = "FIRST"
    LAST = "LAST"


@strawberry.enum(description="What becomes of a list of records when some of them are refused.")
class OnError(Enum):
    """What becomes of a list of records when some of them are refused."""

    ALL_OR_NOTHING = "ALL_OR_NOTHING"
    SKIP_FAILED = "SKIP_FAILED"


@strawberry.type(description="Why a change, or one record of it, was refused.")
class MutationError:
    """Why a change, or one record of it, was refused."""

    path: list[str] = strawberry.field(
        description='Where in the arguments the fault lies, such as ["inputs", "3", "email"].'
    )
    code: str = strawberry.field(description="For programs: BAD_USER_INPUT, NOT_FOUND or CONFLICT.")
    message: str = strawberry.field(description="For people: what is wrong, and what to do about it.")


@dataclass(frozen=True, slots=True)
class Verb:
    """One of the mutations derived for an entity."""

    name: str
    kind: str  # create, update, delete or upsert
    entity: Entity


@dataclass(frozen=True, slots=True)
class Api:
    """The schema and what its root fields mean."""

    schema: GraphQLSchema
    sdl: str
    verbs: Mapping[str, Verb]
    actions: Mapping[str, Action]


def build_api(actions: Iterable[Action] = ()) -> Api:
    """Build the schema from all entities and the given actions; call it once in a process."""
    types = _Types()
    entities = tuple(ENTITIES.values())
    for entity in entities:
        types.add_inputs_of(entity)
    for entity in entities:
        types.add_arguments_of(entity)
    verbs = {verb.name: verb for entity in entities if not entity.managed for verb in _verbs(entity)}
    named = {action.name: action for action in actions}
    query, mutation = types.query(entities), types.mutation(verbs.values(), named.values())
    schema = strawberry.Schema(query=query, mutation=mutation, types=[entity.type for entity in entities])
    return Api(schema._schema, f"{schema.as_str().strip()}\n", verbs, named)


def _verbs(entity: Entity) -> Iterable[Verb]:
    name, plural = entity.name, entity.plural[0].upper() + entity.plural[1:]
    yield Verb(f"create{name}", "create", entity)
    yield Verb(f"update{name}", "update", entity)
    yield Verb(f"delete{name}", "delete", entity)
    yield Verb(f"upsert{plural}", "upsert", entity)


_Fields = Mapping[str, tuple[str, str]]  # GraphQL name → annotation, description


class _Types:
    """Makes Strawberry types from descriptions; they may name each other in any order."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {entity.name: entity.type for entity in ENTITIES.values()}
        self._names |= {"Connection": Connection, "Node": Node, "MoneyInput": MoneyInput, "JSON": JSON}
        self._names |= {"MutationError": MutationError, "Direction": Direction, "Nulls": Nulls, "OnError": OnError}
        self._names |= {"ID": strawberry.ID}
        self._filters: set[str] = set()

    # Inputs

    def add_inputs_of(self, entity: Entity) -> None:
        """Make the filter, order, reference and write inputs of an entity."""
        for attribute in entity.attributes.values():
            self._add_filter(attribute.scalar)
        self._input(
            f"{entity.name}Where",
            f"Which {entity.plural} are meant; all conditions given must hold.",
            self._where(entity),
        )
        condition = f"{entity.name}Where | None"
        quantifiers = {
            "some": (condition, "At least one related record meets the condition ({} means: there is one)."),
            "none": (condition, "No related record meets the condition ({} means: there are none)."),
            "every": (condition, "All related records meet the condition; also true when there are none."),
        }
        self._input(f"{entity.name}Related", f"What holds for the related {entity.plural}.", quantifiers)
        self._add_order(entity)
        if not entity.managed:
            self._add_write_inputs(entity)

    def _where(self, entity: Entity) -> dict[str, tuple[str, str]]:
        name = f"{entity.name}Where"
        fields = {
            "and": (f"list[{name}] | None", "All of these hold; an empty list holds."),
            "or": (f"list[{name}] | None", "At least one of these holds; an empty list does not."),
            "not": (f"{name} | None", "This does not hold. A comparison with an absent value does not hold."),
        }
        for attribute in entity.attributes.values():
            if attribute.scalar.operators:
                fields[attribute.graphql_name] = (f"{attribute.scalar.filter_name} | None", attribute.description)
        for relation in entity.relations.values():
            kind = "Where" if relation.kind is RelationKind.ONE else "Related"
            fields[relation.graphql_name] = (f"{relation.target}{kind} | None", relation.description)
        return fields

    def _add_filter(self, scalar: Scalar) -> None:
        if scalar.filter_name in self._filters:
            return
        self._filters.add(scalar.filter_name)
        name = self._input_name(scalar)
        wrap = {"value": f"{name} | None", "list": f"list[{name}] | None", "flag": "bool | None"}
        fields = {
            camel_case(operator.name): (wrap[operator.takes], operator.description) for operator in scalar.operators
        }
        self._input(
            scalar.filter_name, f"Conditions on a value of type {scalar.name}; all that are given must hold.", fields
        )

    def _input_name(self, scalar: Scalar) -> str:
        """The name by which annotations mean the scalar, as an input."""
        if scalar is MONEY:
            return "MoneyInput"
        name = "ID" if scalar.name == "ID" else str(scalar.python.__name__)
        self._names.setdefault(name, scalar.python)
        return name

    def _add_order(self, entity: Entity) -> None:
        sortable = [attribute for attribute in entity.attributes.values() if attribute.scalar.name != "JSON"]
        keys = Enum(f"{entity.name}OrderField", {_upper(a.name): a.name for a in sortable})  # type: ignore[misc]
        description = (
            f"What {entity.plural} can be sorted by; text sorts without regard to case where it is searchable."
        )
        self._names[keys.__name__] = strawberry.enum(keys, description=description)
        fields = {
            "field": (keys.__name__, "What to sort by."),
            "direction": ("Direction", "Which way.", Direction.ASC),
            "nulls": (
                "Nulls | None",
                "Where absent values come; by default last when ascending, first when descending.",
            ),
        }
        self._input(f"{entity.name}Order", f"One key by which {entity.plural} are sorted.", fields)

    def _add_write_inputs(self, entity: Entity) -> None:
        either = "Give exactly one of both."
        reference = {
            "id": ("ID | None", f"The id. {either}"),
            "externalId": ("str | None", f"The external id. {either}"),
        }
        self._input(f"{entity.name}Ref", f"Names one {entity.singular}, by id or external id.", reference, one_of=True)
        for relation in entity.writable_relations(RelationKind.LINK):
            name = f"{relation.target}Links"
            refs = f"list[{relation.target}Ref] | None"
            changes = {
                "set": (refs, "Link exactly these."),
                "add": (refs, "Link these, too."),
                "remove": (refs, "Unlink these."),
            }
            if name not in self._names:
                self._input(name, f"Which {ENTITIES[relation.target].plural} to link.", changes)
        create = self._writes(entity, required=True)
        self._input(f"{entity.name}Create", f"A new {entity.singular}.", create)
        update = self._writes(entity, required=False)
        self._input(
            f"{entity.name}Update", f"Changes to a {entity.singular}: what is left out stays, null clears.", update
        )
        upsert = {**create, "externalId": ("str", "The external id by which the record is found, or created.")}
        description = (
            f"A {entity.singular} to create, or to change where the external id is known: what is left out stays."
        )
        self._input(f"{entity.name}Upsert", description, upsert)

    def _writes(self, entity: Entity, *, required: bool) -> dict[str, tuple[str, str]]:
        fields = {
            attribute.graphql_name: (
                self._input_name(attribute.scalar) + ("" if required and attribute.required else " | None"),
                _with_default(attribute),
            )
            for attribute in entity.writable_attributes()
        }
        for relation in entity.writable_relations(RelationKind.ONE):
            must = required and not relation.optional
            fields[relation.graphql_name] = (f"{relation.target}Ref{'' if must else ' | None'}", relation.description)
        for relation in entity.writable_relations(RelationKind.LINK):
            fields[relation.graphql_name] = (f"{relation.target}Links | None", relation.description)
        return fields

    # Arguments of relations

    def add_arguments_of(self, entity: Entity) -> None:
        """Give the relations of an entity the arguments of a list."""
        for field in get_object_definition(entity.type, strict=True).fields:
            relation = entity.relations.get(field.python_name)
            if relation is not None and relation.kind is not RelationKind.ONE:
                field.arguments = self._arguments(self._list_arguments(relation))

    def _list_arguments(self, relation: Relation) -> _Fields:
        listing = _listing(relation.target)
        return (
            {**listing, "first": ("int | None", "How many records at most (100).")}
            if relation.listed
            else {**listing, **_PAGING}
        )

    # Root types

    def query(self, entities: Iterable[Entity]) -> type:
        """Make the query type: one record, and a paged list, of every entity."""
        fields: dict[str, StrawberryField] = {
            "node": self._field(
                "Node | None", "The record with this id, of whatever type.", {"id": ("ID", "The record's id.")}
            )
        }
        for entity in entities:
            keys = {
                "id": ("ID | None", "The record's id. Give this or the external id."),
                "externalId": ("str | None", "The record's external id."),
            }
            fields[entity.singular] = self._field(f"{entity.name} | None", f"One {entity.singular}, or null.", keys)
            arguments = {**_listing(entity.name), **_PAGING}
            fields[entity.plural] = self._field(
                f"Connection[{entity.name}]", f"The tenant's {entity.plural}.", arguments
            )
        return self._object(
            "Query", "What can be asked for. A query is answered from one moment's state of the data.", fields
        )

    def mutation(self, verbs: Iterable[Verb], actions: Iterable[Action]) -> type:
        """Make the mutation type: create, update, delete and upsert of every entity, and the actions."""
        fields: dict[str, StrawberryField] = {}
        for verb in verbs:
            payload = self._payload(verb)
            fields[verb.name] = self._field(
                payload, _VERBS[verb.kind].description(verb.entity), _VERBS[verb.kind].arguments(verb.entity)
            )
        for action in actions:
            payload = self._record_payload(ENTITIES[action.entity])
            arguments = {camel_case(name): (a.annotation, a.description) for name, a in action.arguments.items()}
            fields[action.name] = self._field(f"{payload} | None", action.description, arguments)
        return self._object(
            "Mutation", "What can be changed. Mutations run in order, each in its own transaction.", fields
        )

    def _payload(self, verb: Verb) -> str:
        if verb.kind == "delete":
            name = f"{verb.entity.name}Deleted"
            fields = {"id": self._field("ID | None", "The id of the record, if it was deleted.")}
        elif verb.kind == "upsert":
            name = f"{verb.entity.name}ListPayload"
            fields = {
                verb.entity.plural: self._field(
                    f"list[{verb.entity.name}]", "The records as they are now, in the order given."
                ),
                "created": self._field("int", "How many records are new."),
                "updated": self._field("int", "How many records were there before."),
            }
        else:
            return self._record_payload(verb.entity)
        return self._object_once(name, f"What became of the {verb.entity.plural}.", fields)

    def _record_payload(self, entity: Entity) -> str:
        fields = {
            entity.singular: self._field(f"{entity.name} | None", "The record as it is now; null when it was refused.")
        }
        return self._object_once(f"{entity.name}Payload", f"What became of the {entity.singular}.", fields)

    def _object_once(self, name: str, description: str, fields: dict[str, StrawberryField]) -> str:
        if name not in self._names:
            fields["errors"] = self._field("list[MutationError]", "Why it was refused; empty when all went well.")
            self._object(name, description, fields)
        return name

    # Making Strawberry types

    def _input(
        self, name: str, description: str, fields: Mapping[str, tuple[Any, ...]], *, one_of: bool = False
    ) -> None:
        made: dict[str, StrawberryField] = {}
        for graphql_name, (annotation, text, *default) in fields.items():
            value = (
                default[0]
                if default
                else strawberry.UNSET
                if annotation.endswith("| None")
                else inspect.Parameter.empty
            )
            options = {} if value is inspect.Parameter.empty else {"default": value}
            made[graphql_name] = strawberry.field(name=graphql_name, description=text, **options)
            made[graphql_name].type_annotation = StrawberryAnnotation(annotation, namespace=self._names)
        cls = self._class(
            name, made, lambda plain: strawberry.input(plain, name=name, description=description, one_of=one_of)
        )
        self._names[name] = cls

    def _object(self, name: str, description: str, fields: dict[str, StrawberryField]) -> type:
        for graphql_name, field in fields.items():
            field.graphql_name = graphql_name
        cls = self._class(name, fields, lambda plain: strawberry.type(plain, name=name, description=description))
        self._names[name] = cls
        return cls

    def _class(self, name: str, fields: dict[str, StrawberryField], decorate: Callable[[type], type]) -> type:
        # A GraphQL name such as `in` or `not` is a keyword in Python, hence the underscore.
        members: dict[str, Any] = {f"{field}_": made for field, made in fields.items()}
        sources = {
            f"{field}_": made.type_annotation.raw_annotation for field, made in fields.items() if made.type_annotation
        }
        cls = decorate(type(name, (), {**members, "__annotations__": dict(sources), "__module__": __name__}))
        for made in get_object_definition(cls, strict=True).fields:
            # Strawberry has tried to resolve the annotation in this module; the names that it needs are ours.
            made.type_annotation = StrawberryAnnotation(sources[made.python_name], namespace=self._names)
        return cls

    def _field(self, annotation: str, description: str, arguments: _Fields | None = None) -> StrawberryField:
        field: StrawberryField = strawberry.field(description=description)
        field.type_annotation = StrawberryAnnotation(annotation, namespace=self._names)
        field.arguments = self._arguments(arguments or {})
        return field

    def _arguments(self, arguments: Mapping[str, tuple[Any, ...]]) -> list[StrawberryArgument]:
        return [
            StrawberryArgument(
                python_name=name,
                graphql_name=name,
                type_annotation=StrawberryAnnotation(annotation, namespace=self._names),
                description=description,
                default=default[0]
                if default
                else strawberry.UNSET
                if annotation.endswith("| None")
                else inspect.Parameter.empty,
            )
            for name, (annotation, description, *default) in arguments.items()
        ]


def _listing(target: str) -> dict[str, tuple[str, str]]:
    return {
        "where": (f"{target}Where | None", "Only records that meet this condition."),
        "orderBy": (f"list[{target}Order] | None", "How to sort; the id decides between equals."),
    }


def _with_default(attribute: Attribute) -> str:
    if attribute.default is None:
        return attribute.description
    default = attribute.default.name if isinstance(attribute.default, Enum) else attribute.default
    return f"{attribute.description} A new record has {default} unless told otherwise."


def _upper(name: str) -> str:
    return name.upper()


@dataclass(frozen=True, slots=True)
class _VerbShape:
    description: Callable[[Entity], str]
    arguments: Callable[[Entity], Mapping[str, tuple[Any, ...]]]


_VERSION = "The version that you saw; refused with CONFLICT when the record has changed since."
_VERBS = {
    "create": _VerbShape(
        lambda entity: f"Create a {entity.singular}.",
        lambda entity: {"input": (f"{entity.name}Create", "The new record.")},
    ),
    "update": _VerbShape(
        lambda entity: f"Change a {entity.singular}, provided nobody else has meanwhile.",
        lambda entity: {
            "id": ("ID", "The record's id."),
            "version": ("int", _VERSION),
            "input": (f"{entity.name}Update", "What to change."),
        },
    ),
    "delete": _VerbShape(
        lambda entity: f"Delete a {entity.singular}.",
        lambda entity: {"id": ("ID", "The record's id."), "version": ("int | None", _VERSION)},
    ),
    "upsert": _VerbShape(
        lambda entity: f"Create or change up to 1,000 {entity.plural} by external id.",
        lambda entity: {
            "inputs": (f"list[{entity.name}Upsert]", "The records."),
            "onError": ("OnError", "What becomes of the list when some records are refused.", OnError.ALL_OR_NOTHING),
        },
    ),
}
