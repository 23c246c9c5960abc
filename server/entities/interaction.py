"""Interaction: something that passed between a customer and the tenant."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.record import Record

if TYPE_CHECKING:
    from server.entities.customer import Customer


@strawberry.enum(description="The way in which customer and tenant met.")
class InteractionKind(Enum):
    """The way in which customer and tenant met."""

    CALL = "CALL"
    EMAIL = "EMAIL"
    MEETING = "MEETING"
    VISIT = "VISIT"
    PRODUCT_VIEW = "PRODUCT_VIEW"
    CLICK = "CLICK"
    FORM = "FORM"


@entity(indexes=(("customer", "occurred_at"), ("occurred_at",)))
class Interaction(Record):
    """Something that passed between a customer and the tenant: a call, a visit, a form."""

    kind: InteractionKind = attribute(Category.DESCRIPTIVE, "The way in which they met.")
    occurred_at: datetime = attribute(Category.QUANTITATIVE, "When it happened.")
    subject: str | None = attribute(Category.QUALITATIVE, "What it was about, in one line.")
    payload: JSON | None = attribute(Category.QUALITATIVE, "Whatever else was recorded, as a JSON value.")
    customer: Customer = relation("The customer.", on_delete=OnDelete.CASCADE)
