"""Two tenants with the same record ids and external ids: neither sees, finds, changes or points to what is the other's."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest

from server.database.tenancy import Database
from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, Relation, RelationKind, Role
from server.entities.ids import RecordId
from server.tenants import create_key
from tests.api import dataset, records
from tests.api.conftest import Tenant
from tests.api.records import CHANGEABLE
from tests.conftest import Client

every_entity = pytest.mark.parametrize("entity", ENTITIES.values(), ids=lambda entity: entity.name)
every_changeable_entity = pytest.mark.parametrize("entity", CHANGEABLE, ids=lambda entity: entity.name)
every_relation = pytest.mark.parametrize(
    ("entity", "relation"),
    [
        pytest.param(entity, relation, id=f"{entity.name}-{relation.name}")
        for entity in ENTITIES.values()
        for relation in entity.relations.values()
    ],
)


def _expected(entity: Entity, *, twin: bool) -> dict[int, dict[str, Any]]:
    return {number: dataset.answer_for(entity, row) for number, row in dataset.rows_of(entity, twin=twin).items()}


async def _everything(client: Client) -> dict[str, Any]:
    """All records of a tenant, with the ids of what they point to."""
    whole = {}
    for entity in ENTITIES.values():
        selected = f"{dataset.selection_of(entity)} {records.relations_of(entity)}"
        found = await client.data(f"{{ {entity.plural}(first: 100) {{ totalCount nodes {{ {selected} }} }} }}")
        whole[entity.name] = found[entity.plural]
    return whole


@every_entity
async def test_lists(entity: Entity, read_only: tuple[Tenant, Tenant]) -> None:
    document = f"{{ {entity.plural}(first: 100) {{ totalCount nodes {{ {dataset.selection_of(entity)} }} }} }}"
    for tenant, twin in zip(read_only, (False, True), strict=True):
        expected = list(_expected(entity, twin=twin).values())
        found = (await tenant.admin.data(document))[entity.plural]
        assert found == {"totalCount": len(expected), "nodes": expected}


@every_entity
async def test_look_ups(entity: Entity, read_only: tuple[Tenant, Tenant]) -> None:
    selected = dataset.selection_of(entity)
    document = f"""query ($id: ID!, $key: String!) {{
      byId: {entity.singular}(id: $id) {{ {selected} }}
      byKey: {entity.singular}(externalId: $key) {{ {selected} }}
      node(id: $id) {{ ... on {entity.name} {{ {selected} }} }}
    }}"""
    for tenant, twin in zip(read_only, (False, True), strict=True):
        for number, expected in _expected(entity, twin=twin).items():
            keys = {"id": dataset.id_of(entity.name, number), "key": dataset.external_id(entity.name, number)}
            assert await tenant.admin.data(document, keys) == dict.fromkeys(("byId", "byKey", "node"), expected)


@every_relation
async def test_relations(entity: Entity, relation: Relation, read_only: tuple[Tenant, Tenant]) -> None:
    target = ENTITIES[relation.target]
    selected = dataset.selection_of(target)
    paged = relation.kind is not RelationKind.ONE and not relation.listed
    name = relation.graphql_name
    page = "" if relation.kind is RelationKind.ONE else "(first: 5)"
    inner = f"{name}{page} {{ totalCount nodes {{ {selected} }} }}" if paged else f"{name}{page} {{ {selected} }}"
    for tenant, twin in zip(read_only, (False, True), strict=True):
        found = (await tenant.admin.data(f"{{ {entity.plural} {{ nodes {{ {inner} }} }} }}"))[entity.plural]["nodes"]
        expected = _expected(target, twin=twin)
        for number, record in enumerate(found, start=1):
            related = [expected[other] for other in dataset.related(entity, relation, number)]
            if paged:
                assert record[name] == {"totalCount": len(related), "nodes": related}
            else:
                assert record[name] == (related if relation.listed else next(iter(related), None))


@every_relation
async def test_conditions_through_relations(
    entity: Entity, relation: Relation, read_only: tuple[Tenant, Tenant]
) -> None:
    """A condition on related records holds for what the tenant's own are, though the other's have the same ids."""
    target = ENTITIES[relation.target]
    attribute = _telling(target)
    document = f"query ($where: {entity.name}Where) {{ {entity.plural}(where: $where) {{ totalCount }} }}"
    numbers = list(dataset.ROWS[entity.name])
    for own, tenant in enumerate(read_only):
        for twin in (False, True):
            rows = dataset.rows_of(target, twin=twin)
            number = next(iter(rows))
            condition = {attribute.graphql_name: {"eq": dataset.as_json(attribute, rows[number][attribute.name])}}
            within = condition if relation.kind is RelationKind.ONE else {"some": condition}
            found = await tenant.admin.data(document, {"where": {relation.graphql_name: within}})
            here = [n for n in numbers if number in dataset.related(entity, relation, n)] if own == twin else []
            assert found[entity.plural]["totalCount"] == len(here)


def _telling(entity: Entity) -> Attribute:
    """An attribute that is never the same for both tenants and, within one, different for each record."""
    for attribute in reversed(entity.attributes.values()):
        mine, theirs = ([row.get(attribute.name) for row in dataset.rows_of(entity, twin=t).values()] for t in (0, 1))
        comparable = any(operator.name == "eq" for operator in attribute.scalar.operators)
        if comparable and mine[0] is not None and mine.count(mine[0]) == 1 and mine[0] not in theirs:
            return attribute
    raise AssertionError(f"no attribute of {entity.name} tells the tenants apart")


@every_entity
async def test_cursors_of_the_other(entity: Entity, read_only: tuple[Tenant, Tenant]) -> None:
    """A cursor names a place, not a record: the other's is a place within one's own list."""
    key = _telling(entity).name.upper()
    document = f"""query ($after: String) {{
      {entity.plural}(first: 3, after: $after, orderBy: [{{field: {key}}}]) {{
        nodes {{ {dataset.selection_of(entity)} }} edges {{ cursor }}
      }}
    }}"""
    for tenant, other, twin in ((*read_only, False), (*reversed(read_only), True)):
        own = list(_expected(entity, twin=twin).values())
        for edge in (await other.admin.data(document))[entity.plural]["edges"]:
            found = (await tenant.admin.data(document, {"after": edge["cursor"]}))[entity.plural]["nodes"]
            assert all(record in own for record in found)


@every_changeable_entity
async def test_changes_stay_within_the_tenant(entity: Entity, twins: tuple[Tenant, Tenant]) -> None:
    tenant, other = twins
    before = await _everything(other.admin)
    references = await records.required_references(tenant.admin, entity)
    for number in dataset.ROWS[entity.name]:
        named = {"id": dataset.id_of(entity.name, number), "version": 1}
        key = dataset.external_id(entity.name, number)
        changed = await records.update(tenant.admin, entity, named, **{**records.samples(entity), "externalId": key})
        assert changed["errors"] == []
        upserted = await records.upsert(
            tenant.admin, entity, [{**records.samples(entity, 1), **references, "externalId": key}]
        )
        assert (upserted["created"], upserted["updated"], upserted["errors"]) == (0, 1, [])
        await records.delete(tenant.admin, entity, named)
    assert await _everything(other.admin) == before


@every_changeable_entity
async def test_what_is_only_the_others_is_not_there(entity: Entity, twins: tuple[Tenant, Tenant]) -> None:
    tenant, other = twins
    theirs = await records.create(other.admin, entity)
    assert await records.read(tenant.admin, entity, theirs["id"]) is None
    for payload in (
        await records.update(tenant.admin, entity, theirs, externalId="mine now"),
        await records.delete(tenant.admin, entity, theirs),
        await records.delete(tenant.admin, entity, theirs, theirs["version"]),
    ):
        assert [(error["code"], error["path"]) for error in payload["errors"]] == [("NOT_FOUND", ["id"])]
    for key in ({"id": theirs["id"]}, {"externalId": theirs["externalId"]}):
        await _assert_no_reference(tenant, entity, key)
    mine = {**records.samples(entity, 1), **await records.required_references(tenant.admin, entity)}
    made = await records.upsert(tenant.admin, entity, [{**mine, "externalId": theirs["externalId"]}])
    assert made["created"] == 1
    assert made[entity.plural][0]["id"] != theirs["id"]
    assert await records.read(other.admin, entity, theirs["id"]) == theirs


async def _assert_no_reference(tenant: Tenant, target: Entity, key: Mapping[str, str]) -> None:
    """No relation of the tenant's records can be made to lead to the record that ``key`` names."""
    for entity in CHANGEABLE:
        for relation in entity.relations.values():
            if relation.target != target.name or relation.kind is RelationKind.MANY or not relation.writable:
                continue
            named = await records.read(tenant.admin, entity, dataset.id_of(entity.name, 1))
            assert named is not None
            given = key if relation.kind is RelationKind.ONE else {"add": [key]}
            payload = await records.update(tenant.admin, entity, named, **{relation.graphql_name: given})
            path = ["input", relation.graphql_name]
            assert [(error["code"], error["path"]) for error in payload["errors"]] == [("NOT_FOUND", path)]
            if relation.kind is RelationKind.LINK:
                links = {relation.graphql_name: {"remove": [key]}}
                assert (await records.update(tenant.admin, entity, named, **links))["errors"] == []


