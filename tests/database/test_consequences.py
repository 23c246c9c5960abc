"""What follows from a write: rows of other entities, demands on the records, unique values, and news for those who listen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from server.database.records import delete_record, upsert_records
from server.database.tenancy import Connection, Database, connect
from server.database.writing import CHANNEL, MOST_IDS, Writing
from server.entities import ENTITIES
from server.entities.change import Fault, check_change
from server.entities.ids import decode_id, new_ids
from tests.conftest import Client
from tests.importing.conftest import until_waiting

_ERRORS = "errors { path code message }"


class Heard:
    """What was told on the channel about one tenant."""

    def __init__(self, tenant: UUID) -> None:
        self.tenant = tenant
        self.told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def hear(self, connection: Any, pid: int, channel: str, payload: str) -> None:
        message = json.loads(payload)
        if message["tenant"] == str(self.tenant):
            self.told.put_nowait(message)

    async def next(self, count: int = 1) -> list[tuple[str, str, int]]:
        """The next messages: entity, kind, and how many records."""
        async with asyncio.timeout(10):
            messages = [await self.told.get() for _ in range(count)]
        return [(message["entity"], message["kind"], len(message["ids"])) for message in messages]


@pytest.fixture
async def heard(app_url: str, tenants: tuple[UUID, UUID]) -> AsyncIterator[Heard]:
    listening = await connect(app_url)
    heard = Heard(tenants[0])
    await listening.add_listener(CHANNEL, heard.hear)
    yield heard
    await listening.close()


async def _change(client: Client, document: str, **variables: Any) -> Any:
    """Run a mutation of one field that must be accepted."""
    (payload,) = (await client.data(document, variables)).values()
    assert payload.get("errors", []) == []
    return payload


async def _upsert(client: Client, name: str, inputs: list[dict[str, Any]], policy: str = "ALL_OR_NOTHING") -> Any:
    entity = next(entity for entity in ENTITIES.values() if entity.name == name)
    plural = entity.plural[0].upper() + entity.plural[1:]
    document = (
        f"mutation ($inputs: [{name}Upsert!]!, $policy: OnError!) {{ upsert{plural}(inputs: $inputs, onError: $policy) "
        f"{{ created updated unchanged {entity.plural} {{ id externalId version }} {_ERRORS} }} }}"
    )
    return (await client.data(document, {"inputs": inputs, "policy": policy}))[f"upsert{plural}"]


def _faults(payload: Any) -> list[tuple[str, str]]:
    return sorted((".".join(error["path"]), error["code"]) for error in payload["errors"])


# Consequences


@pytest.fixture
async def sales(clients: tuple[Client, Client]) -> None:
    """Two tenants with a pipeline of two stages and a deal, all of the same external ids."""
    for client in clients:
        await _upsert(client, "Pipeline", [{"externalId": "P", "name": "Sales"}])
        stages = [
            {
                "externalId": name,
                "name": name,
                "position": position,
                "probability": 0.5,
                "pipeline": {"externalId": "P"},
            }
            for position, name in enumerate(("first", "second"), start=1)
        ]
        await _upsert(client, "Stage", stages)
        await _upsert(client, "Deal", [{"externalId": "D", "name": "Deal", "stage": {"externalId": "first"}}])


async def _stages(client: Client) -> list[tuple[str | None, str]]:
    """From where to where the deal went."""
    found = await client.data("""{ stageChanges(first: 10) {
      nodes { fromStage { externalId } stage { externalId } } } }""")
    return [
        (change["fromStage"] and change["fromStage"]["externalId"], change["stage"]["externalId"])
        for change in found["stageChanges"]["nodes"]
    ]


@pytest.mark.usefixtures("sales")
async def test_a_consequence_follows_only_from_what_it_is_a_consequence_of(clients: tuple[Client, Client]) -> None:
    admin, other = clients
    assert await _stages(admin) == [(None, "first")]
    moved = {"externalId": "D", "name": "Deal", "stage": {"externalId": "second"}}
    await _upsert(admin, "Deal", [{"externalId": "D", "name": "Another name", "stage": {"externalId": "first"}}])
    assert await _stages(admin) == [(None, "first")]
    assert (await _upsert(admin, "Deal", [moved]))["updated"] == 1
    assert await _stages(admin) == [(None, "first"), ("first", "second")]
    assert (await _upsert(admin, "Deal", [moved]))["unchanged"] == 1
    assert await _stages(admin) == [(None, "first"), ("first", "second")]
    assert await _stages(other) == [(None, "first")]


async def test_the_answer_shows_what_followed(clients: tuple[Client, Client]) -> None:
    create = f"""mutation ($input: EmailAddressCreate!) {{ createEmailAddress(input: $input) {{
      emailAddress {{ id version primary customer {{ version email }} }} {_ERRORS} }} }}"""
    for client in clients:
        await _upsert(client, "Customer", [{"externalId": "C", "email": "first@example.com"}])
    given = {"primary": True, "customer": {"externalId": "C"}}
    made = await _change(clients[0], create, input={"address": "second@example.com", **given})
    assert made["emailAddress"]["customer"] == {"version": 2, "email": "second@example.com"}
    await _change(clients[0], create, input={"address": "third@example.com", **given})
    found = "{ emailAddresses(first: 9) { nodes { address primary version } } customers(first: 9) { nodes { email } } }"
    assert await clients[0].data(found) == {
        "emailAddresses": {
            "nodes": [
                {"address": "second@example.com", "primary": False, "version": 2},
                {"address": "third@example.com", "primary": True, "version": 1},
            ]
        },
        "customers": {"nodes": [{"email": "third@example.com"}]},
    }
    assert await clients[1].data(found) == {
        "emailAddresses": {"nodes": []},
        "customers": {"nodes": [{"email": "first@example.com"}]},
    }


# Demands


def _company(name: str, parent: str | None = None) -> dict[str, Any]:
    return {"externalId": name, "name": name, **({"parent": {"externalId": parent}} if parent else {})}


@pytest.fixture
async def companies(clients: tuple[Client, Client]) -> None:
    """Two tenants with the companies A, B below A, and C."""
    for client in clients:
        await _upsert(client, "Company", [_company("A"), _company("C")])
        await _upsert(client, "Company", [_company("B", "A")])


async def _parents(client: Client) -> dict[str, str | None]:
    found = await client.data("{ companies(first: 9) { nodes { externalId parent { externalId } } } }")
    return {
        company["externalId"]: company["parent"] and company["parent"]["externalId"]
        for company in found["companies"]["nodes"]
    }


@pytest.mark.usefixtures("companies")
async def test_a_record_that_breaks_a_demand_is_refused_alone(clients: tuple[Client, Client]) -> None:
    inputs = [_company("A", "B"), _company("C", "A"), _company("D", "B")]
    refused = await _upsert(clients[0], "Company", inputs)
    assert _faults(refused) == [("inputs.0.parent", "BAD_USER_INPUT")]
    assert (refused["created"], refused["updated"], refused["companies"]) == (0, 0, [])
    assert await _parents(clients[0]) == {"A": None, "B": "A", "C": None}
    skipped = await _upsert(clients[0], "Company", inputs, "SKIP_FAILED")
    assert _faults(skipped) == [("inputs.0.parent", "BAD_USER_INPUT")]
    assert (skipped["created"], skipped["updated"], skipped["unchanged"]) == (1, 1, 0)
    assert [company["externalId"] for company in skipped["companies"]] == ["C", "D"]
    assert await _parents(clients[0]) == {"A": None, "B": "A", "C": "A", "D": "B"}
    assert await _parents(clients[1]) == {"A": None, "B": "A", "C": None}


@pytest.mark.usefixtures("companies")
async def test_a_mutation_of_one_record_that_breaks_a_demand_changes_nothing(admin: Client) -> None:
    found = await admin.data('{ companies(where: { externalId: { eq: "A" } }, first: 1) { nodes { id version } } }')
    (company,) = found["companies"]["nodes"]
    document = f"""mutation ($id: ID!, $version: Int!, $input: CompanyUpdate!) {{
      updateCompany(id: $id, version: $version, input: $input) {{ company {{ id }} {_ERRORS} }} }}"""
    changed = {**company, "input": {"name": "Other", "parent": {"externalId": "B"}}}
    payload = (await admin.data(document, changed))["updateCompany"]
    assert _faults(payload) == [("input.parent", "BAD_USER_INPUT")]
    assert payload["company"] is None
    assert await _parents(admin) == {"A": None, "B": "A", "C": None}
    found = await admin.data('{ companies(where: { externalId: { eq: "A" } }, first: 1) { nodes { name version } } }')
    assert found["companies"]["nodes"] == [{"name": "A", "version": company["version"]}]


# What no two records share


async def test_what_another_record_has_costs_its_row_only(
    clients: tuple[Client, Client], database: Database, tenants: tuple[UUID, UUID]
) -> None:
    unique = replace(ENTITIES["CampaignResponse"], unique=(("campaign", "customer"),))

    async def write(tenant: UUID, inputs: list[dict[str, Any]]) -> tuple[int, int, dict[int, list[Fault]]]:
        checked = [check_change(unique, given, creating=True) for given in inputs]
        changes = {position: change for position, (change, _) in enumerate(checked)}
        async with database.tenant_transaction(tenant) as connection:
            outcome = await upsert_records(Writing(connection, tenant, "test"), unique, changes)
        return outcome.created, outcome.unchanged, dict(outcome.faults)

    for client in clients:
        await _upsert(client, "Customer", [{"externalId": name} for name in "ABC"])
        await _upsert(client, "Campaign", [{"externalId": "spring", "name": "Spring"}])
    held = {"externalId": "0", "campaign": {"externalId": "spring"}, "customer": {"externalId": "A"}}
    inputs = [
        {**held, "externalId": "1"},
        {**held, "externalId": "2", "customer": {"externalId": "B"}},
        {**held, "externalId": "3", "customer": {"externalId": "B"}},
        {**held, "externalId": "4", "customer": {"externalId": "C"}},
        held,
    ]
    assert await write(tenants[0], [held]) == (1, 0, {})
    message = "another campaignResponse has this campaign and customer already"
    fault = [Fault(("customer",), "CONFLICT", message)]
    assert await write(tenants[0], inputs) == (2, 1, {0: fault, 2: fault})
    assert await write(tenants[1], inputs) == (3, 0, {2: fault, 4: fault})


# Ledgers


async def test_a_ledger_is_only_added_to(clients: tuple[Client, Client]) -> None:
    for client in clients:
        await _upsert(client, "Customer", [{"externalId": "A"}])
    entry = {
        "externalId": "entry",
        "channel": "EMAIL",
        "purpose": "newsletter",
        "status": "GRANTED",
        "validFrom": "2024-01-01T00:00:00Z",
        "customer": {"externalId": "A"},
    }
    assert (await _upsert(clients[0], "Consent", [entry]))["created"] == 1
    assert (await _upsert(clients[0], "Consent", [entry]))["unchanged"] == 1
    inputs = [{**entry, "status": "WITHDRAWN"}, {**entry, "externalId": "later", "status": "WITHDRAWN"}]
    skipped = await _upsert(clients[0], "Consent", inputs, "SKIP_FAILED")
    assert (skipped["created"], skipped["updated"]) == (1, 0)
    assert _faults(skipped) == [("inputs.0.externalId", "CONFLICT")]
    assert "part of a ledger" in skipped["errors"][0]["message"]
    assert (await _upsert(clients[1], "Consent", inputs))["created"] == 2
    found = await clients[0].data("{ consents(first: 9) { nodes { externalId status version } } }")
    assert found["consents"]["nodes"] == [
        {"externalId": "entry", "status": "GRANTED", "version": 1},
        {"externalId": "later", "status": "WITHDRAWN", "version": 1},
    ]


# News


async def test_changes_are_told_once_they_are_committed(heard: Heard, clients: tuple[Client, Client]) -> None:
    admin = clients[0]
    await _upsert(clients[1], "Customer", [{"externalId": "A"}])
    await _upsert(admin, "Customer", [{"externalId": "A"}, {"externalId": "B"}])
    assert await heard.next() == [("customer", "CREATED", 2)]
    await _upsert(admin, "Customer", [{"externalId": "A", "name": "Ada"}, {"externalId": "B"}, {"externalId": "C"}])
    assert await heard.next(2) == [("customer", "CREATED", 1), ("customer", "UPDATED", 1)]
    await _upsert(admin, "Customer", [{"externalId": "A", "name": "Ada"}])  # is so already
    await _upsert(admin, "Company", [_company("X", "nobody")])  # is refused
    await _upsert(
        admin,
        "EmailAddress",
        [{"externalId": "E", "address": "a@b.de", "primary": True, "customer": {"externalId": "A"}}],
    )
    assert await heard.next(2) == [("email_address", "CREATED", 1), ("customer", "UPDATED", 1)]


async def test_what_goes_with_a_record_is_told_too(heard: Heard, admin: Client) -> None:
    await _upsert(admin, "Customer", [{"externalId": "A"}])
    await _upsert(admin, "Note", [{"externalId": "N", "text": "Calls", "customer": {"externalId": "A"}}])
    await _upsert(admin, "Task", [{"externalId": "T", "title": "Call", "note": {"externalId": "N"}}])
    assert len(await heard.next(3)) == 3
    found = await admin.data("{ customers(first: 1) { nodes { id } } }")
    await _change(
        admin,
        f"mutation ($id: ID!) {{ deleteCustomer(id: $id) {{ id {_ERRORS} }} }}",
        id=found["customers"]["nodes"][0]["id"],
    )
    assert sorted(await heard.next(3)) == [("customer", "DELETED", 1), ("note", "DELETED", 1), ("task", "DELETED", 1)]
    assert (await admin.data("{ tasks(first: 1) { totalCount } }")) == {"tasks": {"totalCount": 0}}


# What is about several records


_ABOUT = {"Note": {"text": "Calls"}, "Task": {"title": "Call"}, "Attachment": {"name": "call.txt"}}


async def _write_about(client: Client, name: str, *subjects: str) -> None:
    """Create the customer and the companies, and one record of the entity ``name`` about them."""
    await _upsert(client, "Customer", [{"externalId": "customer"}])
    await _upsert(client, "Company", [_company("company")])
    await _upsert(client, "Product", [{"externalId": "product", "name": "Product"}])
    about = {subject: {"externalId": subject} for subject in subjects}
    assert (await _upsert(client, name, [{"externalId": "about", **_ABOUT[name], **about}]))["created"] == 1


async def _id(client: Client, singular: str) -> str:
    found = await client.data(f'{{ {singular}(externalId: "{singular}") {{ id }} }}')
    record_id: str = found[singular]["id"]
    return record_id


async def _delete(client: Client, singular: str) -> None:
    name = singular[0].upper() + singular[1:]
    document = f"mutation ($id: ID!) {{ delete{name}(id: $id) {{ id {_ERRORS} }} }}"
    await _change(client, document, id=await _id(client, singular))


async def _about(client: Client, name: str) -> Any:
    found = await client.data(f"""{{ {ENTITIES[name].singular}(externalId: "about") {{
      version customer {{ externalId }} company {{ externalId }} history(first: 9) {{ nodes {{ attribute before after }} }} }} }}""")
    return found[ENTITIES[name].singular]


@pytest.mark.parametrize("name", _ABOUT)
async def test_what_is_about_several_records_goes_with_the_last(
    name: str, heard: Heard, clients: tuple[Client, Client]
) -> None:
    for client in clients:
        await _write_about(client, name, "customer", "company")
    await heard.next(4)
    admin, table = clients[0], ENTITIES[name].table
    customer = await _id(admin, "customer")
    await _delete(admin, "customer")
    assert sorted(await heard.next(2)) == sorted([("customer", "DELETED", 1), (table, "UPDATED", 1)])
    assert await _about(admin, name) == {
        "version": 2,
        "customer": None,
        "company": {"externalId": "company"},
        "history": {"nodes": [{"attribute": "customer", "before": customer, "after": None}]},
    }
    await _delete(admin, "company")
    assert sorted(await heard.next(2)) == sorted([("company", "DELETED", 1), (table, "DELETED", 1)])
    assert await _about(admin, name) is None
    entries = (await admin.data("{ historyEntries(first: 9) { nodes { attribute } } }"))["historyEntries"]["nodes"]
    assert entries == [{"attribute": "deleted"}] * 3
    kept = await _about(clients[1], name)
    assert (kept["version"], kept["customer"], kept["company"]) == (
        1,
        {"externalId": "customer"},
        {"externalId": "company"},
    )


async def test_what_is_about_records_that_go_together_goes_with_them(heard: Heard, admin: Client) -> None:
    await _write_about(admin, "Task", "customer")
    email = {"externalId": "email", "address": "a@b.example", "customer": {"externalId": "customer"}}
    await _upsert(admin, "EmailAddress", [email])
    note = {
        "externalId": "about",
        "text": "Calls",
        "task": {"externalId": "about"},
        "emailAddress": {"externalId": "email"},
    }
    await _upsert(admin, "Note", [{**note, "customer": {"externalId": "customer"}}])
    await heard.next(6)
    await _delete(admin, "customer")
    assert await _about(admin, "Note") is None
    assert await _about(admin, "Task") is None
    entries = (await admin.data("{ historyEntries(first: 9) { nodes { attribute } } }"))["historyEntries"]["nodes"]
    assert entries == [{"attribute": "deleted"}] * 4


@pytest.mark.parametrize("others", [(), ("product",)], ids=["the last two", "two of three"])
async def test_two_records_that_one_is_about_are_deleted_at_the_same_time(
    others: tuple[str, ...], admin: Client, database: Database, tenants: tuple[UUID, UUID], owner_url: str
) -> None:
    """The later one waits for what the earlier one leaves, so that nothing is left about nothing."""
    await _write_about(admin, "Note", "customer", "company", *others)
    ids = {name: decode_id(name, await _id(admin, name)) for name in ("customer", "company")}

    async def delete(connection: Connection, name: str) -> None:
        outcome = await delete_record(
            Writing(connection, tenants[0], "test"), ENTITIES[name.capitalize()], ids[name], 1
        )
        assert not outcome.faults

    async def later() -> None:
        async with database.tenant_transaction(tenants[0]) as connection:
            await delete(connection, "company")

    async with database.tenant_transaction(tenants[0]) as connection:
        await delete(connection, "customer")
        task = asyncio.create_task(later())
        await until_waiting(owner_url)
    await task
    found = await admin.data("{ notes { nodes { version company { id } customer { id } product { externalId } } } }")
    left = [{"version": 3, "company": None, "customer": None, "product": {"externalId": "product"}}] if others else []
    assert found["notes"]["nodes"] == left


async def test_news_of_many_records_come_in_parts(heard: Heard, database: Database) -> None:
    count = 2 * MOST_IDS + 1
    async with database.tenant_transaction(heard.tenant) as connection:
        await Writing(connection, heard.tenant, "test").notify(
            ENTITIES["KnowledgeBaseArticle"], "CREATED", new_ids(count)
        )
    assert [number for _, _, number in await heard.next(3)] == [MOST_IDS, MOST_IDS, 1]
