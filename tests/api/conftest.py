"""Two tenants that hold the fixed data set and its twin, loaded once and only read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import httpx
import pytest

from server.database.tenancy import Database
from server.entities.declaration import Role
from server.tenants import create_key, tenant_id
from tests.api import dataset
from tests.conftest import Client, make_tenant


@dataclass(frozen=True)
class Tenant:
    """A tenant with an admin of it."""

    slug: str
    id: uuid.UUID
    admin: Client


async def new_tenant(owner_url: str, database: Database, http: httpx.AsyncClient) -> Tenant:
    """Create an empty tenant."""
    slug = await make_tenant(owner_url)
    return Tenant(slug, tenant_id(slug), Client(http, await create_key(database, slug, Role.ADMIN)))


@pytest.fixture(scope="session")
async def read_only(owner_url: str, database: Database, http: httpx.AsyncClient) -> tuple[Tenant, Tenant]:
    """A tenant with the data set and one with its twin; tests must leave them as they are."""
    first, second = [await new_tenant(owner_url, database, http) for _ in range(2)]
    await dataset.load(database, first.id)
    await dataset.load(database, second.id, twin=True)
    return first, second


@pytest.fixture(scope="session")
def reader(read_only: tuple[Tenant, Tenant]) -> Client:
    """The admin of the tenant that holds the data set."""
    return read_only[0].admin


@pytest.fixture
async def twins(owner_url: str, database: Database, http: httpx.AsyncClient) -> tuple[Tenant, Tenant]:
    """Like ``read_only``, for one test to change."""
    first, second = [await new_tenant(owner_url, database, http) for _ in range(2)]
    await dataset.load(database, first.id)
    await dataset.load(database, second.id, twin=True)
    return first, second


@pytest.fixture(scope="module")
async def own(owner_url: str, database: Database, http: httpx.AsyncClient) -> Tenant:
    """An empty tenant of the module's own, for tests that do not mind each other's records."""
    return await new_tenant(owner_url, database, http)
