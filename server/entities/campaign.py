"""Campaign: what a tenant does to reach many customers at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from server.entities.consent import Channel
from server.entities.declaration import Category, attribute, entity, relation
from server.entities.money import Money
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.campaign_response import CampaignResponse
    from server.entities.interaction import Interaction
    from server.entities.lead import Lead


@entity()
class Campaign(Subject):
    """What a tenant does to reach many customers at once, such as a mailing."""

    name: str = attribute(Category.DESCRIPTIVE, "The campaign's name.", searchable=True)
    description: str | None = attribute(Category.DESCRIPTIVE, "What it is for.", max_length=5000)
    channel: Channel | None = attribute(Category.DESCRIPTIVE, "The channel by which it reaches customers.")
    starts_on: date | None = attribute(Category.QUANTITATIVE, "Its first day.", indexed=True)
    ends_on: date | None = attribute(Category.QUANTITATIVE, "Its last day.")
    budget: Money | None = attribute(Category.QUANTITATIVE, "What it may cost.")
    responses: Connection[CampaignResponse] = relation(
        "The customers whom it was for, and how each of them took it.", inverse="campaign"
    )
    interactions: Connection[Interaction] = relation("The interactions that came of it.", inverse="campaign")
    leads: Connection[Lead] = relation("The leads that came of it.", inverse="campaign")
