"""Conditions over related records, nested and of many shapes: each is asked for the first 50 records that meet it."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.graph_samples import FILTERS, Question, Sample, Variables, choices, dates, months

_INDUSTRIES = ("Retail", "Logistics", "Software", "Health")


def _filter(
    name: str, variables: str, entity: str, where: str, draw: Callable[[Sample], list[Variables]], excuse: str = ""
) -> Question:
    document = f"query({variables}) {{ {entity}(first: 50, where: {where}) {{ nodes {{ id }} }} }}"
    return Question(FILTERS, name, document, draw, excuse)


FILTER_QUESTIONS = (
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
        choices("status", ("NEW", "OPEN", "PENDING")),
    ),
    _filter(
        "deals of companies of an industry",
        "$industry: String!",
        "deals",
        "{company: {industry: {eq: $industry}}, status: {eq: OPEN}}",
        choices("industry", _INDUSTRIES),
    ),
    _filter(
        "customers of companies of an industry, of a country",
        "$industry: String!",
        "customers",
        '{company: {industry: {eq: $industry}}, country: {eq: "PL"}}',
        choices("industry", _INDUSTRIES),
    ),
    _filter(
        "customers with a tag",
        "$tag: String!",
        "customers",
        "{tags: {some: {name: {eq: $tag}}}}",
        choices("tag", ("vip", "press", "beta")),
    ),
    _filter(
        "customers in a segment, of a stage",
        "$segment: String!",
        "customers",
        "{segments: {some: {name: {eq: $segment}}}, stage: {eq: FORMER}}",
        choices("segment", ("Segment 1", "Segment 3")),
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
        choices("category", ("Home", "Lamps", "Phones")),
    ),
    _filter(
        "deals in a stage of a pipeline, by expected close",
        "$pipeline: String!",
        "deals",
        '{stage: {name: {eq: "Offer"}, pipeline: {name: {eq: $pipeline}}}}, orderBy: [{field: EXPECTED_CLOSE_ON}]',
        choices("pipeline", ("New business", "Renewals")),
    ),
    _filter(
        "customers without orders since a day",
        "$from: DateTime!",
        "customers",
        "{orders: {none: {placedAt: {gte: $from}}}}",
        lambda _: [{"from": month["from"]} for month in months()[-20:]],
    ),
    _filter(
        "customers whose tickets are all solved",
        "$kind: TicketKind!",
        "customers",
        "{tickets: {some: {kind: {eq: $kind}}, every: {status: {eq: SOLVED}}}}",
        choices("kind", ("INQUIRY", "COMPLAINT", "INCIDENT")),
    ),
    _filter(
        "customers who answered a question with 9 or more",
        "$position: Int!",
        "customers",
        "{answers: {some: {rating: {gte: 9}, question: {position: {eq: $position}}}}}",
        choices("position", (0, 2, 4, 6, 8)),
    ),
    _filter(
        "customers of a country who agreed to a purpose",
        "$country: String!",
        "customers",
        '{country: {eq: $country}, consents: {some: {channel: {eq: EMAIL}, purpose: {eq: "newsletter"}, status: {eq: GRANTED}}}}',
        choices("country", ("DE", "PL", "IN")),
    ),
    _filter(
        "customers whose contract expires within a month",
        "$from: Date!, $to: Date!",
        "customers",
        "{contracts: {some: {status: {eq: ACTIVE}, expiresOn: {gte: $from, lt: $to}}}}",
        lambda sample: [
            {name: f"{int(value[:4]) + 2}{value[4:]}" for name, value in month.items()} for month in dates()
        ],
    ),
    _filter(
        "customers met within a month who have an open deal",
        "$from: DateTime!, $to: DateTime!",
        "customers",
        "{interactions: {some: {kind: {eq: MEETING}, occurredAt: {gte: $from, lt: $to}}}, deals: {some: {status: {eq: OPEN}}}}",
        months,
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
        choices("country", ("DE", "PL", "IN")),
    ),
    _filter(
        "customers with a large deal or a contract of a competitor",
        "$amount: Decimal!",
        "customers",
        '{or: [{deals: {some: {amount: {gte: {amount: $amount, currency: "EUR"}}}}}, '
        "{contracts: {some: {party: {eq: COMPETITOR}, status: {eq: TERMINATED}}}}]}",
        choices("amount", ("200", "201")),
        "no index has amounts, and nearly all deals of the database are this tenant's",
    ),
)
