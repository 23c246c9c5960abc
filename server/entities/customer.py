"""Customer: a person or an organisation, from first lead to former customer."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, linked, relation
from server.entities.record import Connection, Record

if TYPE_CHECKING:
    from server.entities.company import Company
    from server.entities.interaction import Interaction
    from server.entities.order import Order
    from server.entities.segment import Segment
    from server.entities.tag import Tag


@strawberry.enum(description="Whether a customer is a human being or an organisation.")
class CustomerKind(Enum):
    """Whether a customer is a human being or an organisation."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"


@strawberry.enum(description="How far a customer's relationship with the tenant has come.")
class LifecycleStage(Enum):
    """How far a customer's relationship with the tenant has come."""

    LEAD = "LEAD"
    PROSPECT = "PROSPECT"
    CUSTOMER = "CUSTOMER"
    FORMER = "FORMER"


@strawberry.enum(description="The gender that a customer has stated.")
class Gender(Enum):
    """The gender that a customer has stated."""

    FEMALE = "FEMALE"
    MALE = "MALE"
    OTHER = "OTHER"


@entity(indexes=(("stage", "country"),))
class Customer(Record):
    """A person or an organisation that buys from the tenant, did so, or may do so."""

    kind: CustomerKind = attribute(Category.DESCRIPTIVE, "Person or organisation.", default=CustomerKind.PERSON)
    stage: LifecycleStage = attribute(Category.DESCRIPTIVE, "The lifecycle stage.", default=LifecycleStage.LEAD)
    name: str | None = attribute(
        Category.IDENTITY, "The name to show: a person's full name, or the organisation's.", searchable=True
    )
    given_name: str | None = attribute(Category.IDENTITY, "The given name of a person.")
    family_name: str | None = attribute(Category.IDENTITY, "The family name of a person.", searchable=True)
    email: str | None = attribute(
        Category.IDENTITY,
        "The main e-mail address.",
        searchable=True,
        max_length=320,
        pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+",
    )
    phone: str | None = attribute(Category.IDENTITY, "The main phone number.", max_length=40, indexed=True)
    birth_date: date | None = attribute(Category.DESCRIPTIVE, "The date of birth of a person.", indexed=True)
    gender: Gender | None = attribute(Category.DESCRIPTIVE, "The gender that the customer has stated.")
    street: str | None = attribute(Category.IDENTITY, "Street and number of the postal address.")
    city: str | None = attribute(Category.DESCRIPTIVE, "The city of the postal address.")
    region: str | None = attribute(Category.DESCRIPTIVE, "The state, province or region of the postal address.")
    postal_code: str | None = attribute(Category.DESCRIPTIVE, "The postal code of the address.", max_length=20)
    country: str | None = attribute(
        Category.DESCRIPTIVE, "The country, as an ISO 3166-1 alpha-2 code such as DE.", pattern="[A-Z]{2}", indexed=True
    )
    language: str | None = attribute(
        Category.DESCRIPTIVE,
        "The preferred language, as a BCP 47 tag such as pt-BR.",
        pattern="[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
    )
    job_title: str | None = attribute(Category.DESCRIPTIVE, "The job title of a person.")
    industry: str | None = attribute(Category.DESCRIPTIVE, "The industry that the customer works in.")
    company: Company | None = relation("The company that the customer works for.")
    orders: Connection[Order] = relation("The customer's orders.", inverse="customer")
    interactions: Connection[Interaction] = relation("What passed between customer and tenant.", inverse="customer")
    tags: list[Tag] = linked("The customer's tags.", through="customer_tag")
    segments: list[Segment] = linked("The segments that hold the customer.", through="customer_segment", writable=False)
