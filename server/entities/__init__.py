"""What exists: one file per entity, and how a declaration is written. No I/O.

``ENTITIES`` holds the description of every entity by name; ``LINKS`` the link tables of the many-to-many relations.
"""

from __future__ import annotations

from server.entities.attachment import Attachment
from server.entities.attachment_revision import AttachmentRevision
from server.entities.campaign import Campaign
from server.entities.campaign_response import CampaignResponse
from server.entities.company import Company
from server.entities.company_role import CompanyRole
from server.entities.consent import Consent
from server.entities.contract import Contract
from server.entities.customer import Customer
from server.entities.customer_phone import CustomerPhone
from server.entities.customer_subscription import CustomerSubscription
from server.entities.deal import Deal
from server.entities.declaration import Entity, RelationKind
from server.entities.email_address import EmailAddress
from server.entities.goal import Goal
from server.entities.history_entry import HistoryEntry
from server.entities.interaction import Interaction
from server.entities.knowledge_base_article import KnowledgeBaseArticle
from server.entities.lead import Lead
from server.entities.note import Note
from server.entities.order import Order
from server.entities.order_item import OrderItem
from server.entities.pipeline import Pipeline
from server.entities.postal_address import PostalAddress
from server.entities.product import Product
from server.entities.product_category import ProductCategory
from server.entities.quote import Quote
from server.entities.quote_line import QuoteLine
from server.entities.reading import read_entities
from server.entities.segment import Segment
from server.entities.segmentation import Segmentation
from server.entities.social_account import SocialAccount
from server.entities.stage import Stage
from server.entities.stage_change import StageChange
from server.entities.suppression import Suppression
from server.entities.survey import Survey
from server.entities.survey_answer import SurveyAnswer
from server.entities.survey_question import SurveyQuestion
from server.entities.tag import Tag
from server.entities.task import Task
from server.entities.team import Team
from server.entities.ticket import Ticket
from server.entities.user import User

_DECLARED: tuple[type, ...] = (
    Company,
    Customer,
    Product,
    Order,
    OrderItem,
    Interaction,
    Tag,
    Segmentation,
    Segment,
    EmailAddress,
    CustomerPhone,
    PostalAddress,
    SocialAccount,
    Consent,
    Suppression,
    CompanyRole,
    Team,
    User,
    ProductCategory,
    CustomerSubscription,
    Campaign,
    CampaignResponse,
    Lead,
    Pipeline,
    Stage,
    Deal,
    StageChange,
    Quote,
    QuoteLine,
    KnowledgeBaseArticle,
    Ticket,
    Survey,
    SurveyQuestion,
    SurveyAnswer,
    Contract,
    Goal,
    Task,
    Note,
    Attachment,
    AttachmentRevision,
    HistoryEntry,
)

#: Every entity by its name.
ENTITIES: dict[str, Entity] = read_entities(_DECLARED)

#: The two entities that each link table joins, by the table's name.
LINKS: dict[str, tuple[Entity, Entity]] = {
    relation.link: (entity, ENTITIES[relation.target])
    for entity in reversed(ENTITIES.values())
    for relation in entity.relations.values()
    if relation.kind is RelationKind.LINK
}


def entity_of_table(table: str) -> Entity | None:
    """Return the entity that is kept in ``table``, whose name is also the prefix of its records' ids."""
    return next((entity for entity in ENTITIES.values() if entity.table == table), None)
