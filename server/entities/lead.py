"""Lead: a sign that a customer may buy, to be worked on until it becomes a deal or comes to nothing."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.campaign import Campaign
    from server.entities.company import Company
    from server.entities.customer import Customer
    from server.entities.deal import Deal
    from server.entities.user import User


@strawberry.enum(description="Where a lead came from.")
class LeadSource(Enum):
    """Where a lead came from."""

    WEB = strawberry.enum_value("WEB", description="The tenant's web site or app.")
    REFERRAL = strawberry.enum_value("REFERRAL", description="Somebody recommended the tenant.")
    EVENT = strawberry.enum_value("EVENT", description="A fair, a conference or another event.")
    ADVERTISEMENT = strawberry.enum_value("ADVERTISEMENT", description="An advertisement, online or in print.")
    PARTNER = strawberry.enum_value("PARTNER", description="A partner or reseller.")
    COLD_CALL = strawberry.enum_value("COLD_CALL", description="The tenant approached somebody it did not know.")
    IMPORT = strawberry.enum_value("IMPORT", description="A list that was imported.")
    OTHER = strawberry.enum_value("OTHER", description="Anything else.")


@strawberry.enum(description="Where a lead stands.")
class LeadStatus(Enum):
    """Where a lead stands."""

    NEW = strawberry.enum_value("NEW", description="Nobody has worked on it yet.")
    WORKING = strawberry.enum_value("WORKING", description="Somebody is finding out what it is worth.")
    QUALIFIED = strawberry.enum_value("QUALIFIED", description="It is worth a deal; there is none yet.")
    CONVERTED = strawberry.enum_value("CONVERTED", description="It has become a deal.")
    DISQUALIFIED = strawberry.enum_value("DISQUALIFIED", description="It came to nothing.")


@entity(indexes=(("received_at",), ("status", "received_at"), ("owner", "status")), timeline="received_at")
class Lead(Subject):
    """A sign that a customer may buy: worked on until it becomes a deal or comes to nothing."""

    source: LeadSource = attribute(Category.DESCRIPTIVE, "Where it came from.", default=LeadSource.OTHER, indexed=True)
    status: LeadStatus = attribute(
        Category.DESCRIPTIVE,
        "Where it stands; the server makes it CONVERTED once a deal names it.",
        default=LeadStatus.NEW,
    )
    interest: str | None = attribute(Category.QUALITATIVE, "What the customer is interested in.", max_length=2000)
    received_at: datetime = attribute(Category.QUANTITATIVE, "When it came in.")
    converted_at: datetime | None = attribute(
        Category.QUANTITATIVE, "When it became a deal; set by the server unless given."
    )
    customer: Customer = relation("The customer who may buy.")
    company: Company | None = relation("The company for which the customer may buy.")
    owner: User | None = relation("The user who works on it.")
    campaign: Campaign | None = relation("The campaign that it came of.")
    deals: Connection[Deal] = relation("The deals that it became.", inverse="lead")
