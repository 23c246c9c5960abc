"""The GraphQL schema, derived from the entities and the concerns' actions.

Entities are Strawberry types already; this adds what follows from them: the arguments of relations, inputs, payloads, and the root
types. It describes only: no resolver runs, because a query becomes one SQL statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

import strawberry
from graphql import GraphQLSchema, is_input_object_type
from strawberry.scalars import JSON
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField

from server.api.aggregate_types import NAMES, add_aggregate, add_connection, add_list_aggregate
from server.api.inputs import Direction, Nulls, add_inputs, listing
from server.api.search import search_field
from server.api.subscribe import subscription_type
from server.api.timeline import TIMELINES, timeline_field
from server.api.types import Described, Members, Types
from server.entities import ENTITIES
from server.entities.action import Action
from server.entities.declaration import Entity, Relation, RelationKind, camel_case
from server.entities.money import MoneyInput
from server.entities.record import Connection, Node

_PAGING = {
    "first": Described(
        "int | None", "How many records from the front of the list (at most 100; 20 unless first or last is given)."
    ),
    "after": Described("str | None", "Only records behind this cursor."),
    "last": Described("int | None", "How many records from the end of the list (at most 100)."),
    "before": Described("str | None", "Only records ahead of this cursor."),
}


@strawberry.enum(description="What becomes of a list of records when some of them are refused.")
class OnError(Enum):
    """What becomes of a list of records when some of them are refused."""

    ALL_OR_NOTHING = strawberry.enum_value("ALL_OR_NOTHING", description="Nothing is written when one is refused.")
    SKIP_FAILED = strawberry.enum_value("SKIP_FAILED", description="Those that are refused are left out.")


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
    entities = tuple(ENTITIES.values())
    types = Types(
        {entity.name: entity.type for entity in entities}
        | {cls.__name__: cls for cls in (Connection, Node, MoneyInput, MutationError, Direction, Nulls, OnError)}
        | {"ID": strawberry.ID, "JSON": JSON}
        | NAMES
    )
    for entity in entities:
        add_inputs(types, entity)
        add_aggregate(types, entity)
        add_connection(types, entity)
    for entity in entities:
        _add_arguments(types, entity)
    verbs = {verb.name: verb for entity in entities if not entity.managed for verb in _verbs(entity)}
    named = {action.name: action for action in actions}
    query, mutation = _query(types, entities), _mutation(types, verbs.values(), named.values())
    subscription = subscription_type(types, entities)
    schema = strawberry.Schema(query, mutation, subscription, types=[entity.type for entity in entities])
    for name, made in schema._schema.type_map.items():
        if name.endswith("Ref") and is_input_object_type(made):
            made.is_one_of = (
                True  # Strawberry prints the directive, but leaves the check to an executor that is not used here
            )
    return Api(schema._schema, f"{schema.as_str().strip()}\n", verbs, named)


def _verbs(entity: Entity) -> Iterable[Verb]:
    plural = entity.plural[0].upper() + entity.plural[1:]
    for kind in _VERBS:
        if entity.ledger and kind in ("update", "delete"):
            continue
        yield Verb(f"{kind}{plural if kind == 'upsert' else entity.name}", kind, entity)


# Queries


def _add_arguments(types: Types, entity: Entity) -> None:
    """Give the relations of an entity the arguments of a list, and its questions theirs."""
    definition = get_object_definition(entity.type, strict=True)
    if entity.name in TIMELINES:
        definition.fields.append(timeline_field(types, entity))
    for field in definition.fields:
        question = entity.questions.get(field.python_name)
        if question is not None:
            field.arguments = types.arguments(
                {camel_case(name): Described(a.annotation, a.description) for name, a in question.arguments.items()}
            )
        relation = entity.relations.get(field.python_name)
        if relation is not None and relation.kind is not RelationKind.ONE:
            field.arguments = types.arguments(_list_arguments(relation))
            if not relation.listed:
                field.type_annotation = types.annotation(f"{relation.target}Connection")
    for relation in entity.relations.values():
        if relation.listed:
            add_list_aggregate(types, entity, relation)


def _list_arguments(relation: Relation) -> Members:
    if relation.listed:
        return {**listing(relation.target), "first": Described("int | None", "How many records at most (100).")}
    if not relation.longest_page:
        return {**listing(relation.target), **_PAGING}
    more = f"How many records from the front of the list (at most {relation.longest_page}; 20 unless first or last is given)."
    return {**listing(relation.target), **_PAGING, "first": Described("int | None", more)}


def _query(types: Types, entities: Iterable[Entity]) -> type:
    node = {"id": Described("ID", "The record's id.")}
    fields = {"node": types.field(Described("Node | None", "The record with this id, of whatever type."), node)}
    fields["search"] = search_field(types)
    for entity in entities:
        keys = {
            "id": Described("ID | None", "The record's id. Give this or the external id."),
            "externalId": Described("str | None", "The record's external id."),
        }
        one = Described(f"{entity.name} | None", f"One {entity.words}, or null.")
        many = Described(f"{entity.name}Connection", f"The tenant's {entity.plural_words}.")
        fields[entity.singular] = types.field(one, keys)
        fields[entity.plural] = types.field(many, {**listing(entity.name), **_PAGING})
    return types.object(
        "Query", "What can be asked for. A query is answered from one moment's state of the data.", fields
    )


# Mutations


def _mutation(types: Types, verbs: Iterable[Verb], actions: Iterable[Action]) -> type:
    fields: dict[str, StrawberryField] = {}
    for verb in verbs:
        shape = _VERBS[verb.kind]
        payload = Described(f"{_payload(types, verb)} | None", shape.description(verb.entity))
        fields[verb.name] = types.field(payload, shape.arguments(verb.entity))
    for action in actions:
        arguments = {camel_case(name): Described(a.annotation, a.description) for name, a in action.arguments.items()}
        payload = Described(f"{_record_payload(types, ENTITIES[action.entity])} | None", action.description)
        fields[action.name] = types.field(payload, arguments)
    return types.object("Mutation", "What can be changed. Mutations run in order, each in its own transaction.", fields)


def _payload(types: Types, verb: Verb) -> str:
    entity = verb.entity
    if verb.kind == "delete":
        deleted = {"id": Described("ID | None", "The id of the record, if it was deleted.")}
        return _add_payload(types, f"{entity.name}Deleted", entity.words, deleted)
    if verb.kind == "upsert":
        members = {
            entity.plural: Described(f"list[{entity.name}]", "The records as they are now, in the order given."),
            "created": Described("int", "How many records are new."),
            "updated": Described("int", "How many records were there, and have changed."),
            "unchanged": Described("int", "How many records were there, and were the same already."),
        }
        return _add_payload(types, f"{entity.name}ListPayload", entity.plural_words, members)
    return _record_payload(types, entity)


def _record_payload(types: Types, entity: Entity) -> str:
    record = {entity.singular: Described(f"{entity.name} | None", "The record as it is now; null when it was refused.")}
    return _add_payload(types, f"{entity.name}Payload", entity.words, record)


def _add_payload(types: Types, name: str, what: str, members: Members) -> str:
    if name not in types:
        errors = Described("list[MutationError]", "Why it was refused; empty when all went well.")
        fields = {member: types.field(described) for member, described in {**members, "errors": errors}.items()}
        types.object(name, f"What became of the {what}.", fields)
    return name


@dataclass(frozen=True, slots=True)
class _VerbShape:
    description: Callable[[Entity], str]
    arguments: Callable[[Entity], Members]


_ID = Described("ID", "The record's id.")
_VERSION = "The version that you saw; refused with CONFLICT when the record has changed since."
_POLICY = Described("OnError", "What becomes of the list when some records are refused.", OnError.ALL_OR_NOTHING)
_VERBS = {
    "create": _VerbShape(
        lambda entity: f"Create {entity.words_with_article}.",
        lambda entity: {"input": Described(f"{entity.name}Create", "The new record.")},
    ),
    "update": _VerbShape(
        lambda entity: f"Change {entity.words_with_article}, provided nobody else has meanwhile.",
        lambda entity: {
            "id": _ID,
            "version": Described("int", _VERSION),
            "input": Described(f"{entity.name}Update", "What to change."),
        },
    ),
    "delete": _VerbShape(
        lambda entity: f"Delete {entity.words_with_article}.",
        lambda entity: {"id": _ID, "version": Described("int | None", _VERSION)},
    ),
    "upsert": _VerbShape(
        lambda entity: f"Create or change up to 1,000 {entity.plural_words} by external id.",
        lambda entity: {"inputs": Described(f"list[{entity.name}Upsert]", "The records."), "onError": _POLICY},
    ),
}
