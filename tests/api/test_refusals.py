"""Every entity: a value that is not allowed is refused with a code and the path of the argument, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, Relation, RelationKind
from tests.api import examples, records
from tests.api.conftest import Tenant
from tests.api.records import CHANGEABLE, WRITABLE

every_entity = pytest.mark.parametrize("entity", WRITABLE, ids=lambda entity: entity.name)
every_changeable_entity = pytest.mark.parametrize("entity", CHANGEABLE, ids=lambda entity: entity.name)


def _bad_values(attribute: Attribute) -> Iterator[tuple[str, Any]]:
    """What the declaration of an attribute does not allow, though its type does."""
    if not attribute.optional:
        yield "null", None
    if attribute.max_length is not None:
        yield "too long", "x" * (attribute.max_length + 1)
        yield "NUL", "a\x00b"
        if not attribute.optional:
            yield "empty", "  "
    if attribute.pattern is not None:
        yield "another form", "neither@this nor that"
        yield "a line more", f"{records.sample(attribute)}\nx"
    if attribute.minimum is not None:
        yield "too small", type(records.sample(attribute))(attribute.minimum - 1)
    if attribute.maximum is not None:
        yield "too large", type(records.sample(attribute))(attribute.maximum + 1)
    yield from _BAD_VALUES.get(attribute.scalar.name, ())


_BAD_VALUES: dict[str, tuple[tuple[str, Any], ...]] = {
    "Date": (("infinite", "9999-12-31"),),
    "DateTime": (
        ("naive", "2024-01-01T12:00:00"),
        ("a date alone", "2024-01-01"),
        ("infinite", "9999-12-31T23:59:59.999999Z"),
        ("too early", "0001-01-01T00:00:00+14:00"),
    ),
    "Money": (
        ("unknown currency", {"amount": "1", "currency": "XXX"}),
        ("lower case", {"amount": "1", "currency": "eur"}),
        ("decimals", {"amount": "1.001", "currency": "EUR"}),
        ("decimals beyond precision", {"amount": f"1.{'0' * 40}1", "currency": "EUR"}),
        ("decimals of yen", {"amount": "1.5", "currency": "JPY"}),
        ("too large", {"amount": "92233720368547758.08", "currency": "EUR"}),
        ("huge", {"amount": "1E+999999", "currency": "EUR"}),
        ("tiny", {"amount": "1E-999999", "currency": "EUR"}),
        ("not a number", {"amount": "NaN", "currency": "EUR"}),
        ("signalling", {"amount": "sNaN", "currency": "EUR"}),
        ("infinite", {"amount": "-Infinity", "currency": "EUR"}),
    ),
    "JSON": (("NUL", {"a\x00": 1}), ("NUL within", ["\x00"])),
    "PhoneNumber": (("no number", "call me"), ("too short", "+49 1"), ("NUL", "+4930\x00123456"), ("empty", "")),
    "TextList": (("NUL", ["a\x00b"]), ("too long", ["x" * 20_000])),
}

#: What no value of the type is: refused before the mutation begins.
_MISTYPED: dict[str, tuple[Any, ...]] = {
    "String": (1, True, ["a", "b"], {"a": 1}),
    "SearchableString": (1, ["a", "b"]),
    "PhoneNumber": (4930123456, ["+4930123456"]),
    "TextList": ([1], {"a": 1}, [None]),
    "Int": (2**31, -(2**31) - 1, 1.5, "1", True),
    "Float": ("1", True, "NaN"),
    "Date": ("2024-02-30", "2024", 1, "yesterday", "2024-01-01T00:00:00Z"),
    "DateTime": ("2024-02-30T00:00:00Z", "noon", 1),
    "Money": (
        "12.50",
        {"amount": "12.50"},
        {"amount": "twelve", "currency": "EUR"},
        {"amount": "1", "currency": None},
        {"amount": "1E+9999999999999999999", "currency": "EUR"},
    ),
}


@every_entity
async def test_bad_values_on_creation(entity: Entity, own: Tenant) -> None:
    sound = {**records.samples(entity), **await records.required_references(own.admin, entity)}
    for attribute in entity.writable_attributes():
        for kind, value in _bad_values(attribute):
            given = {**sound, attribute.graphql_name: value}
            if value is None:
                continue  # what a missing value means on creation is tested below
            payload = await records.mutate(
                own.admin, f"create{entity.name}", {"input": (f"{entity.name}Create!", given)}, entity
            )
            _assert_refused(payload, entity, attribute.graphql_name, kind)
    assert await _count(own, entity, sound["externalId"]) == 0


@every_changeable_entity
async def test_bad_values_on_update(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    for attribute in entity.writable_attributes():
        for kind, value in _bad_values(attribute):
            payload = await records.update(own.admin, entity, record, **{attribute.graphql_name: value})
            _assert_refused(payload, entity, attribute.graphql_name, kind)
    for relation in entity.writable_relations(RelationKind.ONE):
        if not relation.optional:
            payload = await records.update(own.admin, entity, record, **{relation.graphql_name: None})
            _assert_refused(payload, entity, relation.graphql_name, "null")
    assert await records.read(own.admin, entity, record["id"]) == record


@every_changeable_entity
async def test_mistyped_values(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    document = (
        f"mutation ($id: ID!, $input: {entity.name}Update!) "
        f"{{ update{entity.name}(id: $id, version: 1, input: $input) {{ errors {{ code }} }} }}"
    )
    for attribute in entity.writable_attributes():
        name = attribute.graphql_name
        of_enum = examples.is_choice(attribute)
        for value in ("NONESUCH", "person ", 1, "") if of_enum else _MISTYPED.get(attribute.scalar.name, ()):
            errors = await own.admin.errors(document, {"id": record["id"], "input": {name: value}})
            assert [error["extensions"]["code"] for error in errors] == ["BAD_USER_INPUT"], (name, value)
            assert f".{name}" in errors[0]["message"], (name, value)
    assert await records.read(own.admin, entity, record["id"]) == record


@every_entity
async def test_required_values_are_missing(entity: Entity, own: Tenant) -> None:
    sound = {**records.samples(entity), **await records.required_references(own.admin, entity)}
    required = [a.graphql_name for a in entity.writable_attributes() if a.required]
    required += [r.graphql_name for r in entity.writable_relations(RelationKind.ONE) if not r.optional]
    document = (
        f"mutation ($input: {entity.name}Create!) {{ create{entity.name}(input: $input) {{ errors {{ code }} }} }}"
    )
    for name in required:
        for given in ({**sound, name: None}, {key: value for key, value in sound.items() if key != name}):
            errors = await own.admin.errors(document, {"input": given})
            assert [error["extensions"]["code"] for error in errors] == ["BAD_USER_INPUT"], name
            assert name in errors[0]["message"]
    assert await _count(own, entity, sound["externalId"]) == 0


@every_changeable_entity
async def test_bad_references(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    for relation in entity.relations.values():
        if relation.kind is RelationKind.MANY or not relation.writable:
            continue
        for reference, code in _bad_references(relation):
            given = reference if relation.kind is RelationKind.ONE else {"add": [reference]}
            payload = await records.update(own.admin, entity, record, **{relation.graphql_name: given})
            _assert_refused(payload, entity, relation.graphql_name, str(reference), code)
    assert await records.read(own.admin, entity, record["id"]) == record


def _bad_references(relation: Relation) -> Iterator[tuple[dict[str, str], str]]:
    target = ENTITIES[relation.target]
    other = next(entity for entity in ENTITIES.values() if entity is not target)
    absent = "00000000-0000-7000-8000-000000000000"
    yield {"id": f"{target.table}_{absent}"}, "NOT_FOUND"
    yield {"externalId": "nobody has this"}, "NOT_FOUND"
    yield {"id": f"{other.table}_{absent}"}, "BAD_USER_INPUT"
    yield {"id": absent}, "BAD_USER_INPUT"
    yield {"id": ""}, "BAD_USER_INPUT"
    yield {"externalId": "a\x00b"}, "BAD_USER_INPUT"


@every_changeable_entity
async def test_a_reference_is_by_one_key(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    document = (
        f"mutation ($id: ID!, $input: {entity.name}Update!) "
        f"{{ update{entity.name}(id: $id, version: 1, input: $input) {{ errors {{ code }} }} }}"
    )
    for relation in entity.writable_relations(RelationKind.ONE):
        for reference in ({}, {"id": "x", "externalId": "y"}, {"id": None}, {"id": None, "externalId": "y"}):
            variables = {"id": record["id"], "input": {relation.graphql_name: reference}}
            errors = await own.admin.errors(document, variables)
            assert {error["extensions"]["code"] for error in errors} == {"BAD_USER_INPUT"}, reference


@every_changeable_entity
async def test_all_faults_are_told_at_once(entity: Entity, own: Tenant) -> None:
    record = await records.create(own.admin, entity)
    bad = {a.graphql_name: next(_bad_values(a))[1] for a in entity.writable_attributes() if list(_bad_values(a))}
    payload = await records.update(own.admin, entity, record, **bad)
    assert [error["path"] for error in payload["errors"]] == [["input", name] for name in bad]


@every_changeable_entity
@pytest.mark.parametrize("identifier", ["", "x", "customer_", "segment_0190a000-0000-7000-8000-000000000000", "%"])
async def test_an_id_of_another_type(entity: Entity, identifier: str, own: Tenant) -> None:
    named = {"id": identifier, "version": 1}
    for payload in (await records.update(own.admin, entity, named), await records.delete(own.admin, entity, named)):
        assert [(error["code"], error["path"]) for error in payload["errors"]] == [("BAD_USER_INPUT", ["id"])]


def _assert_refused(
    payload: dict[str, Any], entity: Entity, name: str, kind: str, code: str = "BAD_USER_INPUT"
) -> None:
    assert payload[entity.singular] is None, (name, kind)
    assert [(e["code"], e["path"]) for e in payload["errors"]] == [(code, ["input", name])], (name, kind)
    message = payload["errors"][0]["message"]
    assert name in message or code == "NOT_FOUND", (name, kind, message)
    assert len(message) < 300


async def _count(own: Tenant, entity: Entity, external_id: str) -> int:
    where = {"externalId": {"eq": external_id}}
    document = f"query ($where: {entity.name}Where) {{ {entity.plural}(where: $where) {{ totalCount }} }}"
    found: int = (await own.admin.data(document, {"where": where}))[entity.plural]["totalCount"]
    return found
