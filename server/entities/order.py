"""Order: what a customer bought, returned or left in the cart."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.demand import Demand
from server.entities.money import Money
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer
    from server.entities.order_item import OrderItem
    from server.entities.ticket import Ticket


@strawberry.enum(description="Where an order stands.")
class OrderStatus(Enum):
    """Where an order stands."""

    DRAFT = strawberry.enum_value("DRAFT", description="Being put together; not placed yet.")
    PLACED = strawberry.enum_value("PLACED", description="Placed by the customer; not paid yet.")
    PAID = strawberry.enum_value("PAID", description="Paid; not on its way yet.")
    SHIPPED = strawberry.enum_value("SHIPPED", description="On its way to the customer.")
    DELIVERED = strawberry.enum_value("DELIVERED", description="In the customer's hands.")
    RETURNED = strawberry.enum_value("RETURNED", description="A return: its items came back to the tenant.")
    ABANDONED = strawberry.enum_value("ABANDONED", description="A cart that was filled, and left without ordering.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Called off before it was delivered.")


_ORIGINAL_IS_ANOTHER = Demand(
    "original",
    "original must be another order: the one whose goods this one returns",
    'SELECT id FROM "order" WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND original_id = id',
)


@entity(indexes=(("placed_at",), ("status", "placed_at")), timeline="placed_at", demands=(_ORIGINAL_IS_ANOTHER,))
class Order(Subject):
    """A purchase of one customer; also a return or an abandoned cart, as its status says."""

    status: OrderStatus = attribute(Category.DESCRIPTIVE, "Where the order stands.", default=OrderStatus.PLACED)
    placed_at: datetime = attribute(Category.QUANTITATIVE, "When the order was placed (or the cart left).")
    total: Money = attribute(Category.QUANTITATIVE, "The value of the whole order.")
    channel: str | None = attribute(Category.DESCRIPTIVE, "Where it was placed, such as web, store or phone.")
    return_reason: str | None = attribute(Category.QUALITATIVE, "Why the goods came back, if it is a return.")
    customer: Customer = relation("The customer whose order it is.")
    original: Order | None = relation("The order that this one returns goods of.")
    returns: Connection[Order] = relation("The orders that return goods of this one.", inverse="original")
    items: Connection[OrderItem] = relation("The lines of the order.", inverse="order")
    tickets: Connection[Ticket] = relation("The tickets that are about the order.", inverse="order")
