"""Company: an organisation that customers work for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.record import Connection, Record

if TYPE_CHECKING:
    from server.entities.customer import Customer


@entity()
class Company(Record):
    """An organisation that customers work for."""

    name: str = attribute(Category.IDENTITY, "The company's name.", searchable=True)
    website: str | None = attribute(Category.IDENTITY, "The address of its web site.", max_length=2000)
    industry: str | None = attribute(Category.DESCRIPTIVE, "The industry it works in.", indexed=True)
    employees: int | None = attribute(Category.QUANTITATIVE, "How many people it employs.")
    city: str | None = attribute(Category.DESCRIPTIVE, "The city of its seat.")
    country: str | None = attribute(
        Category.DESCRIPTIVE, "The country of its seat, as an ISO 3166-1 alpha-2 code such as DE.", pattern="[A-Z]{2}"
    )
    customers: Connection[Customer] = relation("The customers who work for it.", inverse="company")
