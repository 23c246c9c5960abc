"""CustomerSubscription: what a customer pays for again and again. (GraphQL's own subscriptions have the plain name.)"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.money import Money
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer
    from server.entities.product import Product


@strawberry.enum(description="Where a subscription stands.")
class CustomerSubscriptionStatus(Enum):
    """Where a subscription stands."""

    TRIAL = strawberry.enum_value("TRIAL", description="Being tried out; not paid for yet.")
    ACTIVE = strawberry.enum_value("ACTIVE", description="Running and paid for.")
    PAUSED = strawberry.enum_value("PAUSED", description="Suspended for a while; nothing is charged.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Ended, or about to end, because one side gave notice.")
    EXPIRED = strawberry.enum_value("EXPIRED", description="Ended because it was not renewed.")


@strawberry.enum(description="How often a subscription is charged.")
class BillingPeriod(Enum):
    """How often a subscription is charged."""

    WEEK = strawberry.enum_value("WEEK", description="Every week.")
    MONTH = strawberry.enum_value("MONTH", description="Every month.")
    QUARTER = strawberry.enum_value("QUARTER", description="Every three months.")
    HALF_YEAR = strawberry.enum_value("HALF_YEAR", description="Every six months.")
    YEAR = strawberry.enum_value("YEAR", description="Every year.")


@entity(timeline="starts_at")
class CustomerSubscription(Subject):
    """A customer's subscription: something paid for again and again until one side ends it."""

    status: CustomerSubscriptionStatus = attribute(
        Category.DESCRIPTIVE, "Where it stands.", default=CustomerSubscriptionStatus.ACTIVE, indexed=True
    )
    name: str | None = attribute(Category.DESCRIPTIVE, "The plan, where it is no product of its own.")
    amount: Money | None = attribute(Category.QUANTITATIVE, "What is charged each time.")
    billing_period: BillingPeriod | None = attribute(Category.DESCRIPTIVE, "How often it is charged.")
    starts_at: datetime = attribute(Category.QUANTITATIVE, "When it began, or will begin.")
    renews_at: datetime | None = attribute(
        Category.QUANTITATIVE, "When it is renewed next; nothing if it will not be.", indexed=True
    )
    ends_at: datetime | None = attribute(Category.QUANTITATIVE, "When it ended, or will end.", indexed=True)
    customer: Customer = relation("The customer who subscribes.")
    product: Product | None = relation("The product that is subscribed to.")
