"""Product: what the tenant sells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.money import Money
from server.entities.record import Connection, Record

if TYPE_CHECKING:
    from server.entities.order_item import OrderItem


@entity()
class Product(Record):
    """Something that the tenant sells."""

    name: str = attribute(Category.DESCRIPTIVE, "The product's name.", searchable=True)
    category: str | None = attribute(Category.DESCRIPTIVE, "The kind of product.", indexed=True)
    price: Money | None = attribute(Category.QUANTITATIVE, "The list price of one.")
    order_items: Connection[OrderItem] = relation("The order items that sold it.", inverse="product")
