"""Relay's compiler over schema.graphql and a small app, and what it generates sent to a real server."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.conftest import EXTERNAL_IDS
from tests.clients.node import FOLDER, PACKAGES, Finished, run_node
from tests.conftest import Client

_SCHEMA = FOLDER.parents[1] / "schema.graphql"
_COMPILER = PACKAGES / "relay-compiler" / "cli.js"
_TEXT = re.compile(r'^    "text": (".*")$', re.MULTILINE)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the app with the repository's schema, as the compiler writes next to its sources."""
    folder = tmp_path_factory.mktemp("relay") / "app"
    shutil.copytree(FOLDER / "relay", folder)
    shutil.copy(_SCHEMA, folder / "schema.graphql")
    return folder


@pytest.fixture(scope="module")
async def compiled(packages: None, app: Path) -> Finished:
    return await run_node(_COMPILER, cwd=app)


@pytest.fixture(scope="module")
def operations(compiled: Finished, app: Path) -> dict[str, str]:
    """The operations that the compiler generated, by name."""
    artifacts = {path.name.removesuffix(".graphql.ts"): path.read_text() for path in app.rglob("*.graphql.ts")}
    return {name: json.loads(text[1]) for name, artifact in artifacts.items() if (text := _TEXT.search(artifact))}


@pytest.fixture(scope="module")
def client(http: httpx.AsyncClient, key: str) -> Client:
    return Client(http, key)


def test_it_compiles_without_a_warning(compiled: Finished) -> None:
    assert (compiled.code, compiled.err) == (0, "")
    assert {line.split("]")[0] for line in compiled.out.splitlines()} == {"[INFO"}, compiled.out


def test_it_generates_every_operation(operations: dict[str, str]) -> None:
    assert sorted(operations) == [
        "CustomerCardPaginationQuery",
        "CustomerFeedSubscription",
        "CustomerFormCreateMutation",
        "CustomerFormDeleteMutation",
        "CustomerListPaginationQuery",
        "CustomerListQuery",
        "CustomerPageQuery",
    ]


async def test_the_list_goes_on_behind_its_cursor(operations: dict[str, str], client: Client) -> None:
    first = (await client.data(operations["CustomerListQuery"]))["customers"]
    cursor = first["pageInfo"]["endCursor"]
    rest = await client.data(operations["CustomerListPaginationQuery"], {"cursor": cursor, "count": 50})
    assert [*_external_ids(first), *_external_ids(rest["customers"])] == EXTERNAL_IDS
    assert not rest["customers"]["pageInfo"]["hasNextPage"]


async def test_a_fragment_is_fetched_again_by_its_id(operations: dict[str, str], client: Client) -> None:
    listed = (await client.data(operations["CustomerListQuery"]))["customers"]["edges"][3]["node"]
    page = (await client.data(operations["CustomerPageQuery"], {"id": listed["id"]}))["node"]
    again = (await client.data(operations["CustomerCardPaginationQuery"], {"id": listed["id"]}))["node"]
    assert page == again == {name: value for name, value in listed.items() if name != "externalId"}


async def test_a_customer_is_created_and_deleted(operations: dict[str, str], client: Client) -> None:
    given = {"input": {"externalId": "z-99", "name": "Zoë"}, "lists": []}
    made = (await client.data(operations["CustomerFormCreateMutation"], given))["createCustomer"]
    assert (made["customer"]["name"], made["errors"]) == ("Zoë", [])
    gone = await client.data(operations["CustomerFormDeleteMutation"], {"id": made["customer"]["id"]})
    assert gone["deleteCustomer"] == {"id": made["customer"]["id"], "errors": []}


def _external_ids(connection: Mapping[str, Any]) -> list[str]:
    return [edge["node"]["externalId"] for edge in connection["edges"]]
