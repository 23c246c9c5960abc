"""CompanyRole: what a customer is to a company."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.company import Company
    from server.entities.customer import Customer


@entity()
class CompanyRole(Subject):
    """What a customer is, or was, to a company: its buyer, its managing director, a member of its board.

    A customer may have several roles, in several companies; the company that they mainly work for is `company` of the customer.
    """

    role: str = attribute(Category.DESCRIPTIVE, "What the customer is to the company.", searchable=True)
    since: date | None = attribute(Category.DESCRIPTIVE, "The first day in the role.")
    until: date | None = attribute(Category.DESCRIPTIVE, "The last day in the role; none: still in it, or not known.")
    customer: Customer = relation("The customer who has the role.", on_delete=OnDelete.CASCADE)
    company: Company = relation("The company.", on_delete=OnDelete.CASCADE)
