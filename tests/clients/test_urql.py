"""urql: its list pages, its CombinedError, and its subscriptions over graphql-ws."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.conftest import EXTERNAL_IDS
from tests.clients.node import run_checks


@pytest.fixture(scope="module")
async def checks(packages: None, server_url: str, key: str) -> dict[str, dict[str, Any]]:
    return await run_checks("urql.mjs", server_url, key)


def test_pages_to_the_end(checks: dict[str, dict[str, Any]]) -> None:
    assert checks["paging"] == {"lengths": [20, 20, 5], "externalIds": EXTERNAL_IDS}


@pytest.mark.parametrize(
    ("check", "code", "status"),
    [
        ("unknown field", "GRAPHQL_VALIDATION_FAILED", 400),
        ("wrong value", "BAD_USER_INPUT", 400),
        ("no key", "UNAUTHENTICATED", 401),
    ],
)
def test_a_refusal_is_a_graphql_error(checks: dict[str, dict[str, Any]], check: str, code: str, status: int) -> None:
    """A CombinedError with GraphQL errors and without a network error."""
    assert checks[check] == {"name": "CombinedError", "codes": [code], "status": status}


def test_errors_in_the_payload(checks: dict[str, dict[str, Any]]) -> None:
    assert checks["taken id"] == {"id": None, "errors": [{"path": ["input", "externalId"], "code": "CONFLICT"}]}


def test_a_subscription_tells_of_what_it_asks_for(checks: dict[str, dict[str, Any]]) -> None:
    created = checks["new"]["id"]
    customer = {"id": created, "externalId": "new-2", "name": "Zoë"}
    assert checks["another"]["id"] != created
    assert checks["subscription"] == {"kind": "CREATED", "id": created, "customer": customer}


def test_a_refused_subscription_is_a_graphql_error(checks: dict[str, dict[str, Any]]) -> None:
    assert checks["unknown field of a change"] == {"name": "CombinedError", "codes": ["GRAPHQL_VALIDATION_FAILED"]}


def test_without_a_key_the_socket_is_closed(checks: dict[str, dict[str, Any]]) -> None:
    assert checks["no key for a socket"] == {"name": "CombinedError", "codes": [], "close": 4403}
