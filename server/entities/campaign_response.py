"""CampaignResponse: how one customer took one campaign."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.campaign import Campaign
    from server.entities.customer import Customer


@strawberry.enum(description="How far a campaign has come with a customer.")
class CampaignOutcome(Enum):
    """How far a campaign has come with a customer."""

    TARGETED = strawberry.enum_value("TARGETED", description="The campaign was for the customer; no reaction is known.")
    OPENED = strawberry.enum_value("OPENED", description="The customer has looked at it.")
    CLICKED = strawberry.enum_value("CLICKED", description="The customer has followed a link in it.")
    ACCEPTED = strawberry.enum_value("ACCEPTED", description="The customer has taken up what it offered.")
    DECLINED = strawberry.enum_value("DECLINED", description="The customer has turned down what it offered.")


@entity(indexes=(("campaign", "outcome"),), timeline="responded_at")
class CampaignResponse(Subject):
    """How one customer took one campaign; there is one for each customer whom the campaign was for."""

    outcome: CampaignOutcome = attribute(
        Category.DESCRIPTIVE, "How far the campaign has come with the customer.", default=CampaignOutcome.TARGETED
    )
    responded_at: datetime | None = attribute(Category.QUANTITATIVE, "When the customer reacted (last).")
    customer: Customer = relation("The customer whom the campaign was for.", on_delete=OnDelete.CASCADE)
    campaign: Campaign = relation("The campaign.", on_delete=OnDelete.CASCADE)
