"""Order: what a customer bought, returned or left in the cart."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.money import Money
from server.entities.record import Connection, Record

if TYPE_CHECKING:
    from server.entities.customer import Customer
    from server.entities.order_item import OrderItem


@strawberry.enum(description="Where an order stands.")
class OrderStatus(Enum):
    """Where an order stands."""

    DRAFT = "DRAFT"
    PLACED = "PLACED"
    PAID = "PAID"
    SHIPPED = "SHIPPED"
    DELIVERED = "DELIVERED"
    RETURNED = "RETURNED"
    ABANDONED = "ABANDONED"
    CANCELLED = "CANCELLED"


@entity(indexes=(("customer", "placed_at"), ("placed_at",)))
class Order(Record):
    """A purchase of one customer; also a return or an abandoned cart, as its status says."""

    status: OrderStatus = attribute(Category.DESCRIPTIVE, "Where the order stands.", default=OrderStatus.PLACED)
    placed_at: datetime = attribute(Category.QUANTITATIVE, "When the order was placed (or the cart left).")
    total: Money = attribute(Category.QUANTITATIVE, "The value of the whole order.")
    customer: Customer = relation("The customer whose order it is.")
    items: Connection[OrderItem] = relation("The lines of the order.", inverse="order")
