"""gql, the Python client: a list page by page, errors of every kind, a change, and news of changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.client import AsyncClientSession
from gql.transport.exceptions import TransportConnectionFailed, TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport
from graphql import GraphQLError
from websockets.exceptions import ConnectionClosedError

from tests.clients.conftest import EXTERNAL_IDS
from tests.clients.node import FOLDER


def _request(document: str, /, **variables: Any) -> GraphQLRequest:
    return GraphQLRequest((FOLDER / "documents" / f"{document}.graphql").read_text(), variable_values=variables)


def _client(server_url: str, **headers: str) -> Client:
    return Client(transport=HTTPXAsyncTransport(f"{server_url}/graphql", headers=headers))


@pytest.fixture(scope="module")
async def session(server_url: str, key: str) -> AsyncIterator[AsyncClientSession]:
    async with _client(server_url, Authorization=f"Bearer {key}") as opened:
        yield opened


async def test_pages_to_the_end(session: AsyncClientSession) -> None:
    lengths, found, after = [], [], None
    while True:
        page = (await session.execute(_request("page", first=20, after=after)))["customers"]
        lengths.append(len(page["edges"]))
        found += [edge["node"]["externalId"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert lengths == [20, 20, 5]
    assert found == EXTERNAL_IDS


@pytest.mark.parametrize(
    ("name", "variables", "code"),
    [("unknown_field", {}, "GRAPHQL_VALIDATION_FAILED"), ("page", {"first": 1000}, "BAD_USER_INPUT")],
)
async def test_a_refusal_is_a_query_error(
    session: AsyncClientSession, name: str, variables: dict[str, Any], code: str
) -> None:
    assert await _refusal(session, _request(name, **variables)) == [code]


async def test_without_a_key_a_request_is_refused(server_url: str) -> None:
    async with _client(server_url) as session:
        assert await _refusal(session, _request("page", first=20)) == ["UNAUTHENTICATED"]


async def _refusal(session: AsyncClientSession, request: GraphQLRequest) -> list[str]:
    with pytest.raises(TransportQueryError) as caught:
        await session.execute(request)
    return [error["extensions"]["code"] for error in caught.value.errors or []]


async def test_errors_in_the_payload(session: AsyncClientSession) -> None:
    refused = await session.execute(_request("create", externalId="c-07", name="Somebody else"))
    assert refused["createCustomer"] == {
        "customer": None,
        "errors": [{"path": ["input", "externalId"], "code": "CONFLICT"}],
    }


async def test_its_own_validation_knows_the_schema(server_url: str, key: str) -> None:
    """Gql fetches the schema by introspection, and refuses what it does not hold before anything is sent."""
    transport = HTTPXAsyncTransport(f"{server_url}/graphql", headers={"Authorization": f"Bearer {key}"})
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        assert await session.execute(_request("page", first=1))
        with pytest.raises(GraphQLError, match="shoeSize"):
            await session.execute(_request("unknown_field"))


async def test_a_subscription_tells_of_what_it_asks_for(session: AsyncClientSession, server_url: str, key: str) -> None:
    async with _socket(server_url, key) as socket:
        changes = socket.subscribe(_request("changes", externalId="new-2"))
        told = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0)
        await socket.execute(_request("page", first=1))  # answered after the subscription is in force
        for external_id, name in (("new-1", "Anna"), ("new-2", "Zoë")):
            made = await session.execute(_request("create", externalId=external_id, name=name))
        customer = made["createCustomer"]["customer"]
        async with asyncio.timeout(10):
            change = (await told)["customerChanged"]
        assert change == {"kind": "CREATED", "id": customer["id"], "customer": customer}
        await changes.aclose()


async def test_a_refused_subscription_is_a_query_error(server_url: str, key: str) -> None:
    async with _socket(server_url, key) as socket:
        with pytest.raises(TransportQueryError) as caught:
            await anext(socket.subscribe(_request("unknown_change")))
    assert [error["extensions"]["code"] for error in caught.value.errors or []] == ["GRAPHQL_VALIDATION_FAILED"]


async def test_without_a_key_the_socket_is_closed(server_url: str) -> None:
    with pytest.raises(TransportConnectionFailed) as caught:
        async with _socket(server_url, "nobody's"):
            pass
    reason = caught.value.__cause__
    assert isinstance(reason, ConnectionClosedError)
    assert reason.rcvd is not None
    assert reason.rcvd.code == 4403


def _socket(server_url: str, key: str) -> Client:
    transport = WebsocketsTransport(
        server_url.replace("http", "ws") + "/graphql",
        init_payload={"Authorization": f"Bearer {key}"},
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
    )
    return Client(transport=transport)
