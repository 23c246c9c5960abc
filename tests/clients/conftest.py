"""What the third-party clients need: their packages, and an admin's key of a tenant with 45 customers."""

from __future__ import annotations

import httpx
import pytest

from server.database.tenancy import Database
from server.entities.declaration import Role
from server.tenants import create_key
from tests.clients.node import NotInstalled, install_packages
from tests.conftest import Client, make_tenant

EXTERNAL_IDS = [f"c-{number:02}" for number in range(45)]
_CREATE = "mutation ($inputs: [CustomerUpsert!]!) { upsertCustomers(inputs: $inputs) { created errors { message } } }"


@pytest.fixture(scope="session")
def packages() -> None:
    """The npm packages; tests that run Node ask for them."""
    try:
        install_packages()
    except NotInstalled as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="module")
async def key(owner_url: str, database: Database, http: httpx.AsyncClient) -> str:
    """An admin's key of a tenant with 45 customers."""
    made = await create_key(database, await make_tenant(owner_url), Role.ADMIN)
    inputs = [{"externalId": external_id, "name": f"Customer {external_id}"} for external_id in EXTERNAL_IDS]
    created = await Client(http, made).data(_CREATE, {"inputs": inputs})
    assert created["upsertCustomers"] == {"created": len(EXTERNAL_IDS), "errors": []}
    return made
