"""A client who is in conversation with the server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.api.websocket.sockets import Socket, dial
from tests.conftest import Client


@pytest.fixture
def token(admin: Client) -> str:
    """The API key of an admin of the first of two fresh tenants."""
    return f"Bearer {admin.token}"


@pytest.fixture
async def socket(server_url: str, token: str) -> AsyncIterator[Socket]:
    """A socket of the admin's."""
    async with dial(server_url) as opened:
        await opened.greet(Authorization=token)
        yield opened
