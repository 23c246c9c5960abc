"""A client that uploads and downloads, and attachments to do it with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from server.database.tenancy import Database
from server.entities.declaration import Role
from server.entities.ids import encode_id, new_id
from server.tenants import create_key, tenant_id
from tests.conftest import Client

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 1_000 + b"\n%%EOF\n"


class Files:
    """The contents of one tenant's attachments, over HTTP."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.http = client.http

    async def attachment(self, name: str = "contract.pdf") -> str:
        """Create an attachment without content and return its id."""
        data = await self.client.data(
            "mutation ($name: String!) { createAttachment(input: {name: $name}) { attachment { id } errors { message } } }",
            {"name": name},
        )
        assert not data["createAttachment"]["errors"], data
        created: str = data["createAttachment"]["attachment"]["id"]
        return created

    async def put(
        self, attachment: str, content: Any, media: str = "application/pdf", **headers: str
    ) -> httpx.Response:
        sent = {**self.client.headers, "Content-Type": media, **{k.replace("_", "-"): v for k, v in headers.items()}}
        return await self.http.put(f"/attachments/{attachment}/content", content=content, headers=sent)

    async def get(self, attachment: str, method: str = "GET", query: str = "", **headers: str) -> httpx.Response:
        sent = {**self.client.headers, **{k.replace("_", "-"): v for k, v in headers.items()}}
        return await self.http.request(method, f"/attachments/{attachment}/content{query}", headers=sent)


@pytest.fixture
def files(clients: tuple[Client, Client]) -> Files:
    """The first tenant's."""
    return Files(clients[0])


@pytest.fixture
def others(clients: tuple[Client, Client]) -> Files:
    """The second tenant's."""
    return Files(clients[1])


@pytest.fixture
async def reader(database: Database, http: httpx.AsyncClient, slugs: tuple[str, str]) -> Files:
    """The first tenant's, with a key that may only read."""
    return Files(Client(http, await create_key(database, slugs[0], Role.CLIENT)))


#: Tells how many rows of a table a tenant (0 or 1) has.
Count = Callable[[str, int], Awaitable[int]]


@pytest.fixture
def count(database: Database, slugs: tuple[str, str]) -> Count:
    async def counted(table: str, tenant: int = 0) -> int:
        tenant_uuid = tenant_id(slugs[tenant])
        async with database.tenant_transaction(tenant_uuid, readonly=True) as connection:
            found: int = await connection.fetchval(f"select count(*) from {table} where tenant_id = $1", tenant_uuid)
        return found

    return counted


@pytest.fixture
async def twins(database: Database, slugs: tuple[str, str]) -> str:
    """An attachment of each tenant with one and the same id."""
    record_id = new_id()
    for slug in slugs:
        async with database.tenant_transaction(tenant_id(slug)) as connection:
            await connection.execute(
                "insert into attachment (tenant_id, id, created_at, updated_at, version, name, name_folded, current_revision) "
                "values ($1, $2, now(), now(), 1, 'twin', 'twin', 0)",
                tenant_id(slug),
                record_id,
            )
    return encode_id("attachment", record_id)


def refusal(response: httpx.Response) -> tuple[int, str, str]:
    """The status, code and message of a refusal."""
    (error,) = response.json()["errors"]
    return response.status_code, error["extensions"]["code"], error["message"]
