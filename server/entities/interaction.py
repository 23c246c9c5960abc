"""Interaction: something that passed between a customer and the tenant."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.campaign import Campaign
    from server.entities.customer import Customer
    from server.entities.product import Product


@strawberry.enum(description="The way in which customer and tenant met.")
class InteractionKind(Enum):
    """The way in which customer and tenant met."""

    CALL = strawberry.enum_value("CALL", description="A phone or video call.")
    EMAIL = strawberry.enum_value("EMAIL", description="An e-mail that a person wrote.")
    EMAIL_SENT = strawberry.enum_value("EMAIL_SENT", description="An e-mail that was sent to many, as by a campaign.")
    EMAIL_OPENED = strawberry.enum_value("EMAIL_OPENED", description="The customer opened an e-mail.")
    EMAIL_CLICKED = strawberry.enum_value("EMAIL_CLICKED", description="The customer followed a link in an e-mail.")
    MEETING = strawberry.enum_value("MEETING", description="A meeting in person or by video.")
    VISIT = strawberry.enum_value("VISIT", description="The customer visited the web site.")
    PRODUCT_VIEW = strawberry.enum_value("PRODUCT_VIEW", description="The customer looked at a product.")
    CLICK = strawberry.enum_value("CLICK", description="The customer clicked on something, such as an advertisement.")
    REGISTRATION = strawberry.enum_value(
        "REGISTRATION", description="The customer registered: for an account, an event."
    )
    MENTION = strawberry.enum_value("MENTION", description="The customer named the tenant on a social network.")
    LIKE = strawberry.enum_value(
        "LIKE", description="The customer liked something of the tenant's on a social network."
    )
    FORM = strawberry.enum_value("FORM", description="The customer sent in a form of the web site.")
    CHAT = strawberry.enum_value("CHAT", description="A conversation by chat or messenger.")
    OTHER = strawberry.enum_value("OTHER", description="Anything else.")


@strawberry.enum(description="Who began an interaction.")
class InteractionDirection(Enum):
    """Who began an interaction."""

    INBOUND = strawberry.enum_value("INBOUND", description="The customer turned to the tenant.")
    OUTBOUND = strawberry.enum_value("OUTBOUND", description="The tenant turned to the customer.")


# There are ten times as many as of anything else, so that every further index is paid for dearly.
@entity(indexes=(("occurred_at",), ("kind", "occurred_at")), timeline="occurred_at", audited=False)
class Interaction(Subject):
    """Something that passed between a customer and the tenant: a call, a visit, a form."""

    kind: InteractionKind = attribute(Category.DESCRIPTIVE, "The way in which they met.")
    occurred_at: datetime = attribute(Category.QUANTITATIVE, "When it happened.")
    direction: InteractionDirection | None = attribute(Category.DESCRIPTIVE, "Who began it.")
    channel: str | None = attribute(Category.DESCRIPTIVE, "Where it took place, such as web, app, store or instagram.")
    subject: str | None = attribute(Category.QUALITATIVE, "What it was about, in one line.")
    url: str | None = attribute(Category.DESCRIPTIVE, "The address of the page that it was about.", max_length=2000)
    duration_seconds: int | None = attribute(Category.QUANTITATIVE, "How long it took, in seconds.", minimum=0)
    payload: JSON | None = attribute(Category.QUALITATIVE, "Whatever else was recorded, as a JSON value.")
    customer: Customer = relation("The customer.", on_delete=OnDelete.CASCADE)
    product: Product | None = relation("The product that it was about.")
    campaign: Campaign | None = relation("The campaign that it came of.")
