"""Customer: a person or an organisation, from first lead to former customer."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.contactability import ARGUMENTS, Contactability, contactable
from server.entities.declaration import Category, attribute, computed, entity, linked, question, relation
from server.entities.duplicates import main_email_shared, main_phone_shared
from server.entities.email_address import EMAIL_FORM, EMAIL_PATTERN
from server.entities.phone import PhoneNumber
from server.entities.primary_address import CUSTOMER_WRITTEN
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.campaign_response import CampaignResponse
    from server.entities.company import Company
    from server.entities.company_role import CompanyRole
    from server.entities.consent import Consent
    from server.entities.contract import Contract
    from server.entities.customer_phone import CustomerPhone
    from server.entities.customer_subscription import CustomerSubscription
    from server.entities.deal import Deal
    from server.entities.email_address import EmailAddress
    from server.entities.interaction import Interaction
    from server.entities.lead import Lead
    from server.entities.order import Order
    from server.entities.postal_address import PostalAddress
    from server.entities.quote import Quote
    from server.entities.segment import Segment
    from server.entities.social_account import SocialAccount
    from server.entities.suppression import Suppression
    from server.entities.survey_answer import SurveyAnswer
    from server.entities.ticket import Ticket


@strawberry.enum(description="Whether a customer is a human being or an organisation.")
class CustomerKind(Enum):
    """Whether a customer is a human being or an organisation."""

    PERSON = strawberry.enum_value("PERSON", description="A human being.")
    ORGANISATION = strawberry.enum_value("ORGANISATION", description="A firm, an authority, an association.")


@strawberry.enum(description="How far a customer's relationship with the tenant has come.")
class LifecycleStage(Enum):
    """How far a customer's relationship with the tenant has come."""

    LEAD = strawberry.enum_value("LEAD", description="Known, and may be interested.")
    PROSPECT = strawberry.enum_value("PROSPECT", description="Interested, and has bought nothing yet.")
    CUSTOMER = strawberry.enum_value("CUSTOMER", description="Has bought, or is under contract.")
    FORMER = strawberry.enum_value("FORMER", description="Was a customer, and is none any more.")


@strawberry.enum(description="The gender that a customer has stated.")
class Gender(Enum):
    """The gender that a customer has stated."""

    FEMALE = strawberry.enum_value("FEMALE", description="Female.")
    MALE = strawberry.enum_value("MALE", description="Male.")
    OTHER = strawberry.enum_value("OTHER", description="Neither of the two.")


@entity(indexes=(("stage", "country"),), searched=("name", "given_name", "family_name"), consequences=CUSTOMER_WRITTEN)
class Customer(Subject):
    """A person or an organisation that buys from the tenant, did so, or may do so.

    `email`, `phone` and the postal address are the main ones; `emails`, `phones` and `addresses` hold further ones, each with what
    it is used for.
    """

    kind: CustomerKind = attribute(Category.DESCRIPTIVE, "Person or organisation.", default=CustomerKind.PERSON)
    stage: LifecycleStage = attribute(Category.DESCRIPTIVE, "The lifecycle stage.", default=LifecycleStage.LEAD)
    name: str | None = attribute(
        Category.IDENTITY,
        "The name to show: a person's full name in the order in which they write it, or the organisation's.",
        searchable=True,
    )
    title: str | None = attribute(Category.IDENTITY, "What goes with the name, such as Dr. or Señora.", max_length=100)
    given_name: str | None = attribute(Category.IDENTITY, "The given name of a person.")
    family_name: str | None = attribute(Category.IDENTITY, "The family name of a person.", searchable=True)
    email: str | None = attribute(
        Category.IDENTITY,
        "The main e-mail address.",
        searchable=True,
        max_length=320,
        pattern=EMAIL_PATTERN,
        form=EMAIL_FORM,
    )
    email_shared: bool = computed(
        Category.IDENTITY,
        "Whether another customer has this e-mail address too, as main or further one, whatever case and accents.",
        main_email_shared,
    )
    phone: PhoneNumber | None = attribute(Category.IDENTITY, "The main phone number, as in +4930123456.", indexed=True)
    phone_shared: bool = computed(
        Category.IDENTITY,
        "Whether another customer has this phone number too, as main or further one.",
        main_phone_shared,
    )
    birth_date: date | None = attribute(Category.DESCRIPTIVE, "The date of birth of a person.", indexed=True)
    gender: Gender | None = attribute(Category.DESCRIPTIVE, "The gender that the customer has stated.")
    street: str | None = attribute(Category.IDENTITY, "Street and number of the postal address.")
    city: str | None = attribute(Category.DESCRIPTIVE, "The city of the postal address.")
    region: str | None = attribute(Category.DESCRIPTIVE, "The state, province or region of the postal address.")
    postal_code: str | None = attribute(Category.DESCRIPTIVE, "The postal code of the address.", max_length=20)
    country: str | None = attribute(
        Category.DESCRIPTIVE,
        "The country, as an ISO 3166-1 alpha-2 code such as DE.",
        pattern="[A-Z]{2}",
        form="a country code such as DE (ISO 3166-1 alpha-2)",
        indexed=True,
    )
    language: str | None = attribute(
        Category.DESCRIPTIVE,
        "The preferred language, as a BCP 47 tag such as pt-BR.",
        pattern="[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
        form="a language tag such as pt-BR",
    )
    job_title: str | None = attribute(Category.DESCRIPTIVE, "The job title of a person.")
    industry: str | None = attribute(Category.DESCRIPTIVE, "The industry that the customer works in.")
    company: Company | None = relation("The company that the customer works for.")
    company_roles: Connection[CompanyRole] = relation("What the customer is to companies.", inverse="customer")
    emails: Connection[EmailAddress] = relation("The customer's e-mail addresses.", inverse="customer")
    phones: Connection[CustomerPhone] = relation("The customer's phone numbers.", inverse="customer")
    addresses: Connection[PostalAddress] = relation("The customer's postal addresses.", inverse="customer")
    social_accounts: Connection[SocialAccount] = relation(
        "What the customer is called in social networks and other systems.", inverse="customer"
    )
    consents: Connection[Consent] = relation("What the customer said about being contacted.", inverse="customer")
    suppressions: Connection[Suppression] = relation("Why the customer must not be contacted.", inverse="customer")
    leads: Connection[Lead] = relation("The leads that the customer is, or came from.", inverse="customer")
    deals: Connection[Deal] = relation("The deals with the customer.", inverse="customer")
    quotes: Connection[Quote] = relation("The quotes made to the customer.", inverse="customer")
    orders: Connection[Order] = relation("The customer's orders.", inverse="customer")
    subscriptions: Connection[CustomerSubscription] = relation(
        "What the customer pays for again and again.", inverse="customer"
    )
    contracts: Connection[Contract] = relation("The customer's contracts, with us or with others.", inverse="customer")
    interactions: Connection[Interaction] = relation("What passed between customer and tenant.", inverse="customer")
    campaign_responses: Connection[CampaignResponse] = relation(
        "How the customer responded to campaigns.", inverse="customer"
    )
    tickets: Connection[Ticket] = relation("What the customer asked for or complained of.", inverse="customer")
    answers: Connection[SurveyAnswer] = relation(
        "What the customer answered in surveys; the latest to questions on attitude, opinion or motive say what they think now.",
        inverse="customer",
    )
    segments: list[Segment] = linked("The segments that hold the customer.", through="customer_segment", writable=False)
    contactable: Contactability = question(
        "Whether the customer may be contacted over a channel for a purpose; no, unless everything says yes.",
        arguments=ARGUMENTS,
        answer=contactable,
    )
