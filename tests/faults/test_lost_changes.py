"""Subscriptions when the database goes away: changes may have been missed, so subscribers are told, and come back."""

from __future__ import annotations

import asyncio

import pytest

from server.tenants import tenant_id
from tests.api.websocket.sockets import Socket, dial
from tests.conftest import Client
from tests.faults.conftest import Machine, Site

QUERY = "subscription { tagChanged { kind tag { name } } }"
CREATE = "mutation ($name: String!) { createTag(input: {name: $name}) { errors { code } } }"
LISTENING = "select pid from pg_stat_activity where application_name = 'tessera changes'"
MISSED = "the database was lost for a moment, and changes may have been missed; query again, and subscribe anew"


async def told(socket: Socket, client: Client, name: str) -> None:
    """A change is made, and told."""
    await client.data(CREATE, {"name": name})
    assert await socket.next("1") == {"tagChanged": {"kind": "CREATED", "tag": {"name": name}}}


async def lost(socket: Socket) -> None:
    """The subscription ends with the reason; the socket stays."""
    error = await socket.error("1")
    assert error == {"message": MISSED, "extensions": {"code": "SERVICE_UNAVAILABLE"}}
    await socket.silence()


async def return_to(socket: Socket) -> None:
    """Subscribe anew; the server waits for the database for a while, and a client asks again when that was not enough."""
    async with asyncio.timeout(30):
        while True:
            await socket.ask("1", QUERY)
            await socket.send(type="ping")
            if (message := await socket.receive())["type"] == "pong":
                return
            assert message["payload"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
            assert await socket.receive() == {"type": "pong"}


@pytest.mark.parametrize("way", ["restarted", "killed"])
async def test_a_database_that_comes_back(machine: Machine, site: Site, way: str) -> None:
    async with dial(str(site.client.http.base_url)) as socket:
        await socket.greet(**site.client.headers)
        await socket.subscribe("1", QUERY)
        await told(socket, site.client, "before")
        if way == "killed":
            machine.kill()
        else:
            await machine.stop()
        await lost(socket)
        coming = asyncio.create_task(return_to(socket))
        await asyncio.sleep(0.5)
        await machine.start()
        await coming
        await told(socket, site.client, "after")


async def test_a_database_that_stays_away(machine: Machine, site: Site) -> None:
    async with dial(str(site.client.http.base_url)) as socket:
        await socket.greet(**site.client.headers)
        await machine.stop()
        try:
            await socket.ask("1", QUERY)
            error = await socket.error("1")
            assert error["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
            assert error["message"] == "changes cannot be followed at the moment; try again shortly"
        finally:
            await machine.start()
        await return_to(socket)
        await told(socket, site.client, "back")


async def test_only_the_listening_connection_is_lost(machine: Machine, site: Site) -> None:
    async with machine.administrator() as administrator, dial(str(site.client.http.base_url)) as socket:
        await socket.greet(**site.client.headers)
        for name in ("one", "two"):
            await socket.subscribe("1", QUERY)
            (process,) = await administrator.fetch(LISTENING)
            await told(socket, site.client, name)
            await administrator.execute("select pg_terminate_backend($1, 5000)", process["pid"])
            await lost(socket)
    async with machine.administrator() as administrator:
        await asyncio.sleep(0.5)
        assert await administrator.fetch(LISTENING) == [], "it is not kept for nobody"


async def test_the_records_cannot_be_read(machine: Machine, site: Site, slug: str) -> None:
    """The change is heard of, but every connection that reads for the subscriber is lost."""
    async with machine.administrator() as administrator, dial(str(site.client.http.base_url)) as socket:
        await socket.greet(**site.client.headers)
        await socket.subscribe("1", QUERY)
        ending = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename like '%app' and wait_event_type = 'Lock'"
        async with machine.locked("tag"):
            notify = "select pg_notify('tessera_changes', $1)"
            tenant = tenant_id(slug)
            payload = f'{{"tenant": "{tenant}", "entity": "tag", "kind": "UPDATED", "ids": ["{tenant}"]}}'
            await administrator.execute(notify, payload)
            async with asyncio.timeout(10):
                error = asyncio.create_task(socket.error("1"))
                while not error.done():
                    await administrator.execute(ending)
                    await asyncio.sleep(0.05)
        assert (await error)["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
        await socket.subscribe("1", QUERY)
        await told(socket, site.client, "again")
