"""What is served beside the API: the explorer with all that it needs, the schema as text, and the two probes."""

from __future__ import annotations

import re

import httpx
import pytest

from server.api.schema import Api
from tests.conftest import Client

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


async def test_a_browser_gets_the_explorer_and_everything_that_it_names(http: httpx.AsyncClient) -> None:
    page = await http.get("/graphql", headers=BROWSER)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(named) >= 4
    for address in named:
        assert address.startswith("/graphiql/"), "the explorer needs no other host"
        asset = await http.get(address)
        assert (asset.status_code, len(asset.content) > 1_000) == (200, True)
        assert asset.headers["content-type"].split(";")[0] in ("text/javascript", "application/javascript", "text/css")
        for inner in re.findall(r"url\((?!data:)([^)]+)\)", asset.text if address.endswith(".css") else ""):
            assert inner.startswith("#"), f"{address} names {inner}, which is not served"


async def test_the_explorer_may_load_nothing_from_elsewhere_nor_be_framed(http: httpx.AsyncClient) -> None:
    policy = (await http.get("/graphql", headers=BROWSER)).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


async def test_the_root_leads_to_the_explorer(http: httpx.AsyncClient) -> None:
    response = await http.get("/", headers=BROWSER)
    assert (response.status_code, response.headers["location"]) == (307, "/graphql")


@pytest.mark.parametrize("path", ["/graphiql/", "/graphiql/../app.py", "/graphiql/%2e%2e/endpoint.py", "/nothing"])
async def test_nothing_else_is_served(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_the_schema_as_text(caller: Client, api: Api) -> None:
    response = await caller.http.get("/schema.graphql", headers=caller.headers)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert response.text == api.sdl
    assert "type Customer implements Node" in response.text


async def test_the_probes_need_no_token_and_tell_nothing(http: httpx.AsyncClient) -> None:
    for path, status in (("/healthz", "alive"), ("/readyz", "ready")):
        response = await http.get(path)
        assert (response.status_code, response.json()) == (200, {"status": status})
