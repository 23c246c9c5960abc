"""What the customer graph is asked, by the same documents on tenants of every size, and how the values asked for are drawn.

Each question has as many different requests as there are to draw, so that no answer is given twice in a row.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from anyascii import anyascii

from benchmarks.graph_generator import GraphTenant
from benchmarks.graph_rows import CUSTOMERS_PER_PRODUCT, RICH
from benchmarks.rows import FIRST_MOMENT
from server.database.tenancy import connect
from server.tenants import tenant_id

Variables: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[str, Variables], Any]

VIEW, INTERACTIONS, FILTERS, SEARCH, AGGREGATES = "customer view", "interactions", "filters", "search", "aggregates"
#: How many times as long the large tenant may take; None: it is told, and may be what it is.
GOALS: dict[str, float | None] = {VIEW: 1.5, INTERACTIONS: 1.5, FILTERS: None, SEARCH: 2.0, AGGREGATES: None}

_DRAWN = 100
_EVENTS = "nodes { id kind occurredAt subject }"


@dataclass(frozen=True, slots=True)
class Sample:
    """Some of a tenant's customers, each with what a question may look for, the numbers of some products, and places in the list of
    interactions.
    """

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
    """A document, and how its variables are drawn from a tenant's sample; ``excuse`` says why a plan of it may read a table whole."""

    group: str
    name: str
    document: str
    draw: Callable[[Sample], list[Variables]] = lambda _: [{}]
    excuse: str = ""


def _filter(
    name: str, variables: str, entity: str, where: str, draw: Callable[[Sample], list[Variables]], excuse: str = ""
) -> Question:
    document = f"query({variables}) {{ {entity}(first: 50, where: {where}) {{ nodes {{ id }} }} }}"
    return Question(FILTERS, name, document, draw, excuse)


def _choices(name: str, values: Sequence[Any]) -> Callable[[Sample], list[Variables]]:
    return lambda _: [{name: value} for value in values]


def _months(_: Sample | None = None) -> list[Variables]:
    begin = datetime.fromtimestamp(FIRST_MOMENT, UTC)
    days = (begin + timedelta(days=day) for day in range(30, 690, 7))
    return [{"from": day.isoformat(), "to": (day + timedelta(days=30)).isoformat()} for day in days]


def _dates() -> list[Variables]:
    return [{name: value[:10] for name, value in month.items()} for month in _months()]


def _ids(sample: Sample) -> list[Variables]:
    return sample.of_customers(lambda customer: {"id": f"customer_{customer['id']}"})


def _texts(make: Callable[[Mapping[str, Any]], str | None]) -> Callable[[Sample], list[Variables]]:
    def draw(sample: Sample) -> list[Variables]:
        texts = (make(customer) for customer in sample.customers)
        return [{"text": text} for text in texts if text]

    return draw


def _prefix(customer: Mapping[str, Any]) -> str | None:
    name: str = customer["name"]
    return name[:-2] if name.isascii() else None


def _typing_error(customer: Mapping[str, Any]) -> str | None:
    """A letter left out in the middle of the family name."""
    family = customer["family_name"]
    middle = len(family) // 2
    return (
        f"{customer['given_name']} {family[:middle]}{family[middle + 1 :]}"
        if len(family) >= 6 and " " not in family
        else None
    )


def _transliterated(customer: Mapping[str, Any]) -> str | None:
    name: str = customer["name"]
    return anyascii(name) if any("\u0600" <= letter <= "\u097f" for letter in name) else None


_SEARCH = "query($text: String!) { search(text: $text) { score matched record { id ... on Customer { name } } } }"
_INDUSTRIES = ("Retail", "Logistics", "Software", "Health")
_NEWEST_FIRST = "orderBy: [{field: OCCURRED_AT, direction: DESC}]"

_PLACE = (
    f"query($from: DateTime!) {{ interactions(first: 1, {_NEWEST_FIRST}, where: {{occurredAt: {{lt: $from}}}}) "
    "{ pageInfo { endCursor } } }"
)

