"""Upserts of every entity: both policies, duplicates, what stays as it is, and defaults that are for new records only."""

from __future__ import annotations

from typing import Any

import pytest

from server.entities.declaration import Entity, RelationKind
from tests.api import records
from tests.api.conftest import Tenant
from tests.api.records import WRITABLE
from tests.conftest import Statements

every_entity = pytest.mark.parametrize("entity", WRITABLE, ids=lambda entity: entity.name)


async def _inputs(own: Tenant, entity: Entity, count: int) -> list[dict[str, Any]]:
    """Sound records that point to the same others."""
    references = await records.required_references(own.admin, entity)
    return [{**records.samples(entity), **references} for _ in range(count)]


async def _listed(own: Tenant, entity: Entity, inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is stored of the records with the external ids in ``inputs``."""
    where = {"externalId": {"in": list({given["externalId"] for given in inputs})}}
    document = (
        f"query ($where: {entity.name}Where) {{ {entity.plural}(where: $where, first: 100) "
        f"{{ nodes {{ {records.selection_of(entity)} {records.relations_of(entity)} }} }} }}"
    )
    found: list[dict[str, Any]] = (await own.admin.data(document, {"where": where}))[entity.plural]["nodes"]
    return found


def _faulty(entity: Entity, given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "externalId": "x" * 201}


@every_entity
async def test_create_then_change(entity: Entity, own: Tenant) -> None:
    inputs = await _inputs(own, entity, 3)
    made = await records.upsert(own.admin, entity, inputs)
    assert (made["created"], made["updated"], made["errors"]) == (3, 0, [])
    found = made[entity.plural]
    assert [record["externalId"] for record in found] == [given["externalId"] for given in inputs]
    assert [{name: record[name] for name in records.samples(entity)} for record in found] == [
        {name: given[name] for name in records.samples(entity)} for given in inputs
    ]
    other = {**records.samples(entity, 1), "externalId": inputs[1]["externalId"]}
    changed = await records.upsert(own.admin, entity, [inputs[2], {**inputs[1], **other}])
    assert (changed["created"], changed["updated"], changed["errors"]) == (0, 2, [])
    third, second = changed[entity.plural]
    assert third == found[2]
    assert {name: second[name] for name in other} == other
    assert (second["id"], second["version"]) == (found[1]["id"], 2)


@every_entity
async def test_unchanged_records_are_left_alone(entity: Entity, own: Tenant) -> None:
    inputs = await _inputs(own, entity, 2)
    made = await records.upsert(own.admin, entity, inputs)
    again = await records.upsert(own.admin, entity, inputs)
    assert again[entity.plural] == made[entity.plural]
    assert {record["version"] for record in again[entity.plural]} == {1}
    assert (again["created"], again["updated"]) == (0, 2)


@every_entity
async def test_what_is_left_out_stays_and_defaults_are_for_new_records(entity: Entity, own: Tenant) -> None:
    (given,) = await _inputs(own, entity, 1)
    given |= {
        attribute.graphql_name: records.sample(attribute, 1)
        for attribute in entity.writable_attributes()
        if attribute.default is not None
    }
    (made,) = (await records.upsert(own.admin, entity, [given]))[entity.plural]
    required = {a.graphql_name for a in entity.writable_attributes() if a.required} | {"externalId"}
    required |= {r.graphql_name for r in entity.writable_relations(RelationKind.ONE) if not r.optional}
    least = {name: value for name, value in given.items() if name in required}
    (same,) = (await records.upsert(own.admin, entity, [least]))[entity.plural]
    assert same == made
    (new,) = (await records.upsert(own.admin, entity, [{**least, "externalId": f"{least['externalId']}+"}]))[
        entity.plural
    ]
    for attribute in entity.writable_attributes():
        if attribute.default is not None:
            assert new[attribute.graphql_name] == getattr(attribute.default, "name", attribute.default)
            assert made[attribute.graphql_name] != new[attribute.graphql_name]


@every_entity
async def test_all_or_nothing(entity: Entity, own: Tenant) -> None:
    inputs = await _inputs(own, entity, 3)
    (standing,) = (await records.upsert(own.admin, entity, inputs[:1]))[entity.plural]
    change = {**inputs[0], **records.samples(entity, 1), "externalId": inputs[0]["externalId"]}
    refused = await records.upsert(own.admin, entity, [change, inputs[1], _faulty(entity, inputs[2])])
    assert (refused[entity.plural], refused["created"], refused["updated"]) == ([], 0, 0)
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [("BAD_USER_INPUT", ["inputs", "2", "externalId"])]
    assert await _listed(own, entity, inputs) == [standing]


@every_entity
async def test_skip_failed(entity: Entity, own: Tenant) -> None:
    good, other = await _inputs(own, entity, 2)
    bad = _faulty(entity, other)
    payload = await records.upsert(own.admin, entity, [bad, good, good, bad], "SKIP_FAILED")
    assert [record["externalId"] for record in payload[entity.plural]] == [good["externalId"]]
    assert (payload["created"], payload["updated"]) == (1, 0)
    assert [(e["code"], e["path"]) for e in payload["errors"]] == [
        ("BAD_USER_INPUT", ["inputs", "0", "externalId"]),
        ("CONFLICT", ["inputs", "2", "externalId"]),
        ("BAD_USER_INPUT", ["inputs", "3", "externalId"]),
    ]
    assert await _listed(own, entity, [good]) == payload[entity.plural]


@every_entity
async def test_duplicates_are_refused(entity: Entity, own: Tenant) -> None:
    first, second = await _inputs(own, entity, 2)
    second["externalId"] = f" {first['externalId']} "
    refused = await records.upsert(own.admin, entity, [first, second])
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [("CONFLICT", ["inputs", "1", "externalId"])]
    assert await _listed(own, entity, [first]) == []


@every_entity
async def test_missing_references(entity: Entity, own: Tenant) -> None:
    for relation in entity.writable_relations(RelationKind.ONE):
        good, bad = await _inputs(own, entity, 2)
        bad[relation.graphql_name] = {"externalId": "nobody has this"}
        payload = await records.upsert(own.admin, entity, [bad, good], "SKIP_FAILED")
        path = ["inputs", "0", relation.graphql_name]
        assert [(e["code"], e["path"]) for e in payload["errors"]] == [("NOT_FOUND", path)]
        assert [record["externalId"] for record in payload[entity.plural]] == [good["externalId"]]


@every_entity
async def test_too_many_records(entity: Entity, own: Tenant) -> None:
    least = {a.graphql_name: records.sample(a) for a in entity.writable_attributes() if a.required}
    references = {
        relation.graphql_name: {"externalId": "none"}
        for relation in entity.writable_relations(RelationKind.ONE)
        if not relation.optional
    }
    inputs = [{**least, **references, "externalId": f"many-{number}"} for number in range(1001)]
    refused = await records.upsert(own.admin, entity, inputs)
    assert [(error["code"], error["path"]) for error in refused["errors"]] == [("BAD_USER_INPUT", ["inputs"])]
    assert "1001" in refused["errors"][0]["message"]
    assert await _listed(own, entity, inputs[:1]) == []


async def test_a_thousand_records_take_few_statements(own: Tenant, statements: Statements) -> None:
    (tags,) = [entity for entity in WRITABLE if entity.name == "Tag"]
    inputs = [{"externalId": f"bulk-{number}", "name": f"Tag {number}"} for number in range(1000)]
    statements.sent.clear()
    document = "mutation ($inputs: [TagUpsert!]!) { upsertTags(inputs: $inputs) { created tags { id } } }"
    made = (await own.admin.data(document, {"inputs": inputs}))["upsertTags"]
    assert made["created"] == len({tag["id"] for tag in made["tags"]}) == 1000
    written = [text for text in statements.sent if "api_key" not in text]
    assert len([text for text in written if text.startswith("INSERT")]) == 1
    assert len(written) == 2
    assert len(await _listed(own, tags, inputs[:50])) == 50


async def test_records_that_set_different_attributes(own: Tenant) -> None:
    document = """mutation ($inputs: [CustomerUpsert!]!) {
      upsertCustomers(inputs: $inputs) { created updated customers { externalId name city stage tags { name } } errors { code } }
    }"""
    await own.admin.data('mutation { upsertTags(inputs: [{externalId: "mixed", name: "mixed"}]) { created } }')
    inputs = [
        {"externalId": "mixed-1", "name": "One"},
        {"externalId": "mixed-2", "city": "Two", "stage": "CUSTOMER", "tags": {"add": [{"externalId": "mixed"}]}},
        {"externalId": "mixed-3"},
        {"externalId": "mixed-4", "name": None, "stage": None},
    ]
    expected = [
        {"externalId": "mixed-1", "name": "One", "city": None, "stage": "LEAD", "tags": []},
        {"externalId": "mixed-2", "name": None, "city": "Two", "stage": "CUSTOMER", "tags": [{"name": "mixed"}]},
        {"externalId": "mixed-3", "name": None, "city": None, "stage": "LEAD", "tags": []},
        {"externalId": "mixed-4", "name": None, "city": None, "stage": "LEAD", "tags": []},
    ]
    made = (await own.admin.data(document, {"inputs": inputs}))["upsertCustomers"]
    assert made == {"created": 4, "updated": 0, "customers": expected, "errors": []}
    again = (await own.admin.data(document, {"inputs": inputs}))["upsertCustomers"]
    assert again == {"created": 0, "updated": 4, "customers": expected, "errors": []}


async def test_null_is_no_policy(own: Tenant) -> None:
    document = """mutation ($inputs: [TagUpsert!]!, $policy: OnError = SKIP_FAILED) {
      upsertTags(inputs: $inputs, onError: $policy) { created errors { code } }
    }"""
    inputs = [{"externalId": "policy", "name": "sound"}, {"externalId": "policy-2", "name": ""}]
    (error,) = await own.admin.errors(document, {"inputs": inputs, "policy": None})
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "upsertTags.onError"}
    made = await own.admin.data(document, {"inputs": inputs})
    assert made == {"upsertTags": {"created": 1, "errors": [{"code": "BAD_USER_INPUT"}]}}
