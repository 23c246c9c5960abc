"""PostalAddress: one of the postal addresses of a customer."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.primary_address import ADDRESS_WRITTEN
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer


@strawberry.enum(description="What a customer uses a postal address for.")
class PostalAddressType(Enum):
    """What a customer uses a postal address for."""

    HOME = strawberry.enum_value("HOME", description="Where the customer lives.")
    WORK = strawberry.enum_value("WORK", description="Where the customer works, or the organisation's seat.")
    BILLING = strawberry.enum_value("BILLING", description="Where invoices go.")
    SHIPPING = strawberry.enum_value("SHIPPING", description="Where goods go.")
    OTHER = strawberry.enum_value("OTHER", description="Something else, or not known.")


@entity(consequences=ADDRESS_WRITTEN)
class PostalAddress(Subject):
    """One of the postal addresses of a customer.

    One that is written as primary becomes the customer's own `street`, `city`, `region`, `postalCode` and `country` as well. When
    the customer's own is written, the record of the same address becomes primary, if there is one, and the others are not; no
    record is made of it.
    """

    type: PostalAddressType = attribute(
        Category.IDENTITY, "What the customer uses it for.", default=PostalAddressType.OTHER
    )
    recipient: str | None = attribute(
        Category.IDENTITY, "Whose name is on the door, where it is not the customer's own."
    )
    street: str | None = attribute(Category.IDENTITY, "Street and number, or the lines that stand for them.")
    city: str | None = attribute(Category.DESCRIPTIVE, "The city.", indexed=True)
    region: str | None = attribute(Category.DESCRIPTIVE, "The state, province or region.")
    postal_code: str | None = attribute(Category.DESCRIPTIVE, "The postal code.", max_length=20, indexed=True)
    country: str | None = attribute(
        Category.DESCRIPTIVE,
        "The country, as an ISO 3166-1 alpha-2 code such as DE.",
        pattern="[A-Z]{2}",
        form="a country code such as DE (ISO 3166-1 alpha-2)",
        indexed=True,
    )
    primary: bool = attribute(
        Category.IDENTITY, "Whether it is the customer's main one; at most one is, and the last one set.", default=False
    )
    customer: Customer = relation("The customer whose address it is.", on_delete=OnDelete.CASCADE)
