"""Every entity: what is written is read back, changed, cleared and deleted; stale changes and taken keys are refused."""

from __future__ import annotations

from typing import Any

import pytest

from server.api.schema import Api
from server.entities import ENTITIES
from server.entities.declaration import Entity, OnDelete, RelationKind
from tests.api import records
from tests.api.conftest import Tenant
from tests.api.records import CHANGEABLE, WRITABLE

every_entity = pytest.mark.parametrize("entity", WRITABLE, ids=lambda entity: entity.name)
every_changeable_entity = pytest.mark.parametrize("entity", CHANGEABLE, ids=lambda entity: entity.name)


@every_entity
async def test_create_with_everything(entity: Entity, own: Tenant) -> None:
    values = records.samples(entity)
    pointed = {}
    for relation in entity.writable_relations(RelationKind.ONE):
        pointed[relation.graphql_name] = await records.create(own.admin, ENTITIES[relation.target])
    linked = {}
    for relation in entity.writable_relations(RelationKind.LINK):
        linked[relation.graphql_name] = [await records.create(own.admin, ENTITIES[relation.target]) for _ in range(2)]
    references = {name: {"id": record["id"]} for name, record in pointed.items()}
    links = {name: {"set": [{"externalId": record["externalId"]} for record in two]} for name, two in linked.items()}
    made = await records.create(own.admin, entity, {**values, **references, **links})
    found = await records.read(own.admin, entity, made["id"])
    assert found == made
    assert found is not None
    assert {name: found[name] for name in values} == values
    assert {name: found[name] for name in pointed} == {name: {"id": record["id"]} for name, record in pointed.items()}
    for name, two in linked.items():
        assert [record["id"] for record in found[name]] == sorted(record["id"] for record in two)
    assert found["version"] == 1
    assert found["createdAt"] == found["updatedAt"]


@every_entity
async def test_create_with_the_least(entity: Entity, own: Tenant) -> None:
    least = {a.graphql_name: records.sample(a) for a in entity.writable_attributes() if a.required}
    least |= await records.required_references(own.admin, entity)
    payload = await records.mutate(
        own.admin, f"create{entity.name}", {"input": (f"{entity.name}Create!", least)}, entity
    )
    assert payload["errors"] == []
    for attribute in entity.writable_attributes():
        if not attribute.required:
            default = getattr(attribute.default, "name", attribute.default)
            assert payload[entity.singular][attribute.graphql_name] == default


