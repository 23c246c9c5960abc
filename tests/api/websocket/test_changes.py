"""What a subscriber is told: every change that is committed, as it was asked for, and nothing of another tenant's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.api.schema import Api
from server.database.tenancy import Database
from server.database.writing import CHANNEL, Writing
from server.entities import ENTITIES
from server.entities.ids import decode_id
from tests.api.websocket.sockets import Server, Socket, dial, eventually, serve_sockets
from tests.conftest import Client, Statements

EVERYTHING = "subscription { tagChanged { kind id tag { name externalId } } }"
CREATE = "mutation ($input: TagCreate!) { createTag(input: $input) { tag { id version } errors { code } } }"
UPSERT = """mutation ($inputs: [TagUpsert!]!, $onError: OnError! = ALL_OR_NOTHING) {
    upsertTags(inputs: $inputs, onError: $onError) { created updated unchanged errors { code } } }"""


async def create(admin: Client, **values: Any) -> str:
    """Create a tag and return its id."""
    created = await admin.data(CREATE, {"input": values})
    tag_id: str = created["createTag"]["tag"]["id"]
    return tag_id


async def rename(admin: Client, tag_id: str, version: int, name: str) -> None:
    """Change a tag's name."""
    query = """mutation ($id: ID!, $version: Int!, $name: String!) {
        updateTag(id: $id, version: $version, input: {name: $name}) { errors { code } } }"""
    changed = await admin.data(query, {"id": tag_id, "version": version, "name": name})
    assert changed == {"updateTag": {"errors": []}}


async def delete(admin: Client, tag_id: str) -> None:
    """Delete a tag."""
    await admin.data("mutation ($id: ID!) { deleteTag(id: $id) { id } }", {"id": tag_id})


async def test_created_updated_deleted(socket: Socket, admin: Client) -> None:
    await socket.subscribe("1", EVERYTHING)
    tag_id = await create(admin, name="Red", externalId="r")
    told = {"kind": "CREATED", "id": tag_id, "tag": {"name": "Red", "externalId": "r"}}
    assert await socket.next("1") == {"tagChanged": told}
    await rename(admin, tag_id, 1, "Blue")
    told = {"kind": "UPDATED", "id": tag_id, "tag": {"name": "Blue", "externalId": "r"}}
    assert await socket.next("1") == {"tagChanged": told}
    await delete(admin, tag_id)
    assert await socket.next("1") == {"tagChanged": {"kind": "DELETED", "id": tag_id, "tag": None}}
    await socket.silence()


async def test_an_upsert_tells_what_became_of_each_record(socket: Socket, admin: Client) -> None:
    await create(admin, name="same", externalId="same")
    await create(admin, name="before", externalId="changed")
    await socket.subscribe("1", "subscription { tagChanged { kind tag { externalId name } } }")
    inputs = [{"externalId": key, "name": key} for key in ("same", "changed", "new")]
    written = await admin.data(UPSERT, {"inputs": inputs})
    assert written["upsertTags"] == {"created": 1, "updated": 1, "unchanged": 1, "errors": []}
    told = [(await socket.next("1"))["tagChanged"] for _ in range(2)]
    assert sorted((change["kind"], change["tag"]["name"]) for change in told) == [
        ("CREATED", "new"),
        ("UPDATED", "changed"),
    ]
    await socket.silence()


async def test_many_records_at_once_are_told_one_by_one_from_few_statements(
    socket: Socket, admin: Client, statements: Statements
) -> None:
    await socket.subscribe("1", "subscription { tagChanged { kind tag { externalId } } }")
    keys = [f"k{number:03}" for number in range(450)]
    statements.sent.clear()
    await admin.data(UPSERT, {"inputs": [{"externalId": key, "name": key} for key in keys]})
    told = [(await socket.next("1"))["tagChanged"] for _ in keys]
    assert {change["tag"]["externalId"] for change in told} == set(keys)
    assert {change["kind"] for change in told} == {"CREATED"}
    assert sum("array_position" in sent for sent in statements.sent if "array_agg" in sent) == 3


