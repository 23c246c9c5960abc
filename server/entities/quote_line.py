"""QuoteLine: one line of a quote, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from server.entities.amount import exact, money
from server.entities.declaration import Category, OnDelete, attribute, computed, entity, relation
from server.entities.expressions import Row
from server.entities.money import Money
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.product import Product
    from server.entities.quote import Quote


def line_amount(columns: Any) -> sa.ColumnElement[Any]:
    """Return what a line with these columns comes to in minor units; null when its discount is in another currency."""
    price, discount = columns["unit_price_currency"], columns["discount_currency"]
    less = sa.func.coalesce(exact(columns["discount_minor"]), sa.literal_column("0"))
    amount = exact(columns["quantity"]) * exact(columns["unit_price_minor"]) - less
    return sa.case((sa.func.coalesce(discount, price) == price, amount))


def _total(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    return money(line_amount(row.c), row.c["unit_price_currency"])


@entity()
class QuoteLine(Subject):
    """One line of a quote: so many of one product, or of something described, at a price."""

    position: int | None = attribute(Category.QUANTITATIVE, "Its place in the quote; the smallest comes first.")
    description: str | None = attribute(Category.DESCRIPTIVE, "What is offered.", max_length=2000)
    quantity: int = attribute(Category.QUANTITATIVE, "How many are offered.", default=1, minimum=0)
    unit_price: Money = attribute(Category.QUANTITATIVE, "The price of one, before any discount.")
    discount: Money | None = attribute(Category.QUANTITATIVE, "What is taken off the line as a whole.")
    total: Money | None = computed(
        Category.QUANTITATIVE, "Quantity times price less discount; nothing if the currencies differ.", _total
    )
    quote: Quote = relation("The quote that the line belongs to.", on_delete=OnDelete.CASCADE)
    product: Product | None = relation("The product that is offered.")
