"""Who changed what of a record, when, from what to what: as customers of the endpoint see it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from server.database.tenancy import Database
from server.entities import ENTITIES
from server.importing import import_file
from tests.conftest import Client

_ENTRY = "attribute before after actor at"


async def _upsert(client: Client, name: str, inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    entity = ENTITIES[name]
    verb = f"upsert{entity.plural[0].upper()}{entity.plural[1:]}"
    document = (
        f"mutation ($inputs: [{name}Upsert!]!) "
        f"{{ {verb}(inputs: $inputs) {{ {entity.plural} {{ id version }} errors {{ code message path }} }} }}"
    )
    payload = (await client.data(document, {"inputs": inputs}))[verb]
    assert payload["errors"] == []
    records: list[dict[str, Any]] = payload[entity.plural]
    return records


async def _history(client: Client, record_id: str) -> list[dict[str, Any]]:
    """The entries of a record by the attribute's name."""
    name = record_id.rpartition("_")[0]
    field = next(entity.singular for entity in ENTITIES.values() if entity.table == name)
    document = f"query ($id: ID!) {{ {field}(id: $id) {{ history(first: 50) {{ nodes {{ {_ENTRY} }} }} }} }}"
    found = (await client.data(document, {"id": record_id}))[field]["history"]["nodes"]
    return sorted(found, key=lambda entry: (entry["at"], entry["attribute"]))


def _changes(entries: list[dict[str, Any]]) -> dict[str, tuple[Any, Any]]:
    return {entry["attribute"]: (entry["before"], entry["after"]) for entry in entries}


async def _update(client: Client, record: dict[str, Any], values: dict[str, Any], **headers: Any) -> dict[str, Any]:
    document = """mutation ($id: ID!, $version: Int!, $input: CustomerUpdate!) {
      updateCustomer(id: $id, version: $version, input: $input) { customer { id version } errors { code message } } }"""
    variables = {"id": record["id"], "version": record["version"], "input": values}
    payload = (await client.post(document, variables, **headers)).json()["data"]["updateCustomer"]
    assert payload["errors"] == []
    changed: dict[str, Any] = payload["customer"]
    return changed


async def test_every_changed_attribute_has_its_entry(clients: tuple[Client, Client]) -> None:
    for client in clients:
        await _upsert(client, "Company", [{"externalId": name, "name": name} for name in "XY"])
        await _upsert(client, "Tag", [{"externalId": name, "name": name} for name in "TU"])
    values = {
        "externalId": "A",
        "name": "Ada",
        "birthDate": "1990-02-28",
        "phone": "+4930123456",
        "company": {"externalId": "X"},
        "tags": {"set": [{"externalId": "T"}]},
    }
    (record,) = await _upsert(clients[0], "Customer", [values])
    (twin,) = await _upsert(clients[1], "Customer", [values])
    assert await _history(clients[0], record["id"]) == []
    began = datetime.now(UTC)
    changed = {
        "name": "Ada",
        "birthDate": None,
        "stage": "CUSTOMER",
        "phone": "+4930654321",
        "company": {"externalId": "Y"},
        "tags": {"set": [{"externalId": "U"}]},
    }
    await _update(clients[0], record, changed)
    entries = await _history(clients[0], record["id"])
    companies, tags = await _ids(clients[0], "companies"), await _ids(clients[0], "tags")
    assert _changes(entries) == {
        "birthDate": ("1990-02-28", None),
        "company": (companies["X"], companies["Y"]),
        "phone": ("+4930123456", "+4930654321"),
        "stage": ("LEAD", "CUSTOMER"),
        "tags": ([tags["T"]], [tags["U"]]),
    }
    assert len({entry["actor"] for entry in entries}) == len({entry["at"] for entry in entries}) == 1
    assert began <= datetime.fromisoformat(entries[0]["at"]) <= datetime.now(UTC)
    assert entries[0]["actor"].startswith("key_")
    UUID(entries[0]["actor"].removeprefix("key_"))
    assert await _history(clients[1], twin["id"]) == []


async def _ids(client: Client, plural: str) -> dict[str, str]:
    found = await client.data(f"{{ {plural}(first: 50) {{ nodes {{ id externalId }} }} }}")
    return {record["externalId"]: record["id"] for record in found[plural]["nodes"]}


async def test_values_are_told_as_they_are_shown(admin: Client) -> None:
    shown = "name price { amount currency } active"
    first = {"externalId": "P", "name": "Café", "price": {"amount": "12.50", "currency": "EUR"}}
    (record,) = await _upsert(admin, "Product", [first])
    before = (await admin.data(f"query ($id: ID!) {{ product(id: $id) {{ {shown} }} }}", {"id": record["id"]}))[
        "product"
    ]
    await _upsert(admin, "Product", [{**first, "name": "Thé", "price": {"amount": "1250", "currency": "JPY"}}])
    after = (await admin.data(f"query ($id: ID!) {{ product(id: $id) {{ {shown} }} }}", {"id": record["id"]}))[
        "product"
    ]
    changes = _changes(await _history(admin, record["id"]))
    assert changes == {name: (before[name], after[name]) for name in ("name", "price")}


