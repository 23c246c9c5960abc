"""Quote: an offer to a customer at fixed prices, for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import strawberry

from server.entities.amount import money
from server.entities.declaration import Category, attribute, computed, entity, relation
from server.entities.expressions import Row
from server.entities.money import Money
from server.entities.quote_line import line_amount
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer
    from server.entities.deal import Deal
    from server.entities.quote_line import QuoteLine


@strawberry.enum(description="Where a quote stands.")
class QuoteStatus(Enum):
    """Where a quote stands."""

    DRAFT = strawberry.enum_value("DRAFT", description="Being written; the customer has not seen it.")
    SENT = strawberry.enum_value("SENT", description="With the customer.")
    ACCEPTED = strawberry.enum_value("ACCEPTED", description="The customer has agreed.")
    REJECTED = strawberry.enum_value("REJECTED", description="The customer has declined.")
    EXPIRED = strawberry.enum_value("EXPIRED", description="The customer did not answer in time.")


def _total(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    line = row.table("QuoteLine")
    currency, amount = line.c.unit_price_currency, line_amount(line.c)
    alike = sa.and_(sa.func.min(currency) == sa.func.max(currency), sa.func.count() == sa.func.count(amount))

    def over_lines(value: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return row.select(sa.case((alike, value)), line, line.c.quote_id == row.c["id"]).scalar_subquery()

    return money(over_lines(sa.func.sum(amount)), over_lines(sa.func.min(currency)))


@entity()
class Quote(Subject):
    """An offer to a customer at fixed prices, for a while."""

    number: str = attribute(
        Category.IDENTITY, "The number by which the tenant and the customer call it.", searchable=True
    )
    status: QuoteStatus = attribute(
        Category.DESCRIPTIVE, "Where the quote stands.", default=QuoteStatus.DRAFT, indexed=True
    )
    issued_on: date | None = attribute(Category.QUANTITATIVE, "When it was made out.")
    valid_until: date | None = attribute(Category.QUANTITATIVE, "The last day on which it holds.", indexed=True)
    total: Money | None = computed(
        Category.QUANTITATIVE, "What its lines come to; nothing if they are in several currencies.", _total
    )
    deal: Deal | None = relation("The deal that it was made for.")
    customer: Customer | None = relation("The customer whom it was made for.")
    lines: Connection[QuoteLine] = relation("The lines of the quote.", inverse="quote")
