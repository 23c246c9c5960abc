"""The endpoint, spoken to over HTTP."""

from __future__ import annotations

from tests.conftest import Client


async def test_an_admin_creates_and_reads(admin: Client) -> None:
    created = await admin.data(
        'mutation { createCompany(input: {name: "Müller AG", externalId: "c1"}) { company { name version } errors { code } } }'
    )
    assert created == {"createCompany": {"company": {"name": "Müller AG", "version": 1}, "errors": []}}
    found = await admin.data('{ company(externalId: "c1") { name } companies { totalCount } }')
    assert found == {"company": {"name": "Müller AG"}, "companies": {"totalCount": 1}}
