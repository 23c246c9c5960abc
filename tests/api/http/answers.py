"""Reading answers: the two media types, and what holds for every error whatever its cause."""

from __future__ import annotations

from typing import Any

import httpx

MODERN = "application/graphql-response+json"
LEGACY = "application/json"
#: What only the driver, the database or Python would say.
_FOREIGN = ("asyncpg", "postgres", "psql", "relation ", "select ", "traceback", "sqlstate", "sys.", "exception")


def refused(response: httpx.Response) -> list[dict[str, Any]]:
    """Return the errors of an answer without data, having checked what holds for all errors."""
    body = response.json()
    assert set(body) == {"errors"}, body
    return checked(body["errors"])


def checked(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the errors, having checked that they are few, short, coded and ours."""
    assert 1 <= len(errors) <= 10
    for error in errors:
        assert set(error) <= {"message", "locations", "path", "extensions"}
        assert error["extensions"]["code"].isupper()
        assert 0 < len(error["message"]) <= 301
        assert not [text for text in _FOREIGN if text in error["message"].lower()], error
    return errors


def codes(response: httpx.Response) -> set[str]:
    """Return the codes of an answer without data."""
    return {error["extensions"]["code"] for error in refused(response)}
