"""Note: what somebody has written down about a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.record import Subject

if TYPE_CHECKING:
    from server.entities.user import User


@entity(about=True, timeline="created_at")
class Note(Subject):
    """What somebody has written down, by itself or about another record."""

    text: str = attribute(Category.QUALITATIVE, "What was written down.", max_length=20_000)
    author: User | None = relation("Who wrote it; none: somebody who is no user, or a system.")