async def test_an_instant_is_told_as_it_is_shown(admin: Client) -> None:
    (record,) = await _upsert(admin, "Order", [await _order(admin, "2024-01-31T10:00:00.120+02:00")])
    document = "query ($id: ID!) { order(id: $id) { placedAt } }"
    before = (await admin.data(document, {"id": record["id"]}))["order"]["placedAt"]
    await _upsert(admin, "Order", [await _order(admin, "2024-01-31T10:00:00Z")])
    after = (await admin.data(document, {"id": record["id"]}))["order"]["placedAt"]
    assert _changes(await _history(admin, record["id"])) == {"placedAt": (before, after)}


async def _order(client: Client, placed_at: str) -> dict[str, Any]:
    await _upsert(client, "Customer", [{"externalId": "A"}])
    total = {"amount": "1.00", "currency": "EUR"}
    return {"externalId": "O", "placedAt": placed_at, "total": total, "customer": {"externalId": "A"}}


async def test_an_upsert_keeps_what_it_changes_only(admin: Client) -> None:
    inputs = [{"externalId": name, "name": name, "city": "Oslo"} for name in "AB"]
    first, second = await _upsert(admin, "Customer", inputs)
    inputs[1]["name"] = "Bea"
    await _upsert(admin, "Customer", [*inputs, {"externalId": "C", "name": "Cy"}])
    assert await _history(admin, first["id"]) == []
    assert _changes(await _history(admin, second["id"])) == {"name": ("B", "Bea")}


async def test_an_import_is_an_actor(
    admin: Client, database: Database, tenants: tuple[UUID, UUID], tmp_path: Path
) -> None:
    file = tmp_path / "customers.csv"
    (record,) = await _upsert(admin, "Customer", [{"externalId": "A", "name": "Ada"}])
    file.write_text("external_id,name,city\nA,Eve,\nB,Bea,Oslo\n")
    await import_file(database, tenants[0], ENTITIES["Customer"], file)
    (entry,) = await _history(admin, record["id"])
    assert (entry["attribute"], entry["before"], entry["after"], entry["actor"]) == ("name", "Ada", "Eve", "import")


async def test_what_followed_is_kept_as_well(admin: Client) -> None:
    (record,) = await _upsert(admin, "Customer", [{"externalId": "A", "email": "old@example.com"}])
    address = {"externalId": "E", "address": "new@example.com", "primary": True, "customer": {"externalId": "A"}}
    (made,) = await _upsert(admin, "EmailAddress", [address])
    (entry,) = await _history(admin, record["id"])
    assert (entry["attribute"], entry["before"], entry["after"]) == ("email", "old@example.com", "new@example.com")
    assert entry["actor"].startswith("key_")
    await _upsert(admin, "Customer", [{"externalId": "A", "email": "third@example.com"}])
    assert _changes(await _history(admin, made["id"])) == {"primary": (True, False)}


async def test_the_client_may_say_for_whom_it_acts(admin: Client) -> None:
    (record,) = await _upsert(admin, "Customer", [{"externalId": "A"}])
    record = await _update(admin, record, {"name": "Ada"}, **{"Tessera-Actor": "Zoë, sales".encode()})
    await _update(admin, record, {"name": "Eve"})
    first, second = await _history(admin, record["id"])
    assert first["actor"] == f"{second['actor']} for Zoë, sales"


async def test_a_deleted_record_leaves_nothing_but_that_it_was_deleted(clients: tuple[Client, Client]) -> None:
    kept = []
    for client in clients:
        (record,) = await _upsert(client, "Customer", [{"externalId": "A", "name": "Ada"}])
        (note,) = await _upsert(client, "Note", [{"externalId": "N", "text": "Calls", "customer": {"externalId": "A"}}])
        await _upsert(client, "Customer", [{"externalId": "A", "name": "Eve"}])
        await _upsert(client, "Note", [{"externalId": "N", "text": "Writes"}])
        kept += [record["id"], note["id"]]
    document = "mutation ($id: ID!) { deleteCustomer(id: $id) { id errors { code } } }"
    await clients[0].data(document, {"id": kept[0]})
    entries = "{ historyEntries(first: 50) { nodes { record attribute before after } } }"
    found = (await clients[0].data(entries))["historyEntries"]["nodes"]
    assert sorted(found, key=lambda entry: str(entry["record"])) == [
        {"record": record_id, "attribute": "deleted", "before": None, "after": True} for record_id in sorted(kept[:2])
    ]
    found = (await clients[1].data(entries))["historyEntries"]["nodes"]
    assert {(entry["record"], entry["attribute"]) for entry in found} == {(kept[2], "name"), (kept[3], "text")}


async def test_of_two_who_create_a_record_at_once_the_later_changes_it(admin: Client) -> None:
    for turn in range(10):
        keys = [f"{turn} {number}" for number in range(50)]
        one, other = await asyncio.gather(
            *(
                _upsert(admin, "Customer", [{"externalId": key, "name": name} for key in keys])
                for name in ("one", "two")
            )
        )
        assert one[0]["id"] == other[0]["id"]
        assert sorted((one[0]["version"], other[0]["version"])) == [1, 2]
        (entry,) = await _history(admin, one[0]["id"])
        first = "one" if one[0]["version"] == 1 else "two"
        assert (entry["before"], entry["after"]) == (first, "two" if first == "one" else "one")
