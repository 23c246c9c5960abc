"""gql, the Python client: a list page by page, errors of every kind, a change, and news of changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.client import AsyncClientSession
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from graphql import GraphQLError

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
    """Gql fetches the schema by introspection and refuses what it does not hold before anything is sent."""
    transport = HTTPXAsyncTransport(f"{server_url}/graphql", headers={"Authorization": f"Bearer {key}"})
    client = Client(transport=transport, fetch_schema_from_transport=True)
    async with client as session:
        assert await session.execute(_request("page", first=1))
        with pytest.raises(GraphQLError, match="shoeSize"):
            await session.execute(_request("unknown_field"))
