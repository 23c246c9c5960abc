"""EmailAddress: one of the e-mail addresses of a customer."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, OnDelete, attribute, computed, entity, relation
from server.entities.duplicates import further_email_shared
from server.entities.primary_address import EMAIL_WRITTEN
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer

#: What the text of every e-mail address looks like; whether it exists is found out by writing to it.
EMAIL_PATTERN = r"[^@\s]+@[^@\s]+\.[^@\s]+"
#: The same for people.
EMAIL_FORM = "an e-mail address such as ann@example.com"


@strawberry.enum(description="What a customer uses an e-mail address for.")
class EmailAddressType(Enum):
    """What a customer uses an e-mail address for."""

    HOME = strawberry.enum_value("HOME", description="Private post.")
    WORK = strawberry.enum_value("WORK", description="Post to the customer in their job, or to the organisation.")
    OTHER = strawberry.enum_value("OTHER", description="Something else, or not known.")


@entity(consequences=EMAIL_WRITTEN)
class EmailAddress(Subject):
    """One of the e-mail addresses of a customer.

    One that is written as primary becomes the customer's own `email` as well. When the customer's own is written, the record of
    the same address becomes primary, if there is one, and the others are not; no record is made of it. Several customers may have
    the same address; `shared` finds them.
    """

    address: str = attribute(
        Category.IDENTITY,
        "The e-mail address.",
        searchable=True,
        max_length=320,
        pattern=EMAIL_PATTERN,
        form=EMAIL_FORM,
    )
    type: EmailAddressType = attribute(
        Category.IDENTITY, "What the customer uses it for.", default=EmailAddressType.OTHER
    )
    primary: bool = attribute(
        Category.IDENTITY, "Whether it is the customer's main one; at most one is, and the last one set.", default=False
    )
    verified_at: datetime | None = attribute(
        Category.DESCRIPTIVE, "When the customer last proved that post to it reaches them."
    )
    shared: bool = computed(
        Category.IDENTITY,
        "Whether another customer has the address too, as main or further one, whatever case and accents.",
        further_email_shared,
    )
    customer: Customer = relation("The customer whose address it is.", on_delete=OnDelete.CASCADE)
