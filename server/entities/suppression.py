"""Suppression: why a customer must not be contacted, whatever they have consented to."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.consent import Channel
from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer


@strawberry.enum(description="Why a customer must not be contacted.")
class SuppressionReason(Enum):
    """Why a customer must not be contacted."""

    BOUNCED = strawberry.enum_value("BOUNCED", description="Messages could not be delivered.")
    COMPLAINT = strawberry.enum_value(
        "COMPLAINT", description="The customer complained, or reported a message as spam."
    )
    DECEASED = strawberry.enum_value("DECEASED", description="The customer has died; it holds for every channel.")
    LEGAL = strawberry.enum_value("LEGAL", description="The law, a court or an authority forbids it.")
    UNSUBSCRIBED = strawberry.enum_value("UNSUBSCRIBED", description="The customer wants no messages of any kind.")
    OTHER = strawberry.enum_value("OTHER", description="Something else; the note may say what.")


@entity(timeline="since")
class Suppression(Subject):
    """A stop to contacting a customer over one channel or all; it goes before every consent."""

    channel: Channel | None = attribute(
        Category.DESCRIPTIVE, "The way to reach the customer that is closed; none: all."
    )
    reason: SuppressionReason = attribute(Category.DESCRIPTIVE, "Why the customer must not be contacted.", indexed=True)
    since: datetime = attribute(Category.DESCRIPTIVE, "From when on it holds.")
    until: datetime | None = attribute(Category.DESCRIPTIVE, "When it ceases to hold; none: never by itself.")
    note: str | None = attribute(Category.QUALITATIVE, "What else there is to say about it.", max_length=2000)
    customer: Customer = relation("The customer who must not be contacted.", on_delete=OnDelete.CASCADE)
