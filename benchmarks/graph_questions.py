"""What the customer graph is asked, by the same documents on tenants of every size, and how the values asked for are drawn.

Each question has as many different requests as there are to draw, so that no answer is given twice in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from anyascii import anyascii

from benchmarks.graph_filters import FILTER_QUESTIONS
from benchmarks.graph_samples import (
    AGGREGATES,
    FILTERS,
    INTERACTIONS,
    NEWEST_FIRST,
    SEARCH,
    VIEW,
    Question,
    Sample,
    Variables,
    choices,
    customer_ids,
    months,
)

#: How many times as long the large tenant may take; None: it is told, and may be what it is.
GOALS: dict[str, float | None] = {VIEW: 1.5, INTERACTIONS: 1.5, FILTERS: None, SEARCH: 2.0, AGGREGATES: None}

_EVENTS = "nodes { id kind occurredAt subject }"


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
    if len(family) < 6:
        return None
    return f"{customer['given_name']} {family[:middle]}{family[middle + 1 :]}"


def _transliterated(customer: Mapping[str, Any]) -> str | None:
    name: str = customer["name"]
    return anyascii(name) if any("\u0600" <= letter <= "\u097f" for letter in name) else None


_SEARCH = "query($text: String!) { search(text: $text) { score matched record { id ... on Customer { name } } } }"


QUESTIONS = (
    Question(VIEW, "single customer view", (Path(__file__).parent / "customer_view.graphql").read_text(), customer_ids),
    Question(
        INTERACTIONS,
        "of one customer, newest 50",
        f"query($id: ID!) {{ customer(id: $id) {{ interactions(first: 50, {NEWEST_FIRST}) {{ {_EVENTS} }} }} }}",
        customer_ids,
    ),
    Question(INTERACTIONS, "newest 50", f"{{ interactions(first: 50, {NEWEST_FIRST}) {{ {_EVENTS} }} }}"),
    Question(
        INTERACTIONS,
        "a page deep in the list",
        f"query($after: String!) {{ interactions(first: 50, {NEWEST_FIRST}, after: $after) {{ {_EVENTS} }} }}",
        lambda sample: [{"after": cursor} for cursor in sample.cursors],
    ),
    Question(
        INTERACTIONS,
        "of one kind within a month, newest 50",
        f"query($from: DateTime!, $to: DateTime!) {{ interactions(first: 50, {NEWEST_FIRST}, "
        f"where: {{kind: {{eq: MEETING}}, occurredAt: {{gte: $from, lt: $to}}}}) {{ {_EVENTS} pageInfo {{ hasNextPage }} }} }}",
        months,
    ),
    Question(
        INTERACTIONS,
        "of three kinds within a month, 50",
        "query($from: DateTime!, $to: DateTime!) { interactions(first: 50, "
        "where: {kind: {in: [CALL, CHAT, MEETING]}, occurredAt: {gte: $from, lt: $to}}, "
        f"orderBy: [{{field: OCCURRED_AT}}]) {{ {_EVENTS} }} }}",
        months,
    ),
    Question(
        INTERACTIONS,
        "of one product, newest 50",
        "query($sku: String!) { product(externalId: $sku) { "
        f"interactions(first: 50, {NEWEST_FIRST}) {{ {_EVENTS} }} }} }}",
        Sample.of_products,
    ),
    Question(
        INTERACTIONS,
        "two kinds of one customer",
        "query($id: ID!) { customer(id: $id) { interactions(first: 20, where: {kind: {in: [VISIT, EMAIL_SENT]}}, "
        f"{NEWEST_FIRST}) {{ {_EVENTS} }} }} }}",
        customer_ids,
    ),
    *FILTER_QUESTIONS,
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
        choices("country", ("DE", "PL", "IN")),
    ),
    Question(
        AGGREGATES,
        "interactions of a month, counted",
        "query($from: DateTime!, $to: DateTime!) "
        "{ interactions(where: {occurredAt: {gte: $from, lt: $to}}) { totalCount } }",
        months,
    ),
)
