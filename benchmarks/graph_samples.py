"""What a question is, and what it may look for: a sample of a tenant's customers, products, days and places in a list."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from benchmarks.graph_generator import GraphTenant
from benchmarks.graph_rows import CUSTOMERS_PER_PRODUCT, RICH
from benchmarks.rows import FIRST_MOMENT
from server.database.tenancy import connect
from server.tenants import tenant_id

Variables: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[str, Variables], Any]

VIEW, INTERACTIONS, FILTERS, SEARCH, AGGREGATES = "customer view", "interactions", "filters", "search", "aggregates"
NEWEST_FIRST = "orderBy: [{field: OCCURRED_AT, direction: DESC}]"

_DRAWN = 100
_PLACE = (
    f"query($from: DateTime!) {{ interactions(first: 1, {NEWEST_FIRST}, where: {{occurredAt: {{lt: $from}}}}) "
    "{ pageInfo { endCursor } } }"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Some of a tenant's customers, each with what a question may look for; numbers of products; cursors of interactions."""

    customers: Sequence[Mapping[str, Any]]
    products: Sequence[int]
    cursors: Sequence[str]

    def of_customers(self, make: Callable[[Mapping[str, Any]], Variables | None]) -> list[Variables]:
        """Return what ``make`` draws from each customer."""
        return [made for customer in self.customers if (made := make(customer)) is not None]

    def of_products(self) -> list[Variables]:
        """Return the external ids of the products."""
        return [{"sku": f"SKU-{number}"} for number in self.products]


@dataclass(frozen=True, slots=True)
class Question:
    """A document, and how its variables are drawn from a tenant's sample.

    ``excuse`` says why a plan of it may read a table whole.
    """

    group: str
    name: str
    document: str
    draw: Callable[[Sample], list[Variables]] = lambda _: [{}]
    excuse: str = ""


def choices(name: str, values: Sequence[Any]) -> Callable[[Sample], list[Variables]]:
    """Return what draws a variable from these values."""
    return lambda _: [{name: value} for value in values]


def months(_: Sample | None = None) -> list[Variables]:
    """Return spans of a month, from each week of the time in which the rows have their moments."""
    begin = datetime.fromtimestamp(FIRST_MOMENT, UTC)
    days = (begin + timedelta(days=day) for day in range(30, 690, 7))
    return [{"from": day.isoformat(), "to": (day + timedelta(days=30)).isoformat()} for day in days]


def dates() -> list[Variables]:
    """Return the same spans as dates."""
    return [{name: value[:10] for name, value in month.items()} for month in months()]


def customer_ids(sample: Sample) -> list[Variables]:
    """Return the ids of the sample's customers."""
    return sample.of_customers(lambda customer: {"id": f"customer_{customer['id']}"})


async def draw_sample(owner_url: str, tenant: GraphTenant, ask: Ask) -> Sample:
    """Return a sample of the tenant's customers that have something of everything; the same ones for the same data.

    ``ask`` sends a document with variables to the server and returns the data.
    """
    draw = random.Random(tenant.slug)
    numbers = draw.sample(range(0, tenant.customers, RICH), min(_DRAWN, tenant.customers // RICH))
    products = max(20, tenant.customers // CUSTOMERS_PER_PRODUCT)
    sql = (
        "SELECT id, name, given_name, family_name, email, phone FROM customer "
        "WHERE tenant_id = $1 AND external_id = ANY($2::text[]) ORDER BY md5(id::text)"
    )
    owner = await connect(owner_url)
    try:
        async with owner.transaction():
            await owner.execute(f"SET LOCAL app.tenant_id TO '{tenant_id(tenant.slug)}'")
            rows = await owner.fetch(sql, tenant_id(tenant.slug), [f"CUS-{number}" for number in numbers])
    finally:
        await owner.close()
    cursors = [ask(_PLACE, {"from": month["from"]})["interactions"]["pageInfo"]["endCursor"] for month in months()]
    return Sample([dict(row) for row in rows], draw.sample(range(products), 20), cursors)
