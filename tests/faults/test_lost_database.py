"""The database goes away and comes back: clean errors meanwhile, nothing half-written, nothing acknowledged lost."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.faults.conftest import Machine, Site, eventually, until_waiting

CREATE = (
    'mutation ($key: String!) { createTag(input: {name: "made", externalId: $key}) { tag { name } errors { code } } }'
)
UNAVAILABLE = {
    "message": "the database cannot be reached at the moment; try again shortly",
    "extensions": {"code": "SERVICE_UNAVAILABLE"},
}


@dataclass
class Load:
    """Clients that read and write until told to stop, and what they were told."""

    site: Site
    name: str
    answers: Counter[tuple[int, str]] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    last_failure: float = 0.0
    stopped: bool = False

    async def run(self, clients: int = 6) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(clients):
                group.create_task(self._run(number))

    async def _run(self, number: int) -> None:
        count = 0
        while not self.stopped:
            count += 1
            await self._write(f"{self.name}-{number}-{count}") if count % 3 == 0 else await self._read()
            await asyncio.sleep(0.005)

    async def _read(self) -> None:
        self._note(await self.site.client.post("{ tags(first: 5) { nodes { name } totalCount } }"))

    async def _write(self, key: str) -> None:
        response = await self.site.client.post(CREATE, {"key": key})
        self._note(response)
        if response.status_code == 200:
            assert response.json()["data"]["createTag"] == {"tag": {"name": "made"}, "errors": []}
            self.acknowledged.add(key)

    def _note(self, response: httpx.Response) -> None:
        body = response.json()
        self.answers[response.status_code, str(body.get("errors", ""))] += 1
        if response.status_code != 200:
            self.last_failure = time.monotonic()

    async def until_answers(self, count: int) -> None:
        """Wait until that many further requests have succeeded."""
        aim = self._succeeded() + count

        async def reached() -> bool:
            return self._succeeded() >= aim

        await eventually(reached)

    def _succeeded(self) -> int:
        return sum(count for (status, _), count in self.answers.items() if status == 200)


def check(load: Load) -> None:
    """Every answer was a good one or said that the database is away, in our words."""
    for (status, errors), count in load.answers.items():
        assert status in (200, 503), (status, errors, count)
        assert (status == 200) == (errors == "")
        assert status == 200 or "'SERVICE_UNAVAILABLE'" in errors
        assert not any(word in errors.lower() for word in ("connection", "postgres", "asyncpg", "terminat", "errno"))


@pytest.mark.parametrize("way", ["restarted", "killed"])
async def test_under_load(machine: Machine, site: Site, way: str) -> None:
    load = Load(site, way)
    clients = asyncio.create_task(load.run())
    url = machine.owner_url
    await load.until_answers(30)
    if way == "killed":
        machine.kill()
    else:
        await machine.stop()
    await eventually(lambda: is_away(site))
    ready = await site.client.http.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"status": "SERVICE_UNAVAILABLE"})
    assert (await site.client.http.get("/healthz")).status_code == 200
    assert await machine.start() == url, "a pool cannot follow a server that moves to another port"
    back = time.monotonic()
    await load.until_answers(60)
    load.stopped = True
    await clients
    check(load)
    assert load.last_failure - back < 5
    assert load.answers.total() > 100
    assert (await site.client.http.get("/readyz")).status_code == 200
    await check_kept(site, load.acknowledged)


async def is_away(site: Site) -> bool:
    """Whether a query is refused, as it should be, because there is no database."""
    response = await site.client.post("{ tags { totalCount } }")
    if response.status_code == 200:
        return False  # a server that was killed finishes a statement or two
    assert (response.status_code, response.json()) == (503, {"errors": [UNAVAILABLE]})
    assert response.headers["retry-after"] == "1"
    return True


async def check_kept(site: Site, keys: set[str]) -> None:
    """What was acknowledged is there."""
    query = "query ($keys: [String!]) { tags(where: {externalId: {in: $keys}}) { totalCount } }"
    assert len(keys) > 5
    assert await site.client.data(query, {"keys": sorted(keys)}) == {"tags": {"totalCount": len(keys)}}


async def test_a_query_whose_connection_is_lost_is_tried_once_more(machine: Machine, site: Site) -> None:
    async with machine.administrator() as administrator:
        async with machine.locked("tag"):
            query = asyncio.create_task(site.client.post("{ tags { totalCount } }"))
            await _terminate(administrator)
            await until_waiting(administrator)
        assert (await query).status_code == 200
        async with machine.locked("tag"):
            query = asyncio.create_task(site.client.post("{ tags { totalCount } }"))
            await _terminate(administrator)
            await _terminate(administrator)
            response = await query
    assert (response.status_code, response.json()) == (503, {"errors": [UNAVAILABLE]})


async def test_a_mutation_whose_connection_is_lost_is_not(machine: Machine, site: Site) -> None:
    async with machine.administrator() as administrator, machine.locked("tag"):
        mutation = asyncio.create_task(site.client.post(CREATE, {"key": "lost"}))
        await _terminate(administrator)
        response = await mutation
        assert await administrator.fetch("select from pg_locks where not granted") == []
    assert (response.status_code, response.json()) == (503, {"errors": [UNAVAILABLE]})
    assert await site.client.data('{ tag(externalId: "lost") { id } }') == {"tag": None}


async def _terminate(administrator: Any) -> None:
    """End the process that waits for a lock, when there is one."""
    (process,) = await until_waiting(administrator)
    await administrator.execute("select pg_terminate_backend($1, 5000)", process)


@pytest.fixture
async def slow_commit(machine: Machine) -> AsyncIterator[None]:
    """Let transactions that add a tag wait at their COMMIT until nobody holds the advisory lock 1."""
    async with machine.administrator() as administrator:
        await administrator.execute(
            """create function wait_at_commit() returns trigger language plpgsql set search_path = ''
            as $$ begin perform pg_catalog.pg_advisory_xact_lock(1); return null; end $$;
            create constraint trigger wait_at_commit after insert on tag deferrable initially deferred
            for each row execute function wait_at_commit()"""
        )
    yield
    await machine.start()
    async with machine.administrator() as administrator:
        await administrator.execute("drop function wait_at_commit() cascade")


@pytest.mark.usefixtures("slow_commit")
async def test_a_database_that_dies_at_the_commit(machine: Machine, site: Site) -> None:
    """Whether the change was made cannot be known then, and that is what is told; all of it is there, or nothing."""
    async with machine.administrator() as administrator:
        await administrator.execute("select pg_advisory_lock(1)")
        upsert = """mutation { upsertTags(inputs: [{externalId: "c1", name: "a"}, {externalId: "c2", name: "b"}]) {
            created errors { code } } }"""
        mutation = asyncio.create_task(site.client.post(upsert))
        await until_waiting(administrator)
        machine.kill()
        response = await mutation
        await machine.start()
    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert "as a whole or not at all" in error["message"]
    kept = await site.client.data('{ tags(where: {externalId: {in: ["c1", "c2"]}}) { totalCount } }')
    assert kept == {"tags": {"totalCount": 0}}


@pytest.mark.usefixtures("slow_commit")
async def test_a_connection_that_is_lost_at_the_commit_amid_several_mutations(machine: Machine, site: Site) -> None:
    query = """mutation {
        a: createCompany(input: {name: "x", externalId: "before"}) { company { name } }
        b: createTag(input: {name: "x", externalId: "at the commit"}) { tag { name } }
        c: createCompany(input: {name: "x", externalId: "behind"}) { company { name } }
    }"""
    async with machine.administrator() as administrator:
        await administrator.execute("select pg_advisory_lock(1)")
        mutation = asyncio.create_task(site.client.post(query))
        await _terminate(administrator)
        body = (await mutation).json()
    assert body["data"] == {"a": {"company": {"name": "x"}}, "b": None, "c": {"company": {"name": "x"}}}
    (error,) = body["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["b"], "SERVICE_UNAVAILABLE")
    assert "as a whole or not at all" in error["message"]
    kept = await site.client.data('{ tag(externalId: "at the commit") { id } companies { totalCount } }')
    assert kept == {"tag": None, "companies": {"totalCount": 2}}
