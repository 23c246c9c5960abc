"""One main address of each kind, duplicates that are found rather than refused, and trees that lead nowhere back."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from server.database.records import insert_record, upsert_records
from server.database.tenancy import Connection, Database
from server.database.writing import SERVER, Writing
from server.entities import ENTITIES
from server.entities.change import check_change
from tests.api import records
from tests.conftest import Client
from tests.importing.conftest import until_waiting


@dataclass(frozen=True)
class _Kind:
    """A kind of address: the list that holds its rows, what a row says of it, and what the customer says of it."""

    entity: str
    listed: str
    attributes: Mapping[str, str]
    values: tuple[Mapping[str, Any], ...]

    def own(self, which: int) -> dict[str, Any]:
        """What the customer says when address ``which`` is the main one."""
        return {self.attributes[name]: value for name, value in self.values[which].items()}


_EMAIL = _Kind(
    "EmailAddress",
    "emails",
    {"address": "email"},
    tuple({"address": f"{name}@example.com"} for name in ("one", "two", "three")),
)
_PHONE = _Kind(
    "CustomerPhone", "phones", {"number": "phone"}, tuple({"number": f"+493012345{last}"} for last in (61, 62, 63))
)
_POSTAL = ("street", "city", "region", "postalCode", "country")
_ADDRESS = _Kind(
    "PostalAddress",
    "addresses",
    {name: name for name in _POSTAL},
    tuple(
        dict(zip(_POSTAL, values, strict=True))
        for values in (
            ("Rua Augusta 5", "Lisboa", None, "1100-048", "PT"),
            ("Rua Augusta 5", "Lisboa", "Lisboa", "1100-048", "PT"),
            ("1 Main Street", "Springfield", "IL", None, "US"),
        )
    ),
)
every_kind = pytest.mark.parametrize("kind", [_EMAIL, _PHONE, _ADDRESS], ids=lambda kind: kind.entity)


async def _customer(client: Client, **given: Any) -> str:
    made = await client.data(
        "mutation ($input: CustomerCreate!) { createCustomer(input: $input) { customer { id } errors { message } } }",
        {"input": given},
    )
    customer: str = made["createCustomer"]["customer"]["id"]
    return customer


async def _upsert(client: Client, entity: str, *inputs: Mapping[str, Any], on_error: str = "ALL_OR_NOTHING") -> Any:
    arguments = {"inputs": (f"[{entity}Upsert!]!", list(inputs)), "onError": ("OnError!", on_error)}
    plural = ENTITIES[entity].plural
    name = f"upsert{plural[0].upper()}{plural[1:]}"
    return await records.mutate(client, name, arguments, ENTITIES[entity], "created updated")


async def _write(client: Client, kind: _Kind, customer: str, *rows: tuple[str, int, bool]) -> None:
    """Write addresses, each with its external id, which of the values it has, and whether it is primary."""
    inputs = [
        {"externalId": key, **kind.values[which], "primary": primary, "customer": {"id": customer}}
        for key, which, primary in rows
    ]
    assert (await _upsert(client, kind.entity, *inputs))["errors"] == []


async def _change(client: Client, customer: str, **values: Any) -> None:
    version = (await client.data("query ($id: ID!) { customer(id: $id) { version } }", {"id": customer}))["customer"]
    arguments = {"id": ("ID!", customer), "version": ("Int!", version["version"]), "input": ("CustomerUpdate!", values)}
    payload = await records.mutate(client, "updateCustomer", arguments, ENTITIES["Customer"], "customer { id }")
    assert payload["errors"] == []


async def _state(client: Client, kind: _Kind, customer: str) -> tuple[dict[str, Any], list[str], dict[str, int]]:
    """What the customer says, which rows are primary, and the version of each row and of the customer."""
    data = await client.data(
        f"query ($id: ID!) {{ customer(id: $id) {{ version {' '.join(kind.attributes.values())} "
        f"{kind.listed}(first: 100) {{ nodes {{ externalId primary version }} }} }} }}",
        {"id": customer},
    )
    found = data["customer"]
    rows = found.pop(kind.listed)["nodes"]
    versions = {row["externalId"]: row["version"] for row in rows} | {"customer": found.pop("version")}
    return found, [row["externalId"] for row in rows if row["primary"]], versions


# Main addresses


@every_kind
async def test_a_primary_row_becomes_the_customers_own(kind: _Kind, admin: Client) -> None:
    customer = await _customer(admin)
    await _write(admin, kind, customer, ("a", 0, False))
    assert await _state(admin, kind, customer) == (dict.fromkeys(kind.own(0)), [], {"a": 1, "customer": 1})
    await _write(admin, kind, customer, ("b", 1, True))
    assert await _state(admin, kind, customer) == (kind.own(1), ["b"], {"a": 1, "b": 1, "customer": 2})
    await _write(admin, kind, customer, ("a", 0, True))
    assert await _state(admin, kind, customer) == (kind.own(0), ["a"], {"a": 2, "b": 2, "customer": 3})


@every_kind
async def test_a_primary_row_that_changes_takes_the_customer_along(kind: _Kind, admin: Client) -> None:
    customer = await _customer(admin)
    await _write(admin, kind, customer, ("a", 0, True), ("b", 1, False))
    await _write(admin, kind, customer, ("a", 2, True))
    assert await _state(admin, kind, customer) == (kind.own(2), ["a"], {"a": 2, "b": 1, "customer": 3})
    await _write(admin, kind, customer, ("b", 0, False))
    assert await _state(admin, kind, customer) == (kind.own(2), ["a"], {"a": 2, "b": 2, "customer": 3})


@every_kind
async def test_a_row_that_is_primary_no_more_leaves_the_customer_alone(kind: _Kind, admin: Client) -> None:
    customer = await _customer(admin)
    await _write(admin, kind, customer, ("a", 0, True))
    await _write(admin, kind, customer, ("a", 0, False))
    assert await _state(admin, kind, customer) == (kind.own(0), [], {"a": 2, "customer": 2})


@every_kind
async def test_a_primary_row_that_moves_to_another_customer(kind: _Kind, admin: Client) -> None:
    first, second = await _customer(admin), await _customer(admin)
    await _write(admin, kind, first, ("a", 0, True))
    await _write(admin, kind, second, ("b", 1, True))
    await _write(admin, kind, second, ("a", 0, True))
    assert await _state(admin, kind, first) == (kind.own(0), [], {"customer": 2})
    assert await _state(admin, kind, second) == (kind.own(0), ["a"], {"a": 2, "b": 2, "customer": 3})


@every_kind
async def test_the_customers_own_marks_the_row_that_says_the_same(kind: _Kind, admin: Client) -> None:
    customer = await _customer(admin, **kind.own(0))
    assert await _state(admin, kind, customer) == (kind.own(0), [], {"customer": 1})
    await _write(admin, kind, customer, ("a", 0, False), ("b", 1, False))
    await _change(admin, customer, **kind.own(1))
    assert await _state(admin, kind, customer) == (kind.own(1), ["b"], {"a": 1, "b": 2, "customer": 2})
    await _change(admin, customer, **kind.own(0))
    assert await _state(admin, kind, customer) == (kind.own(0), ["a"], {"a": 2, "b": 3, "customer": 3})
    await _change(admin, customer, **kind.own(2))
    assert await _state(admin, kind, customer) == (kind.own(2), [], {"a": 3, "b": 3, "customer": 4})
    await _change(admin, customer, **kind.own(0))
    await _change(admin, customer, **dict.fromkeys(kind.own(0)))
    assert (await _state(admin, kind, customer))[:2] == (dict.fromkeys(kind.own(0)), [])


@every_kind
async def test_of_rows_that_say_the_same_one_is_primary(kind: _Kind, admin: Client) -> None:
    customer = await _customer(admin)
    await _write(admin, kind, customer, ("a", 0, False), ("b", 0, False), ("c", 1, True))
    await _change(admin, customer, **kind.own(0))
    assert (await _state(admin, kind, customer))[1] == ["a"]
    await _write(admin, kind, customer, ("b", 0, True))
    await _change(admin, customer, name="Ada", **kind.own(0))
    assert (await _state(admin, kind, customer))[1] == ["b"]


@every_kind
async def test_in_bulk(kind: _Kind, admin: Client) -> None:
    """The later of two primary rows in one list counts; what is written again changes nothing more."""
    first, second = await _customer(admin), await _customer(admin, **kind.own(1))
    await _write(admin, kind, second, ("z", 1, True))
    inputs = [
        {"externalId": key, **kind.values[which], "primary": primary, "customer": {"id": customer}}
        for key, which, primary, customer in (
            ("b", 0, True, first),
            ("y", 2, False, second),
            ("a", 1, True, first),
            ("c", 2, False, first),
        )
    ]
    assert await _upsert(admin, kind.entity, *inputs) == {"created": 4, "updated": 0, "errors": []}
    own, primary, versions = await _state(admin, kind, first)
    assert (own, primary, versions["customer"]) == (kind.own(1), ["a"], 2)
    assert await _state(admin, kind, second) == (kind.own(1), ["z"], {"y": 1, "z": 1, "customer": 1})
    assert await _upsert(admin, kind.entity, *inputs[1:]) == {"created": 0, "updated": 0, "errors": []}
    assert await _state(admin, kind, first) == (own, primary, versions)


@every_kind
async def test_customers_in_bulk(kind: _Kind, admin: Client) -> None:
    keys = ["first", "second"]
    inputs = [{"externalId": key} for key in keys]
    assert (await _upsert(admin, "Customer", *inputs))["created"] == 2
    customers = [(await admin.data(f'{{ customer(externalId: "{key}") {{ id }} }}'))["customer"]["id"] for key in keys]
    for customer, suffix in zip(customers, "12", strict=True):
        await _write(admin, kind, customer, (f"a{suffix}", 0, False), (f"b{suffix}", 1, True))
    inputs = [{"externalId": key, **kind.own(which)} for which, key in enumerate(keys)]
    assert await _upsert(admin, "Customer", *inputs) == {"created": 0, "updated": 1, "errors": []}
    states = [await _state(admin, kind, customer) for customer in customers]
    assert states[0] == (kind.own(0), ["a1"], {"a1": 2, "b1": 2, "customer": 3})
    assert states[1] == (kind.own(1), ["b2"], {"a2": 1, "b2": 1, "customer": 2})


@every_kind
async def test_the_customers_history_tells(kind: _Kind, admin: Client) -> None:
    customer = await _customer(admin)
    await _write(admin, kind, customer, ("a", 0, True))
    data = await admin.data(
        "query ($id: ID!) { customer(id: $id) { history(first: 100) { nodes { attribute before after } } } }",
        {"id": customer},
    )
    told = {entry["attribute"]: entry["after"] for entry in data["customer"]["history"]["nodes"]}
    assert told == {name: value for name, value in kind.own(0).items() if value is not None}


@pytest.mark.parametrize("same", [False, True])
async def test_two_primary_rows_at_the_same_time(
    same: bool, admin: Client, database: Database, tenants: tuple[uuid.UUID, uuid.UUID], owner_url: str
) -> None:
    """The later write wins as a whole, also when it says what the customer said before the earlier one."""
    customer = await _customer(admin, email="two@example.com" if same else None)

    async def insert(connection: Connection, key: str, which: int) -> None:
        given = {"externalId": key, **_EMAIL.values[which], "primary": True, "customer": {"id": customer}}
        change, faults = check_change(ENTITIES["EmailAddress"], given, creating=True)
        assert not faults
        writing = Writing(connection, tenants[0], SERVER)
        assert not (await insert_record(writing, ENTITIES["EmailAddress"], change)).faults

    async def later() -> None:
        async with database.tenant_transaction(tenants[0]) as connection:
            await insert(connection, "later", 1)

    async with database.tenant_transaction(tenants[0]) as connection:
        await insert(connection, "earlier", 0)
        task = asyncio.create_task(later())
        await until_waiting(owner_url)
    await task
    assert (await _state(admin, _EMAIL, customer))[:2] == (_EMAIL.own(1), ["later"])


@every_kind
async def test_two_tenants_with_the_same_ids(
    kind: _Kind, clients: tuple[Client, Client], tenants: tuple[uuid.UUID, uuid.UUID], database: Database
) -> None:
    first, second = clients
    customer = await _customer(first)
    await _write(first, kind, customer, ("a", 0, True), ("b", 1, False))
    for table in ("customer", ENTITIES[kind.entity].table):
        async with database.tenant_transaction(tenants[0]) as connection:
            rows = [
                dict(row) for row in await connection.fetch(f"SELECT * FROM {table} WHERE tenant_id = $1", tenants[0])
            ]
        async with database.tenant_transaction(tenants[1]) as connection:
            for row in rows:
                await _insert(connection, table, {**row, "tenant_id": tenants[1]})
    before = await _state(second, kind, customer)
    assert before == await _state(first, kind, customer)
    await _write(first, kind, customer, ("b", 1, True))
    await _change(first, customer, **kind.own(2))
    assert (await _state(first, kind, customer))[:2] == (kind.own(2), [])
    assert await _state(second, kind, customer) == before


async def _insert(connection: Connection, table: str, row: Mapping[str, Any]) -> None:
    columns = ", ".join(f'"{column}"' for column in row)
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", *row.values())


async def test_an_email_address_is_the_same_in_capitals(admin: Client) -> None:
    customer = await _customer(admin)
    await _write(admin, _EMAIL, customer, ("a", 0, False))
    await _change(admin, customer, email="ONE@Example.com")
    assert (await _state(admin, _EMAIL, customer))[:2] == ({"email": "ONE@Example.com"}, ["a"])
    await _change(admin, customer, email="óne@example.com")
    assert (await _state(admin, _EMAIL, customer))[1] == []


async def test_an_own_email_address_from_a_row_is_found_by_it(admin: Client) -> None:
    """The copy for searching comes along."""
    customer = await _customer(admin, email="before@example.com")
    row = {"externalId": "a", "address": "Zoë@Example.com", "primary": True, "customer": {"id": customer}}
    assert (await _upsert(admin, "EmailAddress", row))["errors"] == []
    found = await admin.data('{ customers(where: {email: {eqInsensitive: "zoe@example.com"}}) { nodes { id } } }')
    assert found["customers"]["nodes"] == [{"id": customer}]


# Duplicates


async def _shared(client: Client) -> dict[str, tuple[bool, bool]]:
    query = "{ customers(first: 100) { nodes { name emailShared phoneShared } } }"
    nodes = (await client.data(query))["customers"]["nodes"]
    return {node["name"]: (node["emailShared"], node["phoneShared"]) for node in nodes}


async def test_shared_addresses_are_found(clients: tuple[Client, Client]) -> None:
    """As main or further ones, whatever case; not with itself, and not across tenants."""
    first, second = clients
    for client in clients:
        await _customer(client, name="Ada", email="ada@example.com", phone="+493012345")
    assert await _shared(first) == {"Ada": (False, False)}
    await _customer(first, name="As main", email="ADA@example.com", phone="+49 30 12345")
    also_further = await _customer(first, name="As further", email="other@example.com")
    alone = await _customer(first, name="Alone", email="alone@example.com", phone="+493099999")
    await _write(first, _EMAIL, alone, ("same", 0, False))
    inputs = [
        {"externalId": key, "address": address, "customer": {"id": customer}}
        for key, address, customer in (
            ("alone", "alone@example.com", alone),
            ("further", "Other@example.com", also_further),
            ("other", "other@example.com", alone),
        )
    ]
    assert (await _upsert(first, "EmailAddress", *inputs))["errors"] == []
    numbers = {"externalId": "n", "number": "+49 30 99999", "customer": {"id": also_further}}
    assert (await _upsert(first, "CustomerPhone", numbers))["errors"] == []
    assert await _shared(first) == {
        "Ada": (True, True),
        "As main": (True, True),
        "As further": (True, False),
        "Alone": (False, True),
    }
    rows = await first.data(
        "{ emailAddresses { nodes { externalId shared } } customerPhones { nodes { externalId shared } } }"
    )
    assert {row["externalId"]: row["shared"] for row in rows["emailAddresses"]["nodes"]} == {
        "same": False,
        "alone": False,
        "further": True,
        "other": True,
    }
    assert rows["customerPhones"]["nodes"] == [{"externalId": "n", "shared": True}]
    assert await _shared(second) == {"Ada": (False, False)}


async def test_who_shares_can_be_asked_for(admin: Client) -> None:
    for name in ("Ada", "Grace"):
        await _customer(admin, name=name, email="team@example.com")
    await _customer(admin, name="Alan", email="alan@example.com")
    await _customer(admin, name="Nobody")
    found = await admin.data("{ customers(where: {emailShared: {eq: true}}) { nodes { name } } }")
    assert [node["name"] for node in found["customers"]["nodes"]] == ["Ada", "Grace"]


# Trees


@pytest.mark.parametrize("entity", ["Company", "Team"])
async def test_no_record_is_above_itself(entity: str, admin: Client) -> None:
    def below(key: str, parent: str | None) -> dict[str, Any]:
        return {"externalId": key, "name": key, "parent": parent and {"externalId": parent}}

    assert (await _upsert(admin, entity, below("a", None)))["created"] == 1
    chain = [below("b", "a"), below("c", "a")]
    assert (await _upsert(admin, entity, *chain))["created"] == 2
    assert (await _upsert(admin, entity, below("d", "b")))["created"] == 1
    refused = await _upsert(admin, entity, below("a", "d"), below("e", "a"), below("c", "c"), on_error="SKIP_FAILED")
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [
        ("BAD_USER_INPUT", ["inputs", "0", "parent"]),
        ("BAD_USER_INPUT", ["inputs", "2", "parent"]),
    ]
    assert refused["created"] == 1
    assert (await _upsert(admin, entity, below("c", "d")))["updated"] == 1


@pytest.mark.parametrize("entity", ["Company", "Team", "ProductCategory"])
async def test_two_at_the_same_time_do_not_close_a_circle(
    entity: str, admin: Client, database: Database, tenants: tuple[uuid.UUID, uuid.UUID], owner_url: str
) -> None:
    """Neither sees what the other writes until it is committed, so the later one waits, and is refused."""
    declared = ENTITIES[entity]
    keys = ("a", "b", "c")
    assert (await _upsert(admin, entity, *({"externalId": key, "name": key} for key in keys)))["created"] == 3

    async def write(connection: Connection, key: str, **values: Any) -> list[Any]:
        change, faults = check_change(declared, {"externalId": key, "name": key, **values}, creating=True)
        assert not faults
        written = await upsert_records(Writing(connection, tenants[0], SERVER), declared, {0: change})
        return written.faults[0]

    async def later(key: str, **values: Any) -> list[Any]:
        async with database.tenant_transaction(tenants[0]) as connection:
            return await write(connection, key, **values)

    async with database.tenant_transaction(tenants[0]) as connection:
        assert await write(connection, "a", parent={"externalId": "b"}) == []
        task = asyncio.create_task(later("b", parent={"externalId": "a"}))
        await until_waiting(owner_url)
        assert await later("c", name="Without a parent, it need not wait") == []
    (fault,) = await task
    assert (fault.path, fault.code) == (("parent",), "BAD_USER_INPUT")
    found = await admin.data(f"{{ {declared.plural} {{ nodes {{ externalId parent {{ externalId }} }} }} }}")
    parents = {node["externalId"]: node["parent"] for node in found[declared.plural]["nodes"]}
    assert parents == {"a": {"externalId": "b"}, "b": None, "c": None}


async def test_an_order_returns_goods_of_another_one(clients: tuple[Client, Client]) -> None:
    order = {"placedAt": "2024-01-31T12:00:00Z", "total": {"amount": "1.00", "currency": "EUR"}}
    order["customer"] = {"externalId": "c"}
    for client in clients:
        assert (await _upsert(client, "Customer", {"externalId": "c"}))["created"] == 1
        assert (await _upsert(client, "Order", *({**order, "externalId": key} for key in "ab")))["created"] == 2
    admin = clients[0]
    itself = {**order, "externalId": "a", "original": {"externalId": "a"}}
    other = {**order, "externalId": "b", "original": {"externalId": "a"}}
    refused = await _upsert(admin, "Order", itself, other, on_error="SKIP_FAILED")
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [("BAD_USER_INPUT", ["inputs", "0", "original"])]
    assert refused["updated"] == 1
    found = (await admin.data('{ order(externalId: "a") { id version original { id } } }'))["order"]
    assert found["original"] is None
    payload = await records.update(admin, ENTITIES["Order"], found, original={"id": found["id"]})
    assert [(e["code"], e["path"]) for e in payload["errors"]] == [("BAD_USER_INPUT", ["input", "original"])]
    assert (await admin.data('{ order(externalId: "a") { original { id } returns { totalCount } } }'))["order"] == {
        "original": None,
        "returns": {"totalCount": 1},
    }
