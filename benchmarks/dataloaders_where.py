"""The DataLoader peer's filter on customers: the input types, and the SQL conditions that they become."""

from __future__ import annotations

from typing import Any

import strawberry


@strawberry.input
class StringFilter:
    eq: str | None = None


@strawberry.input
class ProductWhere:
    external_id: StringFilter | None = None


@strawberry.input
class OrderItemWhere:
    product: ProductWhere | None = None


@strawberry.input
class OrderItemsWhere:
    some: OrderItemWhere | None = None


@strawberry.input
class OrderWhere:
    items: OrderItemsWhere | None = None


@strawberry.input
class OrdersWhere:
    some: OrderWhere | None = None


@strawberry.input
class CustomerWhere:
    country: StringFilter | None = None
    orders: OrdersWhere | None = None


def customers_matching(where: CustomerWhere | None) -> tuple[str, list[Any]]:
    """Return the conditions on ``customer c``, to follow one on the tenant in ``$1``, and the parameters from ``$2`` on."""
    test, values = "", list[Any]()
    if where is None:
        return test, values
    if where.country is not None and where.country.eq is not None:
        values.append(where.country.eq)
        test += f" and c.country = ${len(values) + 1}"
    if where.orders is not None and where.orders.some is not None:
        order = _order(where.orders.some, values)
        test += f' and exists (select from "order" o where o.tenant_id = $1 and o.customer_id = c.id{order})'
    return test, values


def _order(where: OrderWhere, values: list[Any]) -> str:
    if where.items is None or where.items.some is None:
        return ""
    item = _item(where.items.some, values)
    return f" and exists (select from order_item i where i.tenant_id = $1 and i.order_id = o.id{item})"


def _item(where: OrderItemWhere, values: list[Any]) -> str:
    if where.product is None:
        return ""
    product = ""
    if where.product.external_id is not None and where.product.external_id.eq is not None:
        values.append(where.product.external_id.eq)
        product = f" and p.external_id = ${len(values) + 1}"
    return f" and exists (select from product p where p.tenant_id = $1 and p.id = i.product_id{product})"
