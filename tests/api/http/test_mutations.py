"""Several mutations in one request: each stands or falls alone, and a fault of ours is logged, not told."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

import httpx
import pytest

from server.database.tenancy import Database, connect
from tests.api.conftest import Tenant
from tests.api.http.answers import LEGACY, MODERN, checked, refused
from tests.conftest import Client

SECRET = "text that only the database knows"


@pytest.fixture
async def broken_tags(owner_url: str, app_url: str, own: Tenant) -> AsyncIterator[None]:
    """Tags of the module's tenant that are named "broken" make the database fail as nobody has foreseen."""
    owner = await connect(owner_url)
    await owner.execute(
        f"""create function fail() returns trigger language plpgsql set search_path = '' as
        $$ begin raise exception '{SECRET}' using errcode = 'XX000'; end $$"""
    )
    when = f"new.name = 'broken' and new.tenant_id = '{own.id}'"
    await owner.execute(f"create trigger fail before insert on tag for each row when ({when}) execute function fail()")
    try:
        yield
    finally:
        await owner.execute("drop function fail() cascade")
        await owner.close()


@pytest.mark.usefixtures("broken_tags")
async def test_the_second_of_three_fails_as_nobody_has_foreseen(
    caller: Client, caplog: pytest.LogCaptureFixture
) -> None:
    query = """mutation {
        a: createTag(input: {name: "first", externalId: "first"}) { tag { name } errors { code } }
        b: createTag(input: {name: "broken", externalId: "broken"}) { tag { name } errors { code } }
        c: createTag(input: {name: "third", externalId: "third"}) { tag { name } errors { code } }
        __typename
    }"""
    with caplog.at_level(logging.ERROR):
        response = await caller.post(query, Accept=MODERN)
    body = response.json()
    assert response.status_code == 200
    assert body["data"] == {
        "a": {"tag": {"name": "first"}, "errors": []},
        "b": None,
        "c": {"tag": {"name": "third"}, "errors": []},
        "__typename": "Mutation",
    }
    (error,) = checked(body["errors"])
    assert (error["path"], error["extensions"]["code"]) == (["b"], "INTERNAL")
    assert SECRET not in response.text
    assert SECRET in caplog.text
    kept = await caller.data('{ tags(where: {externalId: {in: ["first", "broken", "third"]}}) { nodes { name } } }')
    assert {tag["name"] for tag in kept["tags"]["nodes"]} == {"first", "third"}


@pytest.mark.usefixtures("broken_tags")
@pytest.mark.parametrize("accept", [MODERN, LEGACY])
async def test_a_lone_one_that_fails_so_is_an_error_of_the_server(
    caller: Client, caplog: pytest.LogCaptureFixture, accept: str
) -> None:
    with caplog.at_level(logging.ERROR):
        response = await caller.post('mutation { createTag(input: {name: "broken"}) { tag { id } } }', Accept=accept)
    (error,) = refused(response)
    assert (response.status_code, error["extensions"]["code"]) == (500, "INTERNAL")
    assert SECRET not in response.text
    assert SECRET in caplog.text


async def test_every_mutation_may_be_null_as_one_that_fails_is(caller: Client) -> None:
    fields = (await caller.data('{ __type(name: "Mutation") { fields { type { kind } } } }'))["__type"]["fields"]
    assert {field["type"]["kind"] for field in fields} == {"OBJECT"}


async def test_a_refusal_is_data_and_the_next_one_runs(caller: Client) -> None:
    query = """mutation {
        a: createTag(input: {name: "", externalId: "refused"}) { tag { id } errors { code path } }
        b: createTag(input: {name: "next", externalId: "next"}) { tag { name } errors { code } }
    }"""
    assert await caller.data(query) == {
        "a": {"tag": None, "errors": [{"code": "BAD_USER_INPUT", "path": ["input", "name"]}]},
        "b": {"tag": {"name": "next"}, "errors": []},
    }


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds; fail when that takes more than five seconds."""
    async with asyncio.timeout(5):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.02)


async def test_a_client_that_leaves_takes_its_mutation_along(
    caller: Client,
    own: Tenant,
    database: Database,
    app_url: str,
    http: httpx.AsyncClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The statement waits for a record that somebody else is changing, until it is cancelled with its transaction."""
    create = 'mutation { createTag(input: {name: "kept", externalId: "kept"}) { tag { id version } } }'
    tag = (await caller.data(create))["createTag"]["tag"]
    update = 'mutation ($id: ID!) { updateTag(id: $id, version: 1, input: {name: "left"}) { errors { code } } }'
    body = json.dumps({"query": update, "variables": {"id": tag["id"]}})
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: {LEGACY}\r\nContent-Length: {len(body)}\r\n"
    head += f"Authorization: Bearer {caller.token}\r\n\r\n"
    watcher = await connect(app_url)

    async def waiting() -> int:
        sql = "select count(*) from pg_stat_activity where usename = current_user and wait_event_type = 'Lock'"
        return int(await watcher.fetchval(sql))

    async def some_wait() -> bool:
        return await waiting() > 0

    async def none_waits() -> bool:
        return await waiting() == 0

    try:
        async with database.tenant_transaction(own.id) as connection:
            await connection.execute("select from tag where external_id = 'kept' for update")
            address = urlsplit(str(http.base_url))
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write((head + body).encode())
            await eventually(some_wait)
            writer.close()
            await writer.wait_closed()
            await eventually(none_waits)
    finally:
        await watcher.close()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert await caller.data('{ tag(externalId: "kept") { name version } }') == {"tag": {"name": "kept", "version": 1}}
