"""Upserts of every entity: both policies, duplicates, what stays as it is, and defaults that are for new records only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from server.database.records import delete_record, upsert_records
from server.database.rows import Outcome
from server.database.tenancy import Connection, Database
from server.database.writing import Writing
from server.entities import ENTITIES
from server.entities.change import check_change
from server.entities.declaration import Entity, RelationKind
from tests.api import records
from tests.api.conftest import Tenant
from tests.api.examples import unlike_default
from tests.api.records import CHANGEABLE, WRITABLE
from tests.conftest import Statements
from tests.importing.conftest import until_waiting

every_entity = pytest.mark.parametrize("entity", WRITABLE, ids=lambda entity: entity.name)
every_changeable_entity = pytest.mark.parametrize("entity", CHANGEABLE, ids=lambda entity: entity.name)


async def _inputs(own: Tenant, entity: Entity, count: int) -> list[dict[str, Any]]:
    """Sound records, each pointing to others of its own: some may stand there only once for each."""
    return [{**records.samples(entity), **await records.required_references(own.admin, entity)} for _ in range(count)]


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


@every_changeable_entity
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
    assert (changed["created"], changed["updated"], changed["errors"]) == (0, 1, [])
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
    assert (again["created"], again["updated"]) == (0, 0)


@every_entity
async def test_what_is_left_out_stays_and_defaults_are_for_new_records(entity: Entity, own: Tenant) -> None:
    (given,) = await _inputs(own, entity, 1)
    given |= {
        attribute.graphql_name: unlike_default(attribute)
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
    change = {**inputs[0], **({} if entity.ledger else records.samples(entity, 1))}
    change["externalId"] = inputs[0]["externalId"]
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
    name = f"upsert{entity.plural[0].upper()}{entity.plural[1:]}"
    arguments = {"inputs": (f"[{entity.name}Upsert!]!", inputs)}
    refused = await records.mutate(own.admin, name, arguments, entity, "created")
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
    assert len(written) == 6  # a savepoint set and released, the look for records that exist, the news, the payload
    assert len(await _listed(own, tags, inputs[:50])) == 50


async def test_records_that_set_different_attributes(own: Tenant) -> None:
    document = """mutation ($inputs: [CustomerUpsert!]!) {
      upsertCustomers(inputs: $inputs) {
        created updated unchanged customers { externalId name city stage tags { name } } errors { code }
      }
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
    assert made == {"created": 4, "updated": 0, "unchanged": 0, "customers": expected, "errors": []}
    again = (await own.admin.data(document, {"inputs": inputs}))["upsertCustomers"]
    assert again == {"created": 0, "updated": 0, "unchanged": 4, "customers": expected, "errors": []}


async def test_null_is_no_policy(own: Tenant) -> None:
    document = """mutation ($inputs: [TagUpsert!]!, $policy: OnError = SKIP_FAILED) {
      upsertTags(inputs: $inputs, onError: $policy) { created errors { code } }
    }"""
    inputs = [{"externalId": "policy", "name": "sound"}, {"externalId": "policy-2", "name": ""}]
    (error,) = await own.admin.errors(document, {"inputs": inputs, "policy": None})
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "upsertTags.onError"}
    made = await own.admin.data(document, {"inputs": inputs})
    assert made == {"upsertTags": {"created": 1, "errors": [{"code": "BAD_USER_INPUT"}]}}


async def _write(
    connection: Connection, tenant: Tenant, inputs: Sequence[dict[str, Any]], entity: str = "Customer"
) -> Outcome:
    checked = [check_change(ENTITIES[entity], given, creating=True) for given in inputs]
    assert [faults for _, faults in checked if faults] == []
    changes = {position: change for position, (change, _) in enumerate(checked)}
    return await upsert_records(Writing(connection, tenant.id, "test"), ENTITIES[entity], changes)


async def _commit(
    database: Database, tenant: Tenant, inputs: Sequence[dict[str, Any]], entity: str = "Customer"
) -> Outcome:
    async with database.tenant_transaction(tenant.id) as connection:
        return await _write(connection, tenant, inputs, entity)


