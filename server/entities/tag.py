"""Tag: a word that the tenant pins to records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, linked
from server.entities.record import Connection, Record

if TYPE_CHECKING:
    from server.entities.customer import Customer


@entity()
class Tag(Record):
    """A word that the tenant pins to records."""

    name: str = attribute(Category.DESCRIPTIVE, "The word.", searchable=True, max_length=100)
    colour: str | None = attribute(
        Category.DESCRIPTIVE, "Its colour, as in #1a7f37.", pattern="#[0-9a-f]{6}", form="a colour such as #1a7f37"
    )
    description: str | None = attribute(Category.DESCRIPTIVE, "What it means.", max_length=2000)
    customers: Connection[Customer] = linked("The customers who carry it.", through="customer_tag", writable=False)
