"""OrderItem: one line of an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.money import Money
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.order import Order
    from server.entities.product import Product


@entity()
class OrderItem(Subject):
    """One line of an order: so many of one product at a price."""

    quantity: int = attribute(Category.QUANTITATIVE, "How many were ordered.", default=1)
    unit_price: Money = attribute(Category.QUANTITATIVE, "The price of one, before any discount.")
    discount: Money | None = attribute(Category.QUANTITATIVE, "What was taken off the line as a whole.")
    total: Money | None = attribute(Category.QUANTITATIVE, "The value of the line, after the discount.")
    order: Order = relation("The order that the line belongs to.", on_delete=OnDelete.CASCADE)
    product: Product | None = relation("The product that was ordered.")
