"""KnowledgeBaseArticle: an answer to what customers often ask."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, linked
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.ticket import Ticket


@strawberry.enum(description="Who may read an article.")
class ArticleStatus(Enum):
    """Who may read an article."""

    DRAFT = strawberry.enum_value("DRAFT", description="Being written; for its authors only.")
    PUBLISHED = strawberry.enum_value("PUBLISHED", description="For everyone whom it is meant for.")
    ARCHIVED = strawberry.enum_value("ARCHIVED", description="Out of date; kept, but no longer shown.")


@entity()
class KnowledgeBaseArticle(Subject):
    """An answer to what customers often ask."""

    title: str = attribute(Category.DESCRIPTIVE, "The title.", searchable=True)
    body: str = attribute(Category.DESCRIPTIVE, "The text, as Markdown.", max_length=100_000)
    status: ArticleStatus = attribute(
        Category.DESCRIPTIVE, "Who may read it.", default=ArticleStatus.DRAFT, indexed=True
    )
    language: str | None = attribute(
        Category.DESCRIPTIVE,
        "The language, as a BCP 47 tag such as pt-BR.",
        pattern="[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
        form="a language tag such as pt-BR",
    )
    views: int = attribute(Category.QUANTITATIVE, "How often it was read.", default=0, minimum=0, indexed=True)
    tickets: Connection[Ticket] = linked(
        "The tickets that it helped with, or should have.", through="ticket_article", writable=False
    )
