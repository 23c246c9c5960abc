"""SocialAccount: what a customer is called in a social network or in another system."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.customer import Customer


@strawberry.enum(description="Where a customer has an account.")
class SocialNetwork(Enum):
    """Where a customer has an account."""

    FACEBOOK = strawberry.enum_value("FACEBOOK", description="Facebook, Messenger included.")
    INSTAGRAM = strawberry.enum_value("INSTAGRAM", description="Instagram.")
    LINKEDIN = strawberry.enum_value("LINKEDIN", description="LinkedIn.")
    X = strawberry.enum_value("X", description="X, formerly Twitter.")
    TIKTOK = strawberry.enum_value("TIKTOK", description="TikTok.")
    YOUTUBE = strawberry.enum_value("YOUTUBE", description="YouTube.")
    PINTEREST = strawberry.enum_value("PINTEREST", description="Pinterest.")
    REDDIT = strawberry.enum_value("REDDIT", description="Reddit.")
    MASTODON = strawberry.enum_value("MASTODON", description="Mastodon; the handle names the server as well.")
    BLUESKY = strawberry.enum_value("BLUESKY", description="Bluesky.")
    GITHUB = strawberry.enum_value("GITHUB", description="GitHub.")
    XING = strawberry.enum_value("XING", description="XING.")
    WHATSAPP = strawberry.enum_value("WHATSAPP", description="WhatsApp.")
    TELEGRAM = strawberry.enum_value("TELEGRAM", description="Telegram.")
    WECHAT = strawberry.enum_value("WECHAT", description="WeChat.")
    LINE = strawberry.enum_value("LINE", description="LINE.")
    GOOGLE = strawberry.enum_value("GOOGLE", description="A Google account that the customer signs in with.")
    APPLE = strawberry.enum_value("APPLE", description="An Apple account that the customer signs in with.")
    MICROSOFT = strawberry.enum_value("MICROSOFT", description="A Microsoft account that the customer signs in with.")
    OWN_APP = strawberry.enum_value("OWN_APP", description="The tenant's own web site, shop or app.")
    LOYALTY_CARD = strawberry.enum_value("LOYALTY_CARD", description="The tenant's loyalty programme.")
    SYSTEM = strawberry.enum_value("SYSTEM", description="Another system of the tenant, such as accounting.")
    PUSH_DEVICE = strawberry.enum_value(
        "PUSH_DEVICE", description="A device or browser that takes push messages; the handle is its token."
    )
    OTHER = strawberry.enum_value("OTHER", description="Somewhere else.")


@entity(indexes=(("network", "handle"),))
class SocialAccount(Subject):
    """What a customer is called in a social network, by a sign-in service, or in another of the tenant's systems."""

    network: SocialNetwork = attribute(Category.IDENTITY, "Where the account is.")
    handle: str = attribute(
        Category.IDENTITY, "The customer's name or account id there, as in @example.", searchable=True
    )
    url: str | None = attribute(Category.IDENTITY, "The address of the customer's page there.", max_length=2000)
    customer: Customer = relation("The customer whose account it is.", on_delete=OnDelete.CASCADE)
