"""A client per role of one tenant, and what is asked of every refusal."""

from __future__ import annotations

import pytest

from server.database.tenancy import Database
from server.entities.declaration import Role
from server.tenants import create_key
from tests.api.conftest import Tenant
from tests.conftest import Client


@pytest.fixture(scope="module")
def caller(own: Tenant) -> Client:
    """The admin of an empty tenant of the module's own."""
    return own.admin


@pytest.fixture(scope="module")
async def marketer(own: Tenant, database: Database) -> Client:
    """A marketer of the same tenant."""
    return Client(own.admin.http, await create_key(database, own.slug, Role.MARKETER))


@pytest.fixture(scope="module")
async def client(own: Tenant, database: Database) -> Client:
    """A client app of the same tenant."""
    return Client(own.admin.http, await create_key(database, own.slug, Role.CLIENT))
