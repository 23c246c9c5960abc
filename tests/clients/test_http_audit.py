"""The audits of the GraphQL-over-HTTP specification: not one error, and not one warning either."""

from __future__ import annotations

import pytest

from tests.clients.node import run_checks

pytestmark = pytest.mark.usefixtures("packages")


async def test_every_audit_is_ok(server_url: str, key: str) -> None:
    audits = await run_checks("audit.mjs", server_url, key)
    faults = [f"{identifier}: {audit}" for identifier, audit in audits.items() if audit["status"] != "ok"]
    assert not faults, "\n".join(faults)
    assert len(audits) == 61
