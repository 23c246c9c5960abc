"""Consent: what a customer said about being contacted over one channel for one purpose, and when; nothing is ever taken back."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.demand import Demand
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer


@strawberry.enum(description="A way to reach a customer.")
class Channel(Enum):
    """A way to reach a customer."""

    EMAIL = strawberry.enum_value("EMAIL", description="A message to an e-mail address.")
    PHONE = strawberry.enum_value("PHONE", description="A call to a phone number.")
    SMS = strawberry.enum_value("SMS", description="A text message to a phone number.")
    POST = strawberry.enum_value("POST", description="A letter or parcel to a postal address.")
    PUSH = strawberry.enum_value("PUSH", description="A push message to a device or browser.")


@strawberry.enum(description="What a customer said about being contacted.")
class ConsentStatus(Enum):
    """What a customer said about being contacted."""

    GRANTED = strawberry.enum_value("GRANTED", description="Yes.")
    DENIED = strawberry.enum_value("DENIED", description="No, when asked.")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="No longer, after an earlier yes.")


@strawberry.enum(description="What makes it lawful to contact a customer: article 6(1) of the GDPR.")
class LegalBasis(Enum):
    """What makes it lawful to contact a customer: article 6(1) of the GDPR."""

    CONSENT = strawberry.enum_value("CONSENT", description="The customer has given consent: point (a).")
    CONTRACT = strawberry.enum_value("CONTRACT", description="A contract with the customer needs it: point (b).")
    LEGAL_OBLIGATION = strawberry.enum_value("LEGAL_OBLIGATION", description="The law demands it: point (c).")
    VITAL_INTERESTS = strawberry.enum_value("VITAL_INTERESTS", description="Somebody's life depends on it: point (d).")
    PUBLIC_TASK = strawberry.enum_value("PUBLIC_TASK", description="A task in the public interest needs it: point (e).")
    LEGITIMATE_INTERESTS = strawberry.enum_value(
        "LEGITIMATE_INTERESTS", description="Interests that the customer's own do not override: point (f)."
    )


_ENDS_AFTER_IT_BEGINS = Demand(
    "valid_until",
    "validUntil must not be before validFrom",
    "SELECT id FROM consent WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND valid_until < valid_from",
)


@entity(
    indexes=(("customer", "channel", "purpose"),),
    ledger=True,
    audited=False,
    timeline="valid_from",
    demands=(_ENDS_AFTER_IT_BEGINS,),
)
class Consent(Subject):
    """One entry of the ledger of what a customer said about being contacted over one channel for one purpose.

    Entries are only ever added: a withdrawal is a new entry. The newest of channel and purpose counts, and of one moment a no
    before a yes; see `contactable` of the customer.
    """

    channel: Channel = attribute(Category.DESCRIPTIVE, "The way to reach the customer that it is about.")
    purpose: str = attribute(
        Category.DESCRIPTIVE,
        "What the customer may be contacted for, such as newsletter; the same whatever case and accents.",
        searchable=True,
        max_length=100,
    )
    status: ConsentStatus = attribute(Category.DESCRIPTIVE, "What the customer said.")
    legal_basis: LegalBasis | None = attribute(Category.DESCRIPTIVE, "What makes contact lawful.")
    source: str | None = attribute(Category.DESCRIPTIVE, "Where it was said: a form, a call, a paper.")
    proof: str | None = attribute(
        Category.DESCRIPTIVE, "What shows that it was said: the wording, an address, a file's name.", max_length=2000
    )
    valid_from: datetime = attribute(Category.DESCRIPTIVE, "From when on it counts; usually when it was said.")
    valid_until: datetime | None = attribute(Category.DESCRIPTIVE, "When it ceases to count; none: never by itself.")
    customer: Customer = relation("The customer who said it.", on_delete=OnDelete.CASCADE)