async def test_what_is_refused_or_rolled_back_is_not_told(socket: Socket, admin: Client) -> None:
    await create(admin, name="taken", externalId="taken")
    await socket.subscribe("1", EVERYTHING)
    refused = await admin.data(CREATE, {"input": {"name": "again", "externalId": "taken"}})
    assert refused["createTag"]["errors"] == [{"code": "CONFLICT"}]
    inputs = [{"externalId": "fine", "name": "fine"}, {"externalId": "bad", "name": ""}]
    await admin.data(UPSERT, {"inputs": inputs})
    await admin.data(UPSERT, {"inputs": inputs, "onError": "SKIP_FAILED"})
    assert (await socket.next("1"))["tagChanged"]["tag"]["name"] == "fine"
    await socket.silence()


async def test_where(socket: Socket, admin: Client) -> None:
    query = """subscription ($prefix: String!) {
        tagChanged(where: {name: {startsWith: $prefix}}) { kind id tag { name } } }"""
    await socket.subscribe("a", query, {"prefix": "A"})
    await socket.subscribe("b", query, {"prefix": "B"})
    first, second = await create(admin, name="Anna"), await create(admin, name="Berta")
    assert await socket.next("a") == {"tagChanged": {"kind": "CREATED", "id": first, "tag": {"name": "Anna"}}}
    assert await socket.next("b") == {"tagChanged": {"kind": "CREATED", "id": second, "tag": {"name": "Berta"}}}
    await rename(admin, first, 1, "Bertina")  # judged by what it is after the change
    assert await socket.next("b") == {"tagChanged": {"kind": "UPDATED", "id": first, "tag": {"name": "Bertina"}}}
    await delete(admin, second)  # cannot be judged any more
    gone = {"tagChanged": {"kind": "DELETED", "id": second, "tag": None}}
    assert sorted([(await socket.receive())["id"], (await socket.receive())["id"]]) == ["a", "b"]
    await delete(admin, first)
    assert await socket.receive() != gone


async def test_where_over_related_records_and_nothing_of_the_record(socket: Socket, admin: Client) -> None:
    query = 'subscription { customerChanged(where: {tags: {some: {name: {eq: "vip"}}}}) { id __typename } }'
    tag_id = await create(admin, name="vip")
    await socket.subscribe("1", query)
    customer = """mutation ($tags: [TagRef!]!) {
        createCustomer(input: {kind: PERSON, name: "C", tags: {add: $tags}}) { customer { id } errors { message } } }"""
    await admin.data(customer, {"tags": []})
    created = await admin.data(customer, {"tags": [{"id": tag_id}]})
    customer_id = created["createCustomer"]["customer"]["id"]
    told = await socket.next("1")
    assert told == {"customerChanged": {"id": customer_id, "__typename": "CustomerChanged"}}
    await socket.silence()


async def test_kinds(socket: Socket, admin: Client) -> None:
    await socket.subscribe("1", "subscription { tagChanged(kinds: [DELETED]) { kind id } }")
    query = "subscription ($kinds: [ChangeKind!]) { tagChanged(kinds: $kinds) { kind } }"
    await socket.subscribe("2", query, {"kinds": ["UPDATED"]})
    tag_id = await create(admin, name="x")
    await rename(admin, tag_id, 1, "y")
    assert await socket.next("2") == {"tagChanged": {"kind": "UPDATED"}}
    await delete(admin, tag_id)
    assert await socket.next("1") == {"tagChanged": {"kind": "DELETED", "id": tag_id}}
    await socket.silence()


async def test_aliases_fragments_and_nested_records(socket: Socket, admin: Client) -> None:
    query = """subscription {
        change: tagChanged { what: kind a: tag { ...Name } b: tag { customers(first: 1) { totalCount } } }
    } fragment Name on Tag { called: name }"""
    await socket.subscribe("1", query)
    await create(admin, name='Ä"\\😀')
    told = {"what": "CREATED", "a": {"called": 'Ä"\\😀'}, "b": {"customers": {"totalCount": 0}}}
    assert await socket.next("1") == {"change": told}


