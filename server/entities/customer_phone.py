"""CustomerPhone: one of the phone numbers of a customer."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, OnDelete, attribute, computed, entity, relation
from server.entities.duplicates import further_phone_shared
from server.entities.phone import PhoneNumber
from server.entities.primary_address import PHONE_WRITTEN
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer


@strawberry.enum(description="What answers at a phone number.")
class PhoneType(Enum):
    """What answers at a phone number."""

    MOBILE = strawberry.enum_value("MOBILE", description="A mobile phone, which takes text messages as well.")
    HOME = strawberry.enum_value("HOME", description="A phone at home.")
    WORK = strawberry.enum_value("WORK", description="A phone at work, or the organisation's.")
    FAX = strawberry.enum_value("FAX", description="A fax machine: neither calls nor text messages reach anybody.")
    OTHER = strawberry.enum_value("OTHER", description="Something else, or not known.")


@entity(consequences=PHONE_WRITTEN)
class CustomerPhone(Subject):
    """One of the phone numbers of a customer.

    One that is written as primary becomes the customer's own `phone` as well. When the customer's own is written, the record of
    the same number becomes primary, if there is one, and the others are not; no record is made of it. Several customers may have
    the same number; `shared` finds them.
    """

    number: PhoneNumber = attribute(Category.IDENTITY, "The number, as in +4930123456.", indexed=True)
    type: PhoneType = attribute(Category.IDENTITY, "What answers at the number.", default=PhoneType.OTHER)
    primary: bool = attribute(
        Category.IDENTITY, "Whether it is the customer's main one; at most one is, and the last one set.", default=False
    )
    shared: bool = computed(
        Category.IDENTITY, "Whether another customer has the number too, as main or further one.", further_phone_shared
    )
    customer: Customer = relation("The customer whose number it is.", on_delete=OnDelete.CASCADE)