@every_changeable_entity
async def test_update_each(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    for attribute in entity.writable_attributes():
        name, value = attribute.graphql_name, records.sample(attribute, 1)
        changed = (await records.update(own.admin, entity, record, **{name: value}))[entity.singular]
        differing = {key for key in record if record[key] != changed[key]}
        assert differing == {name, "version", "updatedAt"}
        assert (changed[name], changed["version"]) == (value, record["version"] + 1)
        record = changed
    for relation in entity.writable_relations(RelationKind.ONE):
        target = await records.create(own.admin, ENTITIES[relation.target])
        reference = {"externalId": target["externalId"]}
        record = (await records.update(own.admin, entity, record, **{relation.graphql_name: reference}))[
            entity.singular
        ]
        assert record[relation.graphql_name] == {"id": target["id"]}
    assert await records.read(own.admin, entity, record["id"]) == record


@every_changeable_entity
async def test_null_clears_what_is_optional(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    optional = [attribute.graphql_name for attribute in entity.writable_attributes() if attribute.optional]
    optional += [relation.graphql_name for relation in entity.writable_relations(RelationKind.ONE) if relation.optional]
    changed = (await records.update(own.admin, entity, record, **dict.fromkeys(optional)))[entity.singular]
    assert {name: changed[name] for name in optional} == dict.fromkeys(optional)
    untouched = set(record) - set(optional) - {"version", "updatedAt"}
    assert {name: changed[name] for name in untouched} == {name: record[name] for name in untouched}


@every_changeable_entity
async def test_links_are_set_added_and_removed(entity: Entity, own: Tenant) -> None:
    for relation in entity.writable_relations(RelationKind.LINK):
        name = relation.graphql_name
        made = [await records.create(own.admin, ENTITIES[relation.target]) for _ in range(3)]
        ids = sorted(record["id"] for record in made)
        record = await records.create(own.admin, entity)
        steps: list[tuple[dict[str, Any], list[str]]] = [
            ({"add": [{"id": ids[0]}, {"id": ids[0]}]}, ids[:1]),
            ({"add": [{"id": ids[1]}], "remove": [{"id": ids[0]}]}, ids[1:2]),
            ({"set": [{"id": ids[2]}, {"id": ids[0]}]}, [ids[0], ids[2]]),
            ({"remove": [{"externalId": "never there"}]}, [ids[0], ids[2]]),
            ({}, [ids[0], ids[2]]),
            ({"set": []}, []),
        ]
        for links, expected in steps:
            payload = await records.update(own.admin, entity, record, **{name: links})
            assert payload["errors"] == []
            record = payload[entity.singular]
            assert [linked["id"] for linked in record[name]] == expected, links


@every_changeable_entity
async def test_delete(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    refused = await records.delete(own.admin, entity, record, record["version"] + 1)
    assert (refused["id"], refused["errors"][0]["code"]) == (None, "CONFLICT")
    assert await records.delete(own.admin, entity, record, record["version"]) == {"id": record["id"], "errors": []}
    assert await records.read(own.admin, entity, record["id"]) is None
    again = await records.delete(own.admin, entity, record)
    assert again["id"] is None
    assert [(error["code"], error["path"]) for error in again["errors"]] == [("NOT_FOUND", ["id"])]


@every_entity
async def test_deletion_of_what_is_pointed_to(entity: Entity, own: Tenant) -> None:
    """A record that others point to stays, or takes them along, as their relation says."""
    for relation in entity.writable_relations(RelationKind.ONE):
        target = ENTITIES[relation.target]
        if target.ledger:
            continue  # its records are never deleted
        pointed = await records.create(own.admin, target)
        record = await records.create(own.admin, entity, {relation.graphql_name: {"id": pointed["id"]}})
        payload = await records.delete(own.admin, target, pointed)
        found = await records.read(own.admin, entity, record["id"])
        if relation.on_delete is OnDelete.CASCADE:
            assert payload["errors"] == []
            assert found is None
        else:
            assert [error["code"] for error in payload["errors"]] == ["CONFLICT"]
            assert entity.plural in payload["errors"][0]["message"]
            assert found == record


@every_changeable_entity
async def test_a_stale_version_is_refused(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    attribute = entity.writable_attributes()[1]
    change = {attribute.graphql_name: records.sample(attribute, 1)}
    await records.update(own.admin, entity, record, **change)
    stale = await records.update(own.admin, entity, record, **change)
    assert stale[entity.singular] is None
    assert [(error["code"], error["path"]) for error in stale["errors"]] == [("CONFLICT", ["version"])]
    await records.delete(own.admin, entity, record)
    missing = await records.update(own.admin, entity, record, **change)
    assert [(error["code"], error["path"]) for error in missing["errors"]] == [("NOT_FOUND", ["id"])]


@every_entity
async def test_an_external_id_that_is_taken_is_refused(entity: Entity, own: Tenant) -> None:
    first, second = await records.create(own.admin, entity), await records.create(own.admin, entity)
    taken = {"externalId": first["externalId"]}
    payloads = [] if entity.ledger else [await records.update(own.admin, entity, second, **taken)]
    values = {**records.samples(entity), **await records.required_references(own.admin, entity), **taken}
    arguments = {"input": (f"{entity.name}Create!", values)}
    payloads.append(await records.mutate(own.admin, f"create{entity.name}", arguments, entity))
    for payload in payloads:
        assert payload[entity.singular] is None
        assert [(e["code"], e["path"]) for e in payload["errors"]] == [("CONFLICT", ["input", "externalId"])]
    assert await records.read(own.admin, entity, second["id"]) == second


def test_managed_entities_have_no_mutations(api: Api) -> None:
    managed = {entity.name for entity in ENTITIES.values() if entity.managed}
    assert managed == {"AttachmentRevision", "HistoryEntry", "Segmentation", "Segment", "StageChange"}
    assert not [verb for verb in api.verbs.values() if verb.entity.name in managed]
    assert {verb.entity.name for verb in api.verbs.values()} == {entity.name for entity in WRITABLE}
    assert len(api.verbs) == 4 * len(CHANGEABLE) + 2 * (len(WRITABLE) - len(CHANGEABLE))
    mutation = api.schema.mutation_type
    assert mutation is not None
    assert set(mutation.fields) == {*api.verbs, *api.actions}
    assert not [
        name
        for name in mutation.fields
        if name.startswith(("create", "update", "delete", "upsert")) and name[6:] in managed
    ]


async def test_typename_throughout_a_payload(own: Tenant) -> None:
    document = """mutation {
      __typename
      made: createTag(input: {name: "t"}) { __typename tag { __typename } again: tag { kind: __typename } errors { __typename } }
      refused: createTag(input: {name: ""}) { tag { __typename } errors { what: __typename code } }
      gone: deleteTag(id: "tag_00000000-0000-0000-0000-000000000000") { __typename errors { __typename } }
      many: upsertTags(inputs: []) { __typename tags { name } created updated errors { code } }
    }"""
    assert await own.admin.data(document) == {
        "__typename": "Mutation",
        "made": {"__typename": "TagPayload", "tag": {"__typename": "Tag"}, "again": {"kind": "Tag"}, "errors": []},
        "refused": {"tag": None, "errors": [{"what": "MutationError", "code": "BAD_USER_INPUT"}]},
        "gone": {"__typename": "TagDeleted", "errors": [{"__typename": "MutationError"}]},
        "many": {"__typename": "TagListPayload", "tags": [], "created": 0, "updated": 0, "errors": []},
    }
