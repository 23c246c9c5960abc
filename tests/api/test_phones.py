"""Phone numbers: written as people in the tenant's country do, kept and found in E.164."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from server.database.tenancy import Database
from server.entities.declaration import Role
from server.tenants import change_settings, create_key
from tests.conftest import Client, make_tenant

_CREATE = """mutation ($phone: String) { createCustomer(input: { phone: $phone }) {
  customer { phone } errors { path code message } } }"""


async def _in_region(region: str | None, owner_url: str, database: Database, http: httpx.AsyncClient) -> Client:
    slug = await make_tenant(owner_url)
    if region is not None:
        await change_settings(database, slug, region=region)
    return Client(http, await create_key(database, slug, Role.ADMIN))


@pytest.fixture
async def german(owner_url: str, database: Database, http: httpx.AsyncClient) -> Client:
    """The admin of a tenant in Germany."""
    return await _in_region("DE", owner_url, database, http)


@pytest.fixture
async def nowhere(owner_url: str, database: Database, http: httpx.AsyncClient) -> Client:
    """The admin of a tenant that has not said where it is."""
    return await _in_region(None, owner_url, database, http)


async def _create(client: Client, phone: str | None) -> Any:
    return (await client.data(_CREATE, {"phone": phone}))["createCustomer"]


@pytest.mark.parametrize(
    "written",
    ["+4930123456", "030 123456", "030/12 34-56", "(030) 123456", "0049 30 123456", "+49 (0)30 123456", "٠٣٠ ١٢٣٤٥٦"],
)
async def test_any_notation_of_the_region(german: Client, written: str) -> None:
    assert await _create(german, written) == {"customer": {"phone": "+4930123456"}, "errors": []}


async def test_numbers_abroad_and_none(german: Client) -> None:
    assert (await _create(german, "+1 (212) 555-0123"))["customer"] == {"phone": "+12125550123"}
    assert (await _create(german, None))["customer"] == {"phone": None}


@pytest.mark.parametrize(
    "written", ["12", "call me", "", "030 123456 ext. 7", "+49", "+999123456789", "1" * 400, "0\x000"]
)
async def test_no_number(german: Client, nowhere: Client, written: str) -> None:
    for client in (german, nowhere):
        (error,) = (await _create(client, written))["errors"]
        assert (error["path"], error["code"]) == (["input", "phone"], "BAD_USER_INPUT")
        assert error["message"].startswith("phone ")
        assert len(error["message"]) < 300


async def test_a_refusal_names_the_region_and_the_remedy(german: Client, nowhere: Client) -> None:
    (error,) = (await _create(german, "12"))["errors"]
    assert "in DE" in error["message"]
    assert "+4930123456" in error["message"]
    (error,) = (await _create(nowhere, "030 123456"))["errors"]
    assert "begin with +" in error["message"]


async def test_a_number_is_found_in_any_notation_with_its_country(german: Client) -> None:
    document = "query ($phone: String!) { customers(where: { phone: { eq: $phone } }) { totalCount } }"
    await _create(german, "030 123456")
    for written in ("+4930123456", "+49 30 123456", "+49 (0)30/123456"):
        assert await german.data(document, {"phone": written}) == {"customers": {"totalCount": 1}}
    (error,) = await german.errors(document, {"phone": "030 123456"})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "begin with +" in error["message"]


async def test_upserts_and_updates_too(german: Client) -> None:
    upsert = """mutation ($phone: String) { upsertCustomers(inputs: [{ externalId: "A", phone: $phone }]) {
      updated unchanged customers { id version phone } errors { code } } }"""
    made = (await german.data(upsert, {"phone": "030 123456"}))["upsertCustomers"]["customers"][0]
    assert (await german.data(upsert, {"phone": "0049 30 123456"}))["upsertCustomers"]["unchanged"] == 1
    update = """mutation ($id: ID!, $version: Int!) { updateCustomer(id: $id, version: $version, input: { phone: "030 654321" }) {
      customer { phone } errors { code } } }"""
    changed = (await german.data(update, {"id": made["id"], "version": made["version"]}))["updateCustomer"]
    assert changed == {"customer": {"phone": "+4930654321"}, "errors": []}


@pytest.mark.parametrize("written", ["+11234567", "+1 123 4567", "+49301234567890123", "+49 30 1234567890123"])
async def test_a_number_that_is_none_anywhere_is_refused(german: Client, nowhere: Client, written: str) -> None:
    """Numbers of +1 are all of one length, and none is longer than 15 digits."""
    document = "query ($filter: PhoneNumberFilter!) { customers(where: { phone: $filter }) { totalCount } }"
    for client in (german, nowhere):
        (error,) = (await _create(client, written))["errors"]
        assert (error["path"], error["code"]) == (["input", "phone"], "BAD_USER_INPUT")
        for operand in ({"eq": written}, {"in": ["+4930123456", written]}):
            (error,) = await client.errors(document, {"filter": operand})
            assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("written", ["+12125550123", "+493012345678901", "+4930123", "+390612345678"])
async def test_numbers_as_long_as_they_are(nowhere: Client, written: str) -> None:
    assert (await _create(nowhere, written))["customer"] == {"phone": written}
