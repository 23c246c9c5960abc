"""ProductCategory: a kind of product, in a hierarchy as deep as the tenant likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.hierarchy import no_circle
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.product import Product


@entity(demands=(no_circle("product_category"),))
class ProductCategory(Subject):
    """A kind of product, such as Shoes below Clothing."""

    name: str = attribute(Category.DESCRIPTIVE, "The category's name.", searchable=True)
    description: str | None = attribute(Category.DESCRIPTIVE, "What belongs in it.", max_length=2000)
    parent: ProductCategory | None = relation("The wider category that it is part of.")
    children: Connection[ProductCategory] = relation("The categories that it is divided into.", inverse="parent")
    products: Connection[Product] = relation(
        "The products in it; those of its children are theirs.", inverse="category"
    )
