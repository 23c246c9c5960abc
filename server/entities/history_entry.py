"""HistoryEntry: one change of one attribute of a record."""

from __future__ import annotations

from datetime import datetime

from strawberry.scalars import JSON

from server.entities import declaration
from server.entities.declaration import Category, entity
from server.entities.ids import RecordId
from server.entities.record import Record


@entity(managed=True, audited=False, indexes=(("record",),))
class HistoryEntry(Record):
    """One change of one attribute of a record: who made it, when, from what to what."""

    record: RecordId = declaration.attribute(Category.DESCRIPTIVE, "The id of the record that was changed.")
    attribute: str = declaration.attribute(
        Category.DESCRIPTIVE, "The name of the attribute that was changed, as in GraphQL."
    )
    before: JSON | None = declaration.attribute(Category.QUALITATIVE, "What it was before; none: nothing.")
    after: JSON | None = declaration.attribute(Category.QUALITATIVE, "What it has been since; none: nothing.")
    actor: str = declaration.attribute(
        Category.DESCRIPTIVE, "Who changed it: the key that the request came with, or the server itself."
    )
    at: datetime = declaration.attribute(Category.DESCRIPTIVE, "When it was changed.")
