"""ProductCategory: a kind of product, in a hierarchy as deep as the tenant likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.demand import Demand
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.product import Product

# UNION, not UNION ALL: it ends when a circle closes.
_NO_CIRCLE = Demand(
    "parent",
    "would make the category one of its own ancestors; choose a parent that does not lie below it",
    """
WITH RECURSIVE above (id, ancestor) AS (
  SELECT id, parent_id FROM product_category
  WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND parent_id IS NOT NULL
  UNION
  SELECT above.id, product_category.parent_id
  FROM above JOIN product_category ON product_category.tenant_id = $1 AND product_category.id = above.ancestor
  WHERE product_category.parent_id IS NOT NULL
)
SELECT id FROM above WHERE ancestor = id
""",
)


@entity(demands=(_NO_CIRCLE,))
class ProductCategory(Subject):
    """A kind of product, such as Shoes below Clothing."""

    name: str = attribute(Category.DESCRIPTIVE, "The category's name.", searchable=True)
    description: str | None = attribute(Category.DESCRIPTIVE, "What belongs in it.", max_length=2000)
    parent: ProductCategory | None = relation("The wider category that it is part of.")
    children: Connection[ProductCategory] = relation("The categories that it is divided into.", inverse="parent")
    products: Connection[Product] = relation(
        "The products in it; those of its children are theirs.", inverse="category"
    )