async def test_changes_of_one_record_are_told_in_order(socket: Socket, admin: Client) -> None:
    await socket.subscribe("1", "subscription { tagChanged { kind tag { version } } }")
    tag_id = await create(admin, name="0")
    for version in range(1, 30):
        await rename(admin, tag_id, version, str(version))
    seen = [0]
    while seen[-1] < 30:  # a record is told as it is by then, so that changes in quick succession may look alike
        seen.append((await socket.next("1"))["tagChanged"]["tag"]["version"])
    assert seen == sorted(seen)


async def test_another_tenant_is_told_nothing(server_url: str, clients: tuple[Client, Client]) -> None:
    """The other tenant writes records of the very same ids; each is told of its own only."""
    async with dial(server_url) as mine, dial(server_url) as theirs:
        for socket, client in zip((mine, theirs), clients, strict=True):
            await socket.greet(Authorization=f"Bearer {client.token}")
            await socket.subscribe("1", EVERYTHING)
        tag_id = await create(clients[0], name="mine", externalId="x")
        assert (await mine.next("1"))["tagChanged"]["id"] == tag_id
        await theirs.silence()
        await create(clients[1], name="theirs", externalId="x")
        assert (await theirs.next("1"))["tagChanged"]["tag"] == {"name": "theirs", "externalId": "x"}
        await mine.silence()


async def test_a_notification_that_names_another_tenant_s_record(
    socket: Socket, clients: tuple[Client, Client], database: Database, tenants: Any
) -> None:
    """Even then, a record is read as the subscriber's tenant, who does not have it."""
    theirs = decode_id("tag", await create(clients[1], name="theirs"))
    await socket.subscribe("1", EVERYTHING)
    async with database.tenant_transaction(tenants[0]) as connection:
        await Writing(connection, tenants[0], "server").notify(ENTITIES["Tag"], "UPDATED", [theirs])
    await asyncio.sleep(0.3)
    await socket.silence()


@pytest.mark.parametrize("payload", ["", "{", "[]", "null", '{"tenant": 1}', '{"tenant": "x", "entity": "tag"}'])
async def test_a_notification_that_is_none_of_ours(
    socket: Socket, admin: Client, database: Database, tenants: Any, payload: str
) -> None:
    await socket.subscribe("1", "subscription { tagChanged { kind } }")
    async with database.tenant_transaction(tenants[0]) as connection:
        await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)
    await create(admin, name="after")
    assert await socket.next("1") == {"tagChanged": {"kind": "CREATED"}}


@pytest.fixture
async def server(database: Database, api: Api) -> Any:
    async with serve_sockets(database, api) as serving:
        yield serving


async def test_whoever_leaves_is_forgotten(server: Server, token: str, admin: Client) -> None:
    for leave in ("complete", "close", "vanish"):
        async with dial(server.url) as socket, dial(server.url) as other:
            await other.greet(Authorization=token)
            await socket.greet(Authorization=token)
            await other.subscribe("1", EVERYTHING)
            for number in range(5):
                await socket.subscribe(str(number), EVERYTHING)
            assert (server.changes.count, server.changes.connected) == (6, True)
            if leave == "complete":
                for number in range(5):
                    await socket.send(type="complete", id=str(number))
            elif leave == "close":
                await socket.connection.close()
            else:
                socket.connection.transport.abort()

            async def only_the_other() -> bool:
                return server.changes.count == 1

            await eventually(only_the_other)
            await create(admin, name="still")
            assert (await other.next("1"))["tagChanged"]["kind"] == "CREATED"
        await server.forgotten()


async def test_a_subscriber_that_comes_as_the_last_one_leaves(server: Server, token: str, admin: Client) -> None:
    async with dial(server.url) as socket:
        await socket.greet(Authorization=token)
        for _ in range(20):
            await socket.subscribe("1", EVERYTHING)
            await socket.send(type="complete", id="1")
            await socket.subscribe("2", EVERYTHING)
            await create(admin, name="x")
            assert (await socket.next("2"))["tagChanged"]["kind"] == "CREATED"
            await socket.send(type="complete", id="2")
    await server.forgotten()
