"""Ticket: something that a customer wants to have dealt with."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, linked, relation
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer
    from server.entities.knowledge_base_article import KnowledgeBaseArticle
    from server.entities.order import Order
    from server.entities.user import User


@strawberry.enum(description="What a ticket is.")
class TicketKind(Enum):
    """What a ticket is."""

    COMPLAINT = strawberry.enum_value("COMPLAINT", description="The customer is not content with something.")
    INQUIRY = strawberry.enum_value("INQUIRY", description="The customer wants to know something.")
    INCIDENT = strawberry.enum_value("INCIDENT", description="Something does not work.")
    OTHER = strawberry.enum_value("OTHER", description="Anything else.")


@strawberry.enum(description="Where a ticket stands.")
class TicketStatus(Enum):
    """Where a ticket stands."""

    NEW = strawberry.enum_value("NEW", description="Nobody has looked at it yet.")
    OPEN = strawberry.enum_value("OPEN", description="Somebody is at it.")
    PENDING = strawberry.enum_value("PENDING", description="Waiting for the customer, or for others.")
    SOLVED = strawberry.enum_value("SOLVED", description="Dealt with; the customer may still disagree.")
    CLOSED = strawberry.enum_value("CLOSED", description="Dealt with for good.")


@strawberry.enum(description="How urgent a ticket is.")
class TicketPriority(Enum):
    """How urgent a ticket is."""

    LOW = strawberry.enum_value("LOW", description="It can wait.")
    NORMAL = strawberry.enum_value("NORMAL", description="In its turn.")
    HIGH = strawberry.enum_value("HIGH", description="Before the others.")
    URGENT = strawberry.enum_value("URGENT", description="At once.")


@entity(
    indexes=(("opened_at",), ("status", "sla_due_at"), ("assignee", "status"), ("kind", "opened_at")),
    timeline="opened_at",
)
class Ticket(Subject):
    """Something that a customer wants to have dealt with: a complaint, an inquiry, an incident."""

    kind: TicketKind = attribute(Category.DESCRIPTIVE, "What it is.", default=TicketKind.INQUIRY)
    subject: str = attribute(Category.QUALITATIVE, "What it is about, in one line.", searchable=True)
    description: str | None = attribute(Category.QUALITATIVE, "What the customer said.", max_length=20_000)
    status: TicketStatus = attribute(Category.DESCRIPTIVE, "Where it stands.", default=TicketStatus.NEW)
    priority: TicketPriority = attribute(Category.DESCRIPTIVE, "How urgent it is.", default=TicketPriority.NORMAL)
    channel: str | None = attribute(Category.DESCRIPTIVE, "Where it came in, such as e-mail, phone or chat.")
    opened_at: datetime | None = attribute(Category.QUANTITATIVE, "When it came in.")
    sla_due_at: datetime | None = attribute(
        Category.QUANTITATIVE, "When it must be solved by the agreed level of service.", indexed=True
    )
    first_response_at: datetime | None = attribute(Category.QUANTITATIVE, "When the customer was first answered.")
    solved_at: datetime | None = attribute(Category.QUANTITATIVE, "When it was solved.", indexed=True)
    satisfaction: int | None = attribute(
        Category.QUALITATIVE, "How content the customer was with it, from 1 (not at all) to 5.", minimum=1, maximum=5
    )
    customer: Customer = relation("The customer who raised it.")
    assignee: User | None = relation("The user who deals with it.")
    order: Order | None = relation("The order that it is about.")
    articles: list[KnowledgeBaseArticle] = linked("The articles that helped, or should have.", through="ticket_article")
