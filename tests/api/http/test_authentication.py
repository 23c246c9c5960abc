"""Without a token nothing is told but that it is missing, whatever is sent; and a revoked key ends."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import httpx
import pytest

from server.api.schema import Api
from server.database.tenancy import Database
from server.entities.declaration import Role
from server.settings import Settings
from server.tenants import create_key
from tests.api.conftest import Tenant
from tests.api.http.answers import LEGACY, MODERN, codes, refused
from tests.conftest import Client, serve

#: Requests that would each be refused for a reason of its own, had they a token.
REQUESTS: dict[str, dict[str, Any]] = {
    "sound": {"json": {"query": "{ customers { totalCount } }"}},
    "introspection": {"json": {"query": "{ __schema { types { name } } }"}},
    "unknown field": {"json": {"query": "{ customrs { totalCount } }"}},
    "syntax error": {"json": {"query": "{"}},
    "not UTF-8": {"content": b"\xff\xfe", "headers": {"Content-Type": LEGACY}},
    "not JSON": {"content": b"{", "headers": {"Content-Type": LEGACY}},
    "nested": {"content": b"[" * 100_000, "headers": {"Content-Type": LEGACY}},
    "too long": {"content": b" " * 1_000_000, "headers": {"Content-Type": LEGACY}},
    "no content type": {"content": b"x"},
    "no acceptable type": {"json": {"query": "{ __typename }"}, "headers": {"Accept": "image/png"}},
    "modern": {"json": {"query": "{"}, "headers": {"Accept": MODERN}},
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
async def test_nothing_is_told_without_a_token(http: httpx.AsyncClient, request_: dict[str, Any]) -> None:
    response = await http.post("/graphql", **request_)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert refused(response) == [
        {
            "message": "send a valid API key as `Authorization: Bearer <token>`",
            "extensions": {"code": "UNAUTHENTICATED"},
        }
    ]


@pytest.mark.parametrize("path", ["/graphql?query={__typename}", "/graphql", "/schema.graphql"])
async def test_nothing_is_told_by_get_either(http: httpx.AsyncClient, path: str) -> None:
    response = await http.get(path)
    assert (response.status_code, codes(response)) == (401, {"UNAUTHENTICATED"})
    assert response.headers["www-authenticate"] == "Bearer"


async def test_tokens_that_are_not_known(caller: Client, own: Tenant, http: httpx.AsyncClient) -> None:
    token = caller.token
    other = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    for header in (
        "",
        "Bearer",
        token,
        f"Basic {token}",
        f"Bearer {other}",
        f"Bearer {token}A",
        f"Bearer  {token}",
        f"Bearer {token[:-1]}",
        f"Bearer {token} {token}",
        "Bearer " + "x" * 10_000,
        "Bearer tessera_" + "_" * 64,
        f"Bearer {token}\xe9",
    ):
        request = {"json": {"query": "{ __typename }"}, "headers": {"Authorization": header.encode("latin-1")}}
        response = await http.post("/graphql", **request)  # type: ignore[arg-type]
        assert (response.status_code, codes(response)) == (401, {"UNAUTHENTICATED"}), header
        assert own.slug not in response.text
        assert token not in response.text


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_has_no_case(caller: Client, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {caller.token}"}
    assert (await caller.http.post("/graphql", json={"query": "{ __typename }"}, headers=headers)).status_code == 200


async def test_a_revoked_key_is_refused_when_it_is_forgotten(own: Tenant, database: Database, api: Api) -> None:
    token = await create_key(database, own.slug, Role.ADMIN)
    settings = Settings(key_memory=0.4)
    async with serve(database, api, settings) as url, httpx.AsyncClient(base_url=url) as http:
        caller = Client(http, token)
        assert (await caller.post("{ __typename }")).status_code == 200
        async with database.tenant_transaction(own.id) as connection:
            sql = "delete from api_key where hash = $1"
            assert await connection.execute(sql, hashlib.sha256(token.encode()).digest()) == "DELETE 1"
        assert (await caller.post("{ __typename }")).status_code == 200
        await asyncio.sleep(0.5)
        response = await caller.post("{ __typename }")
        assert (response.status_code, codes(response)) == (401, {"UNAUTHENTICATED"})
