"""Product: what the tenant sells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.money import Money
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.customer_subscription import CustomerSubscription
    from server.entities.interaction import Interaction
    from server.entities.order_item import OrderItem
    from server.entities.product_category import ProductCategory
    from server.entities.quote_line import QuoteLine


@entity()
class Product(Subject):
    """Something that the tenant sells."""

    name: str = attribute(Category.DESCRIPTIVE, "The product's name.", searchable=True)
    description: str | None = attribute(Category.DESCRIPTIVE, "What it is.", max_length=5000)
    price: Money | None = attribute(Category.QUANTITATIVE, "The list price of one.")
    active: bool = attribute(Category.DESCRIPTIVE, "Whether it is sold at present.", default=True)
    category: ProductCategory | None = relation("The kind of product.")
    order_items: Connection[OrderItem] = relation("The order items that sold it.", inverse="product")
    quote_lines: Connection[QuoteLine] = relation("The lines of quotes that offer it.", inverse="product")
    subscriptions: Connection[CustomerSubscription] = relation("The subscriptions to it.", inverse="product")
    interactions: Connection[Interaction] = relation("The interactions that were about it.", inverse="product")
