"""GET is for queries, POST for everything, and nothing else is served at /graphql."""

from __future__ import annotations

import json

import pytest
import websockets
from websockets.typing import Subprotocol

from tests.api.http.answers import LEGACY, MODERN, codes, refused
from tests.conftest import Client


async def test_a_query_by_get(caller: Client) -> None:
    await caller.data('mutation { createTag(input: {name: "by GET", externalId: "get"}) { errors { code } } }')
    response = await caller.http.get(
        "/graphql",
        params={
            "query": "query A { __typename } query B($key: String) { tag(externalId: $key) { name } }",
            "operationName": "B",
            "variables": json.dumps({"key": "get"}),
            "extensions": json.dumps({"trace": 1}),
        },
        headers={**caller.headers, "Accept": MODERN},
    )
    assert (response.status_code, response.headers["content-type"]) == (200, MODERN)
    assert response.json()["data"] == {"tag": {"name": "by GET"}}


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, "query is missing"),
        ({"query": ""}, "query is missing"),
        ({"query": "{ __typename }", "variables": "{"}, "variables is not valid JSON"),
        ({"query": "{ __typename }", "variables": "[1]"}, "variables must be an object"),
        ({"query": "{ __typename }", "variables": '"x"'}, "variables must be an object"),
        ({"query": "{ __typename }", "extensions": "1"}, "extensions must be an object"),
        ({"query": "{ __typename }", "operationName": "Other"}, "no operation named 'Other'"),
    ],
)
async def test_a_malformed_get(caller: Client, parameters: dict[str, str], said: str) -> None:
    response = await caller.http.get("/graphql", params=parameters, headers=caller.headers)
    assert (response.status_code, codes(response)) == (400, {"BAD_REQUEST"})
    assert said in refused(response)[0]["message"]


@pytest.mark.parametrize("accept", [MODERN, LEGACY])
async def test_a_mutation_by_get_is_refused(caller: Client, accept: str) -> None:
    query = 'query Q { __typename } mutation M { createTag(input: {name: "x", externalId: "no"}) { tag { id } } }'
    headers = {**caller.headers, "Accept": accept}
    response = await caller.http.get("/graphql", params={"query": query, "operationName": "M"}, headers=headers)
    assert (response.status_code, codes(response)) == (405, {"BAD_REQUEST"})
    assert "POST" in response.headers["allow"]
    assert await caller.data('{ tag(externalId: "no") { id } }') == {"tag": None}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
async def test_other_methods(caller: Client, method: str) -> None:
    response = await caller.http.request(method, "/graphql", headers=caller.headers)
    assert (response.status_code, codes(response)) == (405, {"BAD_REQUEST"})
    assert response.headers["allow"] == "GET, HEAD, POST"
    stranger = await caller.http.request(method, "/graphql")
    assert (stranger.status_code, codes(stranger)) == (401, {"UNAUTHENTICATED"})


async def test_head_is_get_without_the_body(caller: Client) -> None:
    told = []
    for method in ("HEAD", "GET"):
        response = await caller.http.request(
            method, "/graphql", params={"query": "{ __typename }"}, headers=caller.headers
        )
        told.append((response.status_code, response.headers["content-type"], response.headers["content-length"]))
    assert told[0] == told[1]
    page = await caller.http.head("/graphql", headers={"Accept": "text/html"})
    assert (page.status_code, page.content) == (200, b"")
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/schema.graphql", "/graphiql/index.html", "/"])
@pytest.mark.parametrize("protocol", ["graphql-transport-ws", "graphql-ws"])
async def test_websockets_are_not_served_elsewhere(caller: Client, path: str, protocol: str) -> None:
    url = str(caller.http.base_url.join(path)).replace("http", "ws", 1)
    with pytest.raises(websockets.InvalidStatus) as refusal:
        await websockets.connect(url, subprotocols=[Subprotocol(protocol)], additional_headers=caller.headers)
    assert refusal.value.response.status_code == 403