QUESTIONS = (
    Question(VIEW, "single customer view", (Path(__file__).parent / "customer_view.graphql").read_text(), _ids),
    Question(
        INTERACTIONS,
        "of one customer, newest 50",
        f"query($id: ID!) {{ customer(id: $id) {{ interactions(first: 50, {_NEWEST_FIRST}) {{ {_EVENTS} }} }} }}",
        _ids,
    ),
    Question(INTERACTIONS, "newest 50", f"{{ interactions(first: 50, {_NEWEST_FIRST}) {{ {_EVENTS} }} }}"),
    Question(
        INTERACTIONS,
        "a page deep in the list",
        f"query($after: String!) {{ interactions(first: 50, {_NEWEST_FIRST}, after: $after) {{ {_EVENTS} }} }}",
        lambda sample: [{"after": cursor} for cursor in sample.cursors],
    ),
    Question(
        INTERACTIONS,
        "of one kind within a month, newest 50",
        f"query($from: DateTime!, $to: DateTime!) {{ interactions(first: 50, {_NEWEST_FIRST}, "
        f"where: {{kind: {{eq: MEETING}}, occurredAt: {{gte: $from, lt: $to}}}}) {{ {_EVENTS} pageInfo {{ hasNextPage }} }} }}",
        _months,
    ),
    Question(
        INTERACTIONS,
        "of three kinds within a month, 50",
        "query($from: DateTime!, $to: DateTime!) { interactions(first: 50, "
        "where: {kind: {in: [CALL, CHAT, MEETING]}, occurredAt: {gte: $from, lt: $to}}, "
        f"orderBy: [{{field: OCCURRED_AT}}]) {{ {_EVENTS} }} }}",
        _months,
    ),
    Question(
        INTERACTIONS,
        "of one product, newest 50",
        "query($sku: String!) { product(externalId: $sku) { "
        f"interactions(first: 50, {_NEWEST_FIRST}) {{ {_EVENTS} }} }} }}",
        Sample.of_products,
    ),
    Question(
        INTERACTIONS,
        "two kinds of one customer",
        "query($id: ID!) { customer(id: $id) { interactions(first: 20, where: {kind: {in: [VISIT, EMAIL_SENT]}}, "
        f"{_NEWEST_FIRST}) {{ {_EVENTS} }} }} }}",
        _ids,
    ),
    _filter(
        "customers who bought a product",
        "$sku: String!",
        "customers",
        "{orders: {some: {items: {some: {product: {externalId: {eq: $sku}}}}}}}",
        Sample.of_products,
    ),
    _filter(
        "customers with an urgent ticket open",
        "$status: TicketStatus!",
        "customers",
        "{tickets: {some: {status: {eq: $status}, priority: {eq: URGENT}}}}",
        _choices("status", ("NEW", "OPEN", "PENDING")),
    ),
    _filter(
        "deals of companies of an industry",
        "$industry: String!",
        "deals",
        "{company: {industry: {eq: $industry}}, status: {eq: OPEN}}",
        _choices("industry", _INDUSTRIES),
    ),
    _filter(
        "customers of companies of an industry, of a country",
        "$industry: String!",
        "customers",
        '{company: {industry: {eq: $industry}}, country: {eq: "PL"}}',
        _choices("industry", _INDUSTRIES),
    ),
    _filter(
        "customers with a tag",
        "$tag: String!",
        "customers",
        "{tags: {some: {name: {eq: $tag}}}}",
        _choices("tag", ("vip", "press", "beta")),
    ),
    _filter(
        "customers in a segment, of a stage",
        "$segment: String!",
        "customers",
        "{segments: {some: {name: {eq: $segment}}}, stage: {eq: FORMER}}",
        _choices("segment", ("Segment 1", "Segment 3")),
    ),
    _filter(
        "orders of the customer with an address",
        "$email: String!",
        "orders",
        "{customer: {email: {eqInsensitive: $email}}}",
        lambda sample: sample.of_customers(lambda customer: {"email": customer["email"]}),
    ),
    _filter(
        "items of products of a category",
        "$category: String!",
        "orderItems",
        "{product: {category: {name: {eq: $category}}}, quantity: {gte: 3}}",
        _choices("category", ("Home", "Lamps", "Phones")),
    ),
    _filter(
        "deals in a stage of a pipeline, by expected close",
        "$pipeline: String!",
        "deals",
        '{stage: {name: {eq: "Offer"}, pipeline: {name: {eq: $pipeline}}}}, orderBy: [{field: EXPECTED_CLOSE_ON}]',
        _choices("pipeline", ("New business", "Renewals")),
    ),
    _filter(
        "customers without orders since a day",
        "$from: DateTime!",
        "customers",
        "{orders: {none: {placedAt: {gte: $from}}}}",
        lambda _: [{"from": month["from"]} for month in _months()[-20:]],
    ),
    _filter(
        "customers whose tickets are all solved",
        "$kind: TicketKind!",
        "customers",
        "{tickets: {some: {kind: {eq: $kind}}, every: {status: {eq: SOLVED}}}}",
        _choices("kind", ("INQUIRY", "COMPLAINT", "INCIDENT")),
    ),
    _filter(
        "customers who answered a question with 9 or more",
        "$position: Int!",
        "customers",
        "{answers: {some: {rating: {gte: 9}, question: {position: {eq: $position}}}}}",
        _choices("position", (0, 2, 4, 6, 8)),
    ),
    _filter(
        "customers of a country who agreed to a purpose",
        "$country: String!",
        "customers",
        '{country: {eq: $country}, consents: {some: {channel: {eq: EMAIL}, purpose: {eq: "newsletter"}, status: {eq: GRANTED}}}}',
        _choices("country", ("DE", "PL", "IN")),
    ),
    _filter(
        "customers whose contract expires within a month",
        "$from: Date!, $to: Date!",
        "customers",
        "{contracts: {some: {status: {eq: ACTIVE}, expiresOn: {gte: $from, lt: $to}}}}",
        lambda sample: [
            {name: f"{int(value[:4]) + 2}{value[4:]}" for name, value in month.items()} for month in _dates()
        ],
    ),
    _filter(
        "customers met within a month who have an open deal",
        "$from: DateTime!, $to: DateTime!",
        "customers",
        "{interactions: {some: {kind: {eq: MEETING}, occurredAt: {gte: $from, lt: $to}}}, deals: {some: {status: {eq: OPEN}}}}",
        _months,
    ),
    _filter(
        "tickets of a company's people",
        "$company: String!",
        "tickets",
        "{customer: {company: {externalId: {eq: $company}}}}",
        lambda sample: [{"company": f"COM-{number}"} for number in sample.products],
    ),
    _filter(
        "companies one of whose people bought a product",
        "$sku: String!",
        "companies",
        "{customers: {some: {orders: {some: {items: {some: {product: {externalId: {eq: $sku}}}}}}}}}",
        Sample.of_products,
    ),
    _filter(
        "open tasks of a user about customers of a country",
        "$country: String!",
        "tasks",
        '{state: {eq: OPEN}, assignee: {name: {eq: "James 0"}}, customer: {country: {eq: $country}}}',
        _choices("country", ("DE", "PL", "IN")),
    ),
    _filter(
        "customers with a large deal or a contract of a competitor",
        "$amount: Decimal!",
        "customers",
        '{or: [{deals: {some: {amount: {gte: {amount: $amount, currency: "EUR"}}}}}, '
        "{contracts: {some: {party: {eq: COMPETITOR}, status: {eq: TERMINATED}}}}]}",
        _choices("amount", ("200", "201")),
        "no index has amounts, and nearly all deals of the database are this tenant's",
    ),
    Question(SEARCH, "whole name", _SEARCH, _texts(lambda customer: customer["name"])),
    Question(SEARCH, "name begun", _SEARCH, _texts(_prefix)),
    Question(SEARCH, "given name only", _SEARCH, _texts(lambda customer: customer["given_name"])),
    Question(SEARCH, "typing error", _SEARCH, _texts(_typing_error)),
    Question(SEARCH, "in Latin letters", _SEARCH, _texts(_transliterated)),
    Question(SEARCH, "e-mail address", _SEARCH, _texts(lambda customer: customer["email"])),
    Question(SEARCH, "phone number", _SEARCH, _texts(lambda customer: f"0{customer['phone'].removeprefix('+49')}")),
    Question(
        AGGREGATES,
        "totalCount of a country",
        "query($country: String!) { customers(where: {country: {eq: $country}}) { totalCount } }",
        _choices("country", ("DE", "PL", "IN")),
    ),
    Question(
        AGGREGATES,
        "interactions of a month, counted",
        "query($from: DateTime!, $to: DateTime!) "
        "{ interactions(where: {occurredAt: {gte: $from, lt: $to}}) { totalCount } }",
        _months,
    ),
)


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
    cursors = [ask(_PLACE, {"from": month["from"]})["interactions"]["pageInfo"]["endCursor"] for month in _months()]
    return Sample([dict(row) for row in rows], draw.sample(range(products), 20), cursors)
