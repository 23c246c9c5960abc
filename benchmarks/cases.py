"""What is measured: the GraphQL documents of the cases and, for each, a list of requests that no cache can answer twice in a row.

The same documents run on Tessera and on the DataLoader peer; the floor serves every case at a route of its own.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.generator import PRODUCTS, Size
from server.database.tenancy import connect
from server.tenants import tenant_id

POINT = """
query($id: ID!) {
  customer(id: $id) { id name email country stage company { id name } }
}
"""
PAGE = """
{
  customers(first: 50) {
    nodes {
      id name email
      orders(first: 5) {
        nodes {
          id placedAt status
          total { amount currency }
          items(first: 2) {
            nodes { quantity unitPrice { amount currency } product { id name } }
          }
        }
      }
    }
  }
}
"""
FILTERED = """
query($sku: String!) {
  customers(first: 50, where: {orders: {some: {items: {some: {product: {externalId: {eq: $sku}}}}}}}) {
    nodes { id name email country }
  }
}
"""
COUNT = """
{
  customers(where: {country: {eq: "DE"}}) { totalCount }
}
"""

_PER_TENANT = 20  # different requests of one case for one tenant


@dataclass(frozen=True, slots=True)
class Case:
    """One question that every system is asked."""

    name: str
    title: str
    document: str


@dataclass(frozen=True, slots=True)
class Request:
    """One tenant's asking, with the variables of the case's document (which the floor gets as query parameters)."""

    slug: str
    variables: dict[str, Any] = field(default_factory=dict)


CASES = {
    case.name: case
    for case in (
        Case("point", "one customer by id, with the company", POINT),
        Case("page", "50 customers, 5 orders each, 2 items each with product", PAGE),
        Case("filtered", "50 customers who bought one product", FILTERED),
        Case("count", "totalCount of the customers of one country", COUNT),
    )
}


async def draw_requests(owner_url: str, size: Size) -> dict[str, list[Request]]:
    """Return the requests of every case, the same ones for the same data."""
    draw = random.Random(size.seed)
    slugs = size.slugs()
    ids = {slug: await _customer_ids(owner_url, slug, _numbers(draw, size.customers)) for slug in slugs}
    skus = {slug: _numbers(draw, PRODUCTS) for slug in slugs}
    requests = {
        "point": [Request(slug, {"id": one}) for slug in slugs for one in ids[slug]],
        "page": [Request(slug) for slug in slugs],
        "filtered": [Request(slug, {"sku": f"SKU-{number}"}) for slug in slugs for number in skus[slug]],
        "count": [Request(slug) for slug in slugs],
    }
    for listed in requests.values():
        draw.shuffle(listed)
    return requests


def _numbers(draw: random.Random, count: int) -> list[int]:
    return draw.sample(range(count), min(count, _PER_TENANT))


async def _customer_ids(owner_url: str, slug: str, numbers: Sequence[int]) -> list[str]:
    tenant = tenant_id(slug)
    owner = await connect(owner_url)
    try:
        async with owner.transaction():
            await owner.execute(f"SET LOCAL app.tenant_id TO '{tenant}'")
            rows = await owner.fetch(
                "select 'customer_' || id as id from customer where tenant_id = $1 and external_id = any($2) order by id",
                tenant,
                [f"CUS-{number}" for number in numbers],
            )
    finally:
        await owner.close()
    return [row["id"] for row in rows]
