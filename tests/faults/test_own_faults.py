"""Faults that are not the database's: they are told as what they are, and nobody waits for what has failed."""

from __future__ import annotations

import asyncio
import uuid
from urllib.parse import urlsplit, urlunsplit

import pytest

from server import demo
from server.database.roles import application_url
from server.database.tenancy import connect
from server.errors import ServiceUnavailable, SetupError
from server.startup import Site as DatabaseSite
from server.tenants import create_tenant
from tests.faults.conftest import Machine, Site


@pytest.mark.parametrize("fault", [OSError(28, "no space left on device"), TimeoutError("a partner took too long")])
async def test_a_fault_of_our_own_amid_a_transaction_stays_what_it_is(site: Site, fault: Exception) -> None:
    async def write() -> None:
        async with site.database.tenant_transaction(uuid.uuid4()) as connection:
            await connection.execute("select 1")
            raise fault

    with pytest.raises(type(fault)) as raised:
        await write()
    assert raised.value is fault
    assert await site.client.data("{ tags { totalCount } }")


async def test_a_database_that_cannot_be_reached(machine: Machine) -> None:
    nowhere = urlunsplit(urlsplit(machine.owner_url)._replace(netloc="x:y@127.0.0.1:1"))
    with pytest.raises(ServiceUnavailable) as raised:
        await connect(nowhere)
    assert isinstance(raised.value.__cause__, OSError)


async def test_a_fault_of_our_own_is_not_its_own_cause(machine: Machine) -> None:
    with pytest.raises(ValueError, match="nowhere") as raised:
        await connect(urlunsplit(urlsplit(machine.owner_url)._replace(netloc="x:y@127.0.0.1:nowhere")))
    assert raised.value.__cause__ is not raised.value


async def test_the_demo_does_not_wait_for_a_worker_that_failed(
    machine: Machine, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is led to a database that has no queue; the tenant's segmentation needs no data to be asked for."""
    retailer = demo.TENANTS[0]
    monkeypatch.setattr(demo, "TENANTS", (retailer,))
    owner = await connect(machine.owner_url)
    await create_tenant(owner, retailer.slug)
    await owner.close()
    elsewhere = urlunsplit(urlsplit(application_url(machine.owner_url))._replace(path="/postgres"))
    async with asyncio.timeout(15):
        with pytest.raises(SetupError, match="has no job queue"):
            await demo._segment(DatabaseSite(machine.owner_url, elsewhere), site.database, lambda line: None)