def _counts(outcome: Outcome) -> tuple[int, int, int]:
    assert not outcome.faults
    return outcome.created, outcome.updated, outcome.unchanged


def _tags(*names: str) -> list[dict[str, str]]:
    return [{"externalId": name} for name in names]


async def _customer(own: Tenant, external_id: str) -> dict[str, Any]:
    document = """query ($id: String!) { customers(where: { externalId: { eq: $id } }, first: 1) {
      nodes { id version updatedAt tags { externalId } }
    } }"""
    (found,) = (await own.admin.data(document, {"id": external_id}))["customers"]["nodes"]
    found["tags"] = sorted(tag["externalId"] for tag in found["tags"])
    return dict(found)


@pytest.fixture
async def tagged(own: Tenant, database: Database) -> None:
    """Three tags."""
    await _commit(database, own, [{"externalId": name, "name": name} for name in "ABC"], "Tag")


@pytest.mark.usefixtures("tagged")
@pytest.mark.parametrize(
    ("links", "held"),
    [
        ({"set": _tags("B", "C")}, ["B", "C"]),
        ({"set": []}, []),
        ({"add": _tags("A", "C")}, ["A", "B", "C"]),
        ({"remove": _tags("A", "C")}, ["B"]),
        ({"add": _tags("C"), "remove": _tags("B", "C")}, ["A", "C"]),
    ],
)
@pytest.mark.parametrize("more", [{}, {"name": "Ada"}])
async def test_a_change_of_links_alone_is_a_change_of_the_record(
    own: Tenant, database: Database, links: dict[str, Any], held: list[str], more: dict[str, str]
) -> None:
    external_id = f"links {links} {more}"
    inputs = [
        {"externalId": external_id, **more, "tags": {"set": _tags("A", "B")}},
        {"externalId": f"{external_id}+", **more},
    ]
    await _commit(database, own, inputs)
    made = await _customer(own, external_id)
    assert (made["version"], made["tags"]) == (1, ["A", "B"])
    inputs[0]["tags"] = links
    assert _counts(await _commit(database, own, inputs)) == (0, 1, 1)
    changed = await _customer(own, external_id)
    assert (changed["id"], changed["version"], changed["tags"]) == (made["id"], 2, held)
    assert changed["updatedAt"] > made["updatedAt"]
    assert _counts(await _commit(database, own, inputs)) == (0, 0, 2)
    assert await _customer(own, external_id) == changed
    stale = await records.update(own.admin, ENTITIES["Customer"], made, tags={"set": _tags("A")})
    assert [error["code"] for error in stale["errors"]] == ["CONFLICT"]
    assert (await _customer(own, f"{external_id}+"))["version"] == 1


@pytest.mark.usefixtures("tagged")
async def test_a_change_of_columns_and_links_raises_the_version_once(own: Tenant, database: Database) -> None:
    await _commit(database, own, [{"externalId": "both", "name": "Ada"}])
    change = {"externalId": "both", "name": "Eve", "tags": {"set": _tags("A")}}
    assert _counts(await _commit(database, own, [change])) == (0, 1, 0)
    found = await _customer(own, "both")
    assert (found["version"], found["tags"]) == (2, ["A"])
    await records.update(own.admin, ENTITIES["Customer"], found, tags={"set": _tags("B")})
    found = await _customer(own, "both")
    assert (found["version"], found["tags"]) == (3, ["B"])


@pytest.mark.usefixtures("tagged")
@pytest.mark.parametrize("more", [{}, {"name": "Ada"}])
async def test_links_that_two_set_at_once_are_those_of_the_later(
    own: Tenant, database: Database, owner_url: str, more: dict[str, str]
) -> None:
    external_id = f"contested {more}"
    await _commit(database, own, [{"externalId": external_id, **more}])
    async with database.tenant_transaction(own.id) as connection:
        await _write(connection, own, [{"externalId": external_id, **more, "tags": {"set": _tags("A")}}])
        other = asyncio.create_task(
            _commit(database, own, [{"externalId": external_id, **more, "tags": {"set": _tags("B")}}])
        )
        await until_waiting(owner_url)
    assert _counts(await other) == (0, 1, 0)
    found = await _customer(own, external_id)
    assert (found["version"], found["tags"]) == (3, ["B"])


