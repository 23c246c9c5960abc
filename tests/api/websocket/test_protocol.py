"""The protocol graphql-transport-ws to the letter: who may speak, when, what, and with which code a socket is closed."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import orjson
import pytest
from websockets.exceptions import InvalidStatus

from server.api.websocket import Patience
from server.entities.declaration import Role
from server.tenants import create_key, list_keys, revoke_key
from tests.api.websocket.sockets import Socket, dial, serve_sockets

TAGS = "{ tags { totalCount } }"
TAG_CHANGED = "subscription { tagChanged { kind } }"


@pytest.mark.parametrize("offered", [["graphql-ws"], None, ["graphql-ws", "soap"]])
async def test_another_protocol_is_refused_at_the_handshake(server_url: str, offered: list[str] | None) -> None:
    with pytest.raises(InvalidStatus) as caught:
        async with dial(server_url, subprotocols=offered):
            pass
    assert caught.value.response.status_code == 400
    assert b"graphql-transport-ws and no other" in caught.value.response.body


async def test_ours_is_chosen_among_others(server_url: str) -> None:
    async with dial(server_url, subprotocols=["graphql-ws", "graphql-transport-ws"]) as socket:
        assert socket.connection.subprotocol == "graphql-transport-ws"


async def test_the_key_in_the_header(server_url: str, token: str) -> None:
    async with dial(server_url, additional_headers={"Authorization": token}) as socket:
        await socket.send(type="connection_init")
        assert await socket.receive() == {"type": "connection_ack"}


async def test_the_key_in_the_greeting_comes_before_the_header_s(server_url: str, token: str) -> None:
    async with dial(server_url, additional_headers={"Authorization": "Bearer nonsense"}) as socket:
        await socket.greet(authorization=token)
    async with dial(server_url, additional_headers={"Authorization": token}) as socket:
        await socket.send(type="connection_init", payload={"Authorization": None})
        assert (await socket.closing())[0] == 4403


@pytest.mark.parametrize("payload", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": ["x"]}])
async def test_a_key_that_is_not_known(server_url: str, payload: dict[str, Any]) -> None:
    async with dial(server_url) as socket:
        await socket.send(type="connection_init", payload=payload)
        assert await socket.closing() == (
            4403,
            "Forbidden: send a valid API key as `Authorization: Bearer <token>`",
        )


async def test_an_operation_before_the_greeting(server_url: str) -> None:
    async with dial(server_url) as socket:
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}
        await socket.ask("1", TAGS)
        assert await socket.closing() == (4401, "Unauthorized")


async def test_a_second_greeting(socket: Socket) -> None:
    await socket.send(type="connection_init")
    assert await socket.closing() == (4429, "Too many initialisation requests")


async def test_no_greeting_in_time(database: Any, api: Any) -> None:
    async with serve_sockets(database, api, patience=Patience(greeting=0.2)) as server, dial(server.url) as socket:
        for _ in range(3):  # to say something else is no greeting
            await socket.silence()
            await asyncio.sleep(0.05)
        assert await socket.closing() == (4408, "Connection initialisation timeout")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("{", "not valid JSON"),
        ("[]", "must be a JSON object with the member type"),
        ('"ping"', "must be a JSON object with the member type"),
        ("{}", "must be a JSON object with the member type"),
        ('{"type": 1}', "must be a JSON object with the member type"),
        ('{"type": "start", "id": "1"}', "'start' is no type that a client sends"),
        ('{"type": "next", "id": "1", "payload": {}}', "'next' is no type that a client sends"),
        ('{"type": "ping", "payload": 1}', "payload must be an object"),
        ('{"type": "complete"}', "id must be a text of 1 to 200 characters"),
        ('{"type": "subscribe", "payload": {"query": "{ __typename }"}}', "id must be a text of 1 to 200 characters"),
        ('{"type": "subscribe", "id": "", "payload": {}}', "id must be a text of 1 to 200 characters"),
        ('{"type": "subscribe", "id": 1, "payload": {}}', "id must be a text of 1 to 200 characters"),
        ('{"type": "subscribe", "id": "1"}', "payload must be an object"),
        ('{"type": "subscribe", "id": "1", "payload": null}', "payload must be an object"),
        ('{"type": "subscribe", "id": "1", "payload": {}}', "query is missing"),
        ('{"type": "subscribe", "id": "1", "payload": {"query": 1}}', "query must be a string"),
        (
            '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": []}}',
            "variables must be an object",
        ),
        (b"{}", "send JSON as text"),
        ('{"type": "' + "ü" * 200 + '"}', "üü' is no type that a clien"),
    ],
)
async def test_an_invalid_message(socket: Socket, message: str | bytes, reason: str) -> None:
    await socket.connection.send(message)
    code, given = await socket.closing()
    assert code == 4400
    assert given.startswith("Invalid message: ")
    assert reason in given
    assert len(given.encode()) <= 123


async def test_a_message_that_is_too_large(socket: Socket) -> None:
    await socket.connection.send(orjson.dumps({"type": "ping", "payload": {"much": "x" * 256 * 1024}}).decode())
    assert (await socket.closing())[0] == 1009


async def test_pings_and_pongs(socket: Socket) -> None:
    await socket.send(type="pong", payload={"un": "asked"})
    await socket.send(type="ping", payload=None)
    assert await socket.receive() == {"type": "pong"}
    await socket.send(type="ping", payload={"a": [1]})
    assert await socket.receive() == {"type": "pong", "payload": {"a": [1]}}


async def test_two_operations_of_one_id(socket: Socket) -> None:
    await socket.subscribe("same", TAG_CHANGED)
    await socket.ask("same", TAG_CHANGED)
    assert await socket.closing() == (4409, "Subscriber for same already exists")


async def test_an_id_is_free_again_once_its_operation_is_over(socket: Socket) -> None:
    for _ in range(3):
        await socket.subscribe("one", TAG_CHANGED)
        await socket.send(type="complete", id="one")
        await socket.ask("one", TAGS)
        assert await socket.next("one") == {"tags": {"totalCount": 0}}
        assert await socket.receive() == {"id": "one", "type": "complete"}
    await socket.send(type="complete", id="never begun")
    await socket.silence()


UPSERT = """mutation ($name: String!) { upsertCompanies(inputs: [{externalId: "c", name: $name}]) {
    companies { name history(first: 1) { nodes { actor } } } } }"""


@pytest.mark.parametrize("header", ["Tessera-Actor", "tessera-actor"])
async def test_who_acts_is_named_in_the_greeting(server_url: str, token: str, header: str) -> None:
    async with dial(server_url) as socket:
        await socket.greet(**{"Authorization": token, header: "Zoë"})
        for name in ("before", "after"):
            await socket.ask("1", UPSERT, {"name": name})
            (company,) = (await socket.next("1"))["upsertCompanies"]["companies"]
            assert await socket.receive() == {"id": "1", "type": "complete"}
        assert company["history"]["nodes"][0]["actor"].endswith(" for Zoë")


async def test_a_name_of_who_acts_that_is_too_long(server_url: str, token: str) -> None:
    async with dial(server_url) as socket:
        await socket.send(type="connection_init", payload={"Authorization": token, "Tessera-Actor": "x" * 201})
        code, reason = await socket.closing()
        assert (code, reason[:50]) == (4400, "Invalid message: the header Tessera-Actor has 201 ")


async def test_queries_and_mutations_are_answered_too(socket: Socket) -> None:
    await socket.ask("m", "mutation ($n: String!) { createTag(input: {name: $n}) { tag { name } } }", {"n": "new"})
    assert await socket.next("m") == {"createTag": {"tag": {"name": "new"}}}
    assert await socket.receive() == {"id": "m", "type": "complete"}
    payload = {"query": "query A { tags { totalCount } } query B { __typename }", "operationName": "A"}
    await socket.send(type="subscribe", id="q", payload=payload)
    message = await socket.receive()
    assert message["payload"]["data"] == {"tags": {"totalCount": 1}}
    assert message["payload"]["extensions"]["cost"]["limit"] == 5000
    assert await socket.receive() == {"id": "q", "type": "complete"}


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("{ tags ", "GRAPHQL_PARSE_FAILED", "Syntax Error"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED", "Cannot query field 'nothing'"),
        ("subscription { tagChanged { nothing } }", "GRAPHQL_VALIDATION_FAILED", "Cannot query field 'nothing'"),
        ("subscription { a: tagChanged { id } b: tagChanged { id } }", "GRAPHQL_VALIDATION_FAILED", "one top level"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED", "introspection"),
        ("subscription { tagChanged @skip(if: true) { id } }", None, ""),
        ("subscription { tagChanged(kinds: []) { id } }", "BAD_USER_INPUT", "kinds is empty"),
        ("subscription { tagChanged(where: {name: null}) { id } }", "BAD_USER_INPUT", "null is no condition"),
        ('subscription { tagChanged(where: {id: {eq: "tag_?"}}) { id } }', "BAD_USER_INPUT", "eq: "),
        (
            "subscription { tagChanged { tag { customers(first: 100) { nodes { orders(first: 100) { nodes { id } } } } } } }",
            "COST_LIMIT_EXCEEDED",
            "costs more than 5000",
        ),
    ],
)
async def test_an_operation_that_is_refused(socket: Socket, query: str, code: str | None, message: str) -> None:
    await socket.ask("1", query)
    error = await socket.error("1")
    assert code in (None, error["extensions"]["code"])
    assert message in error["message"]
    await socket.silence()


async def test_a_role_that_may_not_read(server_url: str, database: Any, slugs: tuple[str, str]) -> None:
    async with dial(server_url) as socket:
        await socket.greet(Authorization=f"Bearer {await create_key(database, slugs[0], Role.CLIENT)}")
        await socket.ask("1", "subscription { segmentationChanged { id } }")
        error = await socket.error("1")
        assert error["extensions"] == {"code": "FORBIDDEN", "argument": "segmentationChanged"}
        assert "a client key may not read segmentations" in error["message"]


async def test_over_http_a_subscription_is_pointed_here(admin: Any) -> None:
    response = await admin.post(TAG_CHANGED, Accept="application/graphql-response+json")
    assert response.status_code == 400
    assert "need the WebSocket at this path" in response.json()["errors"][0]["message"]
    response = await admin.http.get("/graphql", params={"query": TAG_CHANGED}, headers=admin.headers)
    assert response.status_code == 400


async def test_the_21st_operation_of_a_socket(socket: Socket) -> None:
    for number in range(20):
        await socket.subscribe(str(number), TAG_CHANGED)
    await socket.ask("20", TAG_CHANGED)
    error = await socket.error("20")
    assert error["extensions"] == {"code": "RATE_LIMITED"}
    assert error["message"].startswith("20 operations run on this socket already")
    await socket.send(type="complete", id="7")
    await socket.subscribe("20", TAG_CHANGED)


async def test_a_tenant_s_sockets_are_counted(database: Any, api: Any, clients: Any) -> None:
    async with serve_sockets(database, api, sockets=2) as server:
        first, second = (f"Bearer {client.token}" for client in clients)
        async with dial(server.url) as one, dial(server.url) as two, dial(server.url) as three:
            await one.greet(Authorization=first)
            await two.greet(Authorization=first)
            await three.send(type="connection_init", payload={"Authorization": first})
            assert await three.closing() == (1013, "2 sockets are open already; close one, or try again later")
            async with dial(server.url) as other:
                await other.greet(Authorization=second)
            await two.connection.close()
            await asyncio.sleep(0.1)
            async with dial(server.url) as four:
                await four.greet(Authorization=first)


async def test_strangers_who_only_connect_are_counted(
    database: Any, api: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.api.websocket._GREETINGS", 2)
    async with serve_sockets(database, api) as server, dial(server.url) as one, dial(server.url):
        with pytest.raises(InvalidStatus) as caught:
            async with dial(server.url):
                pass
        assert caught.value.response.status_code == 503
        assert caught.value.response.headers["Retry-After"] == "1"
        await one.greet(Authorization=token)
        async with dial(server.url) as another:
            await another.greet(Authorization=token)


async def test_a_revoked_key(database: Any, api: Any, slugs: tuple[str, str]) -> None:
    mine, revoked = [await create_key(database, slugs[0], Role.ADMIN) for _ in range(2)]
    async with serve_sockets(database, api, recheck=0.2) as server, dial(server.url) as one, dial(server.url) as two:
        await one.greet(Authorization=f"Bearer {revoked}")
        await two.greet(Authorization=f"Bearer {mine}")
        await one.subscribe("1", TAG_CHANGED)
        await asyncio.sleep(0.5)
        await one.silence()
        await revoke_key(database, slugs[0], revoked)
        assert await one.closing() == (4403, "Forbidden: this API key is not known; it may have been revoked")
        await two.silence()
        assert len(await list_keys(database, slugs[0])) == 1


async def test_the_server_restarts(database: Any, api: Any, token: str) -> None:
    async with AsyncExitStack() as running:
        server = await running.enter_async_context(serve_sockets(database, api))
        async with dial(server.url) as socket:
            await socket.greet(Authorization=token)
            await socket.subscribe("1", TAG_CHANGED)
            closing = asyncio.create_task(socket.closing())
            await running.aclose()
            assert (await closing)[0] == 1012
    await server.forgotten()
