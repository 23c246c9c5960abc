"""Company: an organisation that customers work for."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.hierarchy import no_circle
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.company_role import CompanyRole
    from server.entities.contract import Contract
    from server.entities.customer import Customer
    from server.entities.deal import Deal
    from server.entities.lead import Lead


@strawberry.enum(description="How large a company is, by the number of its employees.")
class CompanySize(Enum):
    """How large a company is, by the number of its employees (the European Union's classes)."""

    MICRO = strawberry.enum_value("MICRO", description="Fewer than 10 employees.")
    SMALL = strawberry.enum_value("SMALL", description="10 to 49 employees.")
    MEDIUM = strawberry.enum_value("MEDIUM", description="50 to 249 employees.")
    LARGE = strawberry.enum_value("LARGE", description="250 employees or more.")


@entity(searched=("name",), demands=(no_circle("company"),))
class Company(Subject):
    """An organisation that customers work for."""

    name: str = attribute(Category.IDENTITY, "The company's name.", searchable=True)
    website: str | None = attribute(Category.IDENTITY, "The address of its web site.", max_length=2000)
    domain: str | None = attribute(
        Category.IDENTITY, "The domain of its e-mail addresses, as in example.com.", searchable=True, max_length=253
    )
    industry: str | None = attribute(Category.DESCRIPTIVE, "The industry it works in.", indexed=True)
    size: CompanySize | None = attribute(
        Category.DESCRIPTIVE, "Its class by size, where the number of employees is not known.", indexed=True
    )
    employees: int | None = attribute(Category.QUANTITATIVE, "How many people it employs.")
    city: str | None = attribute(Category.DESCRIPTIVE, "The city of its seat.")
    region: str | None = attribute(Category.DESCRIPTIVE, "The state, province or region of its seat.", indexed=True)
    country: str | None = attribute(
        Category.DESCRIPTIVE,
        "The country of its seat, as an ISO 3166-1 alpha-2 code such as DE.",
        pattern="[A-Z]{2}",
        form="a country code such as DE (ISO 3166-1 alpha-2)",
    )
    parent: Company | None = relation("The company that it belongs to.")
    subsidiaries: Connection[Company] = relation("The companies that belong to it.", inverse="parent")
    customers: Connection[Customer] = relation("The customers who work for it.", inverse="company")
    people: Connection[CompanyRole] = relation("Who is what to it: customers with their roles.", inverse="company")
    leads: Connection[Lead] = relation("The leads at it.", inverse="company")
    deals: Connection[Deal] = relation("The deals with it.", inverse="company")
    contracts: Connection[Contract] = relation("The contracts with it.", inverse="company")
