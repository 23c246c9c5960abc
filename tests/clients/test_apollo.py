"""Apollo Client: its Relay-style list cache, its error classes, and its subscriptions over graphql-ws."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.conftest import EXTERNAL_IDS
from tests.clients.node import run_checks


@pytest.fixture(scope="module")
async def checks(packages: None, server_url: str, key: str) -> dict[str, dict[str, Any]]:
    return await run_checks("apollo.mjs", server_url, key)


def test_pages_to_the_end(checks: dict[str, dict[str, Any]]) -> None:
    assert checks["paging"] == {"lengths": [20, 40, 45], "externalIds": EXTERNAL_IDS}


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("unknown field", "GRAPHQL_VALIDATION_FAILED"),
        ("wrong value", "BAD_USER_INPUT"),
        ("no key", "UNAUTHENTICATED"),
    ],
)
def test_a_refusal_is_a_graphql_error(checks: dict[str, dict[str, Any]], check: str, code: str) -> None:
    """Not a ServerError: the answer's media type tells Apollo that the body holds GraphQL errors, whatever the status."""
    assert checks[check] == {"combinedGraphQLErrors": True, "serverError": False, "codes": [code]}


def test_errors_in_the_payload(checks: dict[str, dict[str, Any]]) -> None:
    errors = [{"__typename": "MutationError", "path": ["input", "externalId"], "code": "CONFLICT"}]
    assert checks["taken id"] == {"id": None, "errors": errors}


def test_a_subscription_tells_of_what_it_asks_for(checks: dict[str, dict[str, Any]]) -> None:
    created = checks["new"]["id"]
    customer = {"__typename": "Customer", "id": created, "externalId": "new-2", "name": "Zoë"}
    assert checks["another"]["id"] != created
    assert checks["subscription"] == {
        "__typename": "CustomerChanged",
        "kind": "CREATED",
        "id": created,
        "customer": customer,
    }


def test_a_refused_subscription_is_a_graphql_error(checks: dict[str, dict[str, Any]]) -> None:
    refused = checks["unknown field of a change"]
    assert (refused["combinedGraphQLErrors"], refused["codes"]) == (True, ["GRAPHQL_VALIDATION_FAILED"])


def test_without_a_key_the_socket_is_closed(checks: dict[str, dict[str, Any]]) -> None:
    assert checks["no key for a socket"]["message"].startswith(
        "Socket closed with event 4403 Forbidden: send a valid API key"
    )
