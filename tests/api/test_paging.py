"""Walks through a list with ties and absent values: whatever the order, each record once, in that order, both ways."""

from __future__ import annotations

import random
from typing import Any

import pytest

from server.entities.text import fold
from tests.api.conftest import Tenant
from tests.conftest import Client

_NAMES = ("Anna", "ANNA", "Änna", "anna", "Bo", "Ö", "Zoë", "zoe", "علی", None)
_COUNTRIES = ("DE", "ES", "PL", None)
_DATES = ("1980-05-17", "1980-05-18", "2001-01-01", None, None)
_STAGES = ("LEAD", "CUSTOMER", "FORMER")

_ORDERS: tuple[tuple[dict[str, str], ...], ...] = (
    (),
    ({"field": "ID", "direction": "DESC"},),
    ({"field": "NAME"},),
    ({"field": "NAME", "direction": "DESC", "nulls": "LAST"},),
    ({"field": "COUNTRY", "nulls": "FIRST"}, {"field": "BIRTH_DATE", "direction": "DESC"}),
    ({"field": "STAGE"}, {"field": "COUNTRY", "direction": "DESC"}, {"field": "NAME", "nulls": "FIRST"}),
    ({"field": "BIRTH_DATE", "nulls": "FIRST"}, {"field": "STAGE", "direction": "DESC"}, {"field": "ID"}),
    ({"field": "VERSION", "direction": "DESC"}, {"field": "CREATED_AT"}),
)
_QUERY = """
query ($order: [CustomerOrder!], $where: CustomerWhere, $first: Int, $after: String, $last: Int, $before: String) {
  customers(orderBy: $order, where: $where, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } }
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


@pytest.fixture(scope="module")
async def people(own: Tenant) -> list[dict[str, Any]]:
    """Sixty customers with few different values each."""
    chance = random.Random(20240401)
    inputs = [
        {
            "externalId": f"c{number}",
            "name": chance.choice(_NAMES),
            "country": chance.choice(_COUNTRIES),
            "birthDate": chance.choice(_DATES),
            "stage": chance.choice(_STAGES),
        }
        for number in range(60)
    ]
    selected = "id name country birthDate stage version createdAt"
    mutation = f"mutation ($inputs: [CustomerUpsert!]!) {{ upsertCustomers(inputs: $inputs) {{ customers {{ {selected} }} }} }}"
    made: list[dict[str, Any]] = (await own.admin.data(mutation, {"inputs": inputs}))["upsertCustomers"]["customers"]
    assert len(made) == 60
    return made


def _sorted(people: list[dict[str, Any]], order: tuple[dict[str, str], ...]) -> list[str]:
    """The ids in the order asked for: one stable sort for each key, the last key first."""
    keys = list(order)
    if not any(key["field"] == "ID" for key in keys):
        keys.append({"field": "ID", "direction": keys[-1].get("direction", "ASC") if keys else "ASC"})
    found = people
    for key in reversed(keys):
        first, *others = key["field"].lower().split("_")
        name = first + "".join(map(str.capitalize, others))
        descending = key.get("direction") == "DESC"
        nulls_first = key.get("nulls", "FIRST" if descending else "LAST") == "FIRST"
        present = [person for person in found if person[name] is not None]
        present.sort(key=lambda person: _comparable(name, person[name]), reverse=descending)
        absent = [p for p in found if p[name] is None]
        found = absent + present if nulls_first else present + absent
    return [person["id"] for person in found]


def _comparable(name: str, value: Any) -> Any:
    return fold(value) if name == "name" else value


@pytest.mark.parametrize("order", _ORDERS, ids=lambda order: "-".join(key["field"] for key in order) or "default")
@pytest.mark.parametrize("where", [None, {"stage": {"ne": "LEAD"}}], ids=["all", "some"])
async def test_walk(
    order: tuple[dict[str, str], ...], where: dict[str, Any] | None, people: list[dict[str, Any]], own: Tenant
) -> None:
    kept = [person for person in people if where is None or person["stage"] != "LEAD"]
    expected = _sorted(kept, order)
    chance = random.Random(str(order))
    variables = {"order": list(order), "where": where}
    assert await _walk(own.admin, variables, chance, backwards=False, total=len(kept)) == expected
    assert await _walk(own.admin, variables, chance, backwards=True, total=len(kept)) == expected


async def _walk(
    client: Client, variables: dict[str, Any], chance: random.Random, *, backwards: bool, total: int
) -> list[str]:
    """Visit all pages, of random sizes, from one end to the other, and return the ids in the list's order."""
    size, place = ("last", "before") if backwards else ("first", "after")
    ahead, behind = ("hasPreviousPage", "hasNextPage") if backwards else ("hasNextPage", "hasPreviousPage")
    visited: list[str] = []
    cursor = None
    while True:
        page = (await client.data(_QUERY, {**variables, size: chance.choice((1, 7, 11, 30)), place: cursor}))[
            "customers"
        ]
        info, edges = page["pageInfo"], page["edges"]
        ids = [edge["node"]["id"] for edge in edges]
        assert page["totalCount"] == total
        assert info[behind] is bool(visited)
        assert (info["startCursor"], info["endCursor"]) == (edges[0]["cursor"], edges[-1]["cursor"])
        visited = [*ids, *visited] if backwards else [*visited, *ids]
        assert info[ahead] is (len(visited) < total)
        if not info[ahead]:
            return visited
        cursor = info["startCursor"] if backwards else info["endCursor"]
