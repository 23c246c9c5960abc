"""Task: something that somebody is to do."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.user import User


@strawberry.enum(description="How far a task has come.")
class TaskState(Enum):
    """How far a task has come."""

    OPEN = strawberry.enum_value("OPEN", description="Not begun.")
    IN_PROGRESS = strawberry.enum_value("IN_PROGRESS", description="Begun, not finished.")
    DONE = strawberry.enum_value("DONE", description="Finished.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Given up, or no longer needed.")


@strawberry.enum(description="How much a task matters.")
class TaskPriority(Enum):
    """How much a task matters."""

    LOW = strawberry.enum_value("LOW", description="When there is time.")
    NORMAL = strawberry.enum_value("NORMAL", description="In its turn.")
    HIGH = strawberry.enum_value("HIGH", description="Before others.")
    URGENT = strawberry.enum_value("URGENT", description="Before everything else.")


@entity(about=True, timeline="due_at", indexes=(("assignee", "due_at"), ("state", "due_at")))
class Task(Subject):
    """Something that somebody is to do, by itself or about another record."""

    title: str = attribute(Category.DESCRIPTIVE, "What is to be done, in one line.", searchable=True)
    description: str | None = attribute(Category.QUALITATIVE, "What is to be done, at length.", max_length=20_000)
    state: TaskState = attribute(Category.DESCRIPTIVE, "How far it has come.", default=TaskState.OPEN)
    priority: TaskPriority = attribute(Category.DESCRIPTIVE, "How much it matters.", default=TaskPriority.NORMAL)
    due_at: datetime | None = attribute(Category.QUANTITATIVE, "When it must be done.")
    completed_at: datetime | None = attribute(Category.QUANTITATIVE, "When it was done.")
    assignee: User | None = relation("Who is to do it.")
