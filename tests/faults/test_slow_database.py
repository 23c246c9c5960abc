"""Statements that wait: for their time to run out, for a connection to become free, or for their client to leave."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from server.api.schema import Api
from server.database import tenancy
from tests.faults.conftest import Machine, Site, open_site, until_waiting

QUERY = "{ tags { totalCount } }"


@pytest.fixture
async def small_site(machine: Machine, api: Api, slug: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """Two connections, for which requests wait a second."""
    async with open_site(machine, api, slug, size=2) as opened:
        monkeypatch.setattr(tenancy, "_PATIENCE", 1.0)
        yield opened


async def test_a_statement_that_takes_too_long(machine: Machine, api: Api, slug: str) -> None:
    create = 'mutation { createTag(input: {name: "late", externalId: "late"}) { tag { id } } }'
    async with open_site(machine, api, slug, statement_timeout=0.3) as site:
        async with machine.locked("tag"):
            for query in (QUERY, create):
                response = await site.client.post(query)
                (error,) = response.json()["errors"]
                assert (response.status_code, error["extensions"]["code"]) == (503, "QUERY_TIMEOUT")
                assert "ask for less" in error["message"]
        assert await site.client.data('{ tag(externalId: "late") { id } }') == {"tag": None}


async def test_a_request_waits_for_a_connection(machine: Machine, small_site: Site) -> None:
    async with machine.locked("tag") as administrator:
        requests = [asyncio.create_task(small_site.client.post(QUERY)) for _ in range(6)]
        await until_waiting(administrator, 2)
    assert [(await request).status_code for request in requests] == [200] * 6


async def test_a_request_does_not_wait_for_ever(machine: Machine, small_site: Site) -> None:
    async with machine.locked("tag") as administrator:
        holders = [asyncio.create_task(small_site.client.post(QUERY)) for _ in range(2)]
        await until_waiting(administrator, 2)
        for query in (QUERY, 'mutation { createTag(input: {name: "x"}) { tag { id } } }'):
            begin = time.monotonic()
            response = await small_site.client.post(query)
            assert 0.9 < time.monotonic() - begin < 1.9  # once, not twice
            (error,) = response.json()["errors"]
            assert (response.status_code, error["extensions"]["code"]) == (503, "SERVICE_UNAVAILABLE")
        assert (await small_site.client.http.get("/readyz")).status_code == 503
    assert [(await holder).status_code for holder in holders] == [200, 200]
    assert (await small_site.client.post(QUERY)).status_code == 200


async def test_a_client_that_leaves_takes_its_query_along(
    machine: Machine, small_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Both connections are in use by clients that leave: the statements end, and the connections serve again."""
    body = json.dumps({"query": QUERY})
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    head += f"Authorization: Bearer {small_site.client.token}\r\n\r\n"
    address = urlsplit(str(small_site.client.http.base_url))
    async with machine.locked("tag") as administrator:
        writers = []
        for _ in range(2):
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write((head + body).encode())
            writers.append(writer)
        await until_waiting(administrator, 2)
        for writer in writers:
            writer.close()
            await writer.wait_closed()
        await until_waiting(administrator, 0)
        assert await small_site.client.data("{ companies { nodes { name } } __typename }")
    assert not caplog.records