async def test_a_key_opens_its_own_tenant_only(read_only: tuple[Tenant, Tenant], database: Database) -> None:
    """A token names its tenant; one that names another is not known there."""
    own, other = read_only
    for role in Role:
        token = await create_key(database, own.slug, role)
        client = Client(own.admin.http, token)
        found = await client.data("{ customers(first: 1) { nodes { name } } }")
        assert found == {"customers": {"nodes": [{"name": "José García"}]}}
        secret = base64.urlsafe_b64decode(token.removeprefix("tessera_"))[16:]
        forged = "tessera_" + base64.urlsafe_b64encode(other.id.bytes + secret).decode()
        response = await Client(own.admin.http, forged).post("{ customers { totalCount } }")
        assert response.status_code == 401
        assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_the_data_sets_differ_wherever_they_can() -> None:
    for entity in ENTITIES.values():
        mine, theirs = dataset.rows_of(entity, twin=False), dataset.rows_of(entity, twin=True)
        assert mine.keys() == theirs.keys()
        for number, row in mine.items():
            for name, value in row.items():
                fixed = name in ("id", "external_id", "version", "created_at", "updated_at") or name in entity.relations
                attribute = entity.attributes.get(name)
                chosen = isinstance(value, (Enum, bool, RecordId)) or (attribute and attribute.pattern)
                if not fixed and not (chosen and name not in ("email", "address")):
                    assert theirs[number][name] != value, (entity.name, name)
