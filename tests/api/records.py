"""Records made from the declarations alone, so that an entity which is added tomorrow is tested as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.entities import ENTITIES
from server.entities.declaration import Entity, RelationKind
from tests.api.dataset import selection_of
from tests.api.examples import sample
from tests.conftest import Client

#: The entities that have mutations.
WRITABLE = [entity for entity in ENTITIES.values() if not entity.managed]
#: Those whose records can be changed and deleted.
CHANGEABLE = [entity for entity in WRITABLE if not entity.ledger]


def samples(entity: Entity, which: int = 0) -> dict[str, Any]:
    """Return a value for each attribute that can be written."""
    return {attribute.graphql_name: sample(attribute, which) for attribute in entity.writable_attributes()}


async def create(client: Client, entity: Entity, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Create a record with all attributes, and with the records that it must point to; return it as it was answered."""
    given = {**samples(entity), **await required_references(client, entity), **(values or {})}
    payload = await mutate(client, f"create{entity.name}", {"input": (f"{entity.name}Create!", given)}, entity)
    assert payload["errors"] == [], payload
    record: dict[str, Any] = payload[entity.singular]
    return record


async def required_references(client: Client, entity: Entity) -> dict[str, Any]:
    """Return a reference to a new record for each relation that must be given."""
    return {
        relation.graphql_name: {"id": (await create(client, ENTITIES[relation.target]))["id"]}
        for relation in entity.writable_relations(RelationKind.ONE)
        if not relation.optional
    }


async def mutate(
    client: Client, name: str, arguments: Mapping[str, tuple[str, Any]], entity: Entity, selected: str = ""
) -> dict[str, Any]:
    """Call a mutation with arguments as (type, value) and return its payload with the record and the errors."""
    declared = ", ".join(f"${argument}: {type_}" for argument, (type_, _) in arguments.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in arguments)
    record = selected or record_selection(entity, name)
    document = f"mutation ({declared}) {{ {name}({passed}) {{ {record} errors {{ path code message }} }} }}"
    data = await client.data(document, {argument: value for argument, (_, value) in arguments.items()})
    payload: dict[str, Any] = data[name]
    return payload


def record_selection(entity: Entity, mutation: str) -> str:
    """Return what to select of a mutation's payload to see all of the record."""
    if mutation.startswith("delete"):
        return "id"
    whole = f"{{ {selection_of(entity)} {relations_of(entity)} }}"
    return f"{entity.plural} {whole} created updated" if mutation.startswith("upsert") else f"{entity.singular} {whole}"


def relations_of(entity: Entity) -> str:
    """Return the selection of the ids of all that a record points to and is linked to."""
    ones = [f"{relation.graphql_name} {{ id }}" for relation in entity.writable_relations(RelationKind.ONE)]
    links = [f"{relation.graphql_name} {{ id }}" for relation in entity.writable_relations(RelationKind.LINK)]
    return " ".join(ones + links)


async def read(client: Client, entity: Entity, record_id: str) -> dict[str, Any] | None:
    """Return all of a record, or None when there is none."""
    document = f"query ($id: ID!) {{ {entity.singular}(id: $id) {{ {selection_of(entity)} {relations_of(entity)} }} }}"
    record: dict[str, Any] | None = (await client.data(document, {"id": record_id}))[entity.singular]
    return record


async def update(client: Client, entity: Entity, record: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    """Update a record at the version that is given with it, and return the payload."""
    arguments = {
        "id": ("ID!", record["id"]),
        "version": ("Int!", record["version"]),
        "input": (f"{entity.name}Update!", values),
    }
    return await mutate(client, f"update{entity.name}", arguments, entity)


async def delete(
    client: Client, entity: Entity, record: Mapping[str, Any], version: int | None = None
) -> dict[str, Any]:
    """Delete a record and return the payload."""
    arguments = {"id": ("ID!", record["id"]), "version": ("Int", version)}
    return await mutate(client, f"delete{entity.name}", arguments, entity)


async def upsert(
    client: Client, entity: Entity, inputs: list[dict[str, Any]], on_error: str = "ALL_OR_NOTHING"
) -> dict[str, Any]:
    """Upsert records and return the payload."""
    arguments = {"inputs": (f"[{entity.name}Upsert!]!", inputs), "onError": ("OnError!", on_error)}
    return await mutate(client, f"upsert{entity.plural[0].upper()}{entity.plural[1:]}", arguments, entity)