@pytest.mark.usefixtures("tagged")
async def test_links_that_two_set_at_once_are_never_mixed(own: Tenant, database: Database) -> None:
    held = (
        "SELECT count(*), count(DISTINCT customer_id), count(DISTINCT tag_id) FROM customer_tag JOIN customer "
        "ON id = customer_id WHERE external_id LIKE 'mingled %'"
    )
    keys = [f"mingled {number:03d}" for number in range(200)]
    await _commit(database, own, [{"externalId": key} for key in keys])
    for _ in range(10):
        await asyncio.gather(
            *(
                _commit(database, own, [{"externalId": key, "tags": {"set": _tags(tag)}} for key in keys])
                for tag in "AB"
            )
        )
        async with database.tenant_transaction(own.id, readonly=True) as connection:
            assert tuple(await connection.fetchrow(held)) == (200, 200, 1)


@pytest.mark.usefixtures("tagged")
async def test_links_of_a_record_that_another_deletes_meanwhile(
    own: Tenant, database: Database, owner_url: str
) -> None:
    given = {"externalId": "fleeting", "tags": {"set": _tags("A")}}
    first = await _commit(database, own, [given])
    async with database.tenant_transaction(own.id) as connection:
        await delete_record(Writing(connection, own.id, "test"), ENTITIES["Customer"], first.ids[0], None)
        other = asyncio.create_task(_commit(database, own, [given]))
        await until_waiting(owner_url)
    again = await other
    assert _counts(again) == (1, 0, 0)
    assert again.ids != first.ids
    assert (await _customer(own, "fleeting"))["tags"] == ["A"]


@pytest.mark.usefixtures("tagged")
@pytest.mark.parametrize("standing", [True, False])
async def test_the_same_records_in_opposite_order_at_once(own: Tenant, database: Database, standing: bool) -> None:
    for turn in range(20):
        keys = [f"opposite {standing} {0 if standing else turn} {number:03d}" for number in range(200)]
        one = [{"externalId": key, "name": f"one {turn} {standing}", "tags": {"add": _tags("A", "B")}} for key in keys]
        other = [
            {"externalId": key, "name": f"other {turn} {standing}", "tags": {"set": _tags("B", "A")}} for key in keys
        ]
        outcomes = await asyncio.gather(
            _commit(database, own, one), _commit(database, own, other[::-1]), _commit(database, own, one[::-1])
        )
        assert sum(outcome.created for outcome in outcomes) == (0 if standing and turn else 200)
        document = "query ($name: String!) { customers(where: { name: { eq: $name } }) { totalCount } }"
        held = [
            (await own.admin.data(document, {"name": f"{who} {turn} {standing}"}))["customers"]
            for who in ("one", "other")
        ]
        assert sorted(found["totalCount"] for found in held) == [0, 200]


async def test_records_of_different_shapes_in_opposite_order_at_once(own: Tenant, database: Database) -> None:
    keys = [f"shapes {number:03d}" for number in range(200)]
    await _commit(database, own, [{"externalId": key} for key in keys])
    for turn in range(20):
        shapes = {"name": f"{turn}"}, {"city": f"{turn}"}
        one = [{"externalId": key, **shapes[number % 2]} for number, key in enumerate(keys)]
        other = [{"externalId": key, **shapes[1 - number % 2]} for number, key in enumerate(keys)]
        outcomes = await asyncio.gather(_commit(database, own, one), _commit(database, own, other[::-1]))
        assert [_counts(outcome) for outcome in outcomes] == [(0, 200, 0)] * 2


async def test_outcomes_and_ids_follow_the_order_of_the_caller(own: Tenant, database: Database) -> None:
    inputs = [{"externalId": f"order {letter}", "name": letter} for letter in "zbya"]
    outcome = await _commit(database, own, inputs)
    found = [(await _customer(own, given["externalId"]))["id"] for given in inputs]
    assert found == [f"customer_{outcome.ids[position]}" for position in range(4)]
    assert found == sorted(found)
