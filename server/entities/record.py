"""What every entity has, and the shapes in which records are listed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

import strawberry

from server.entities.declaration import Category, attribute, linked, relation

if TYPE_CHECKING:
    from server.entities.attachment import Attachment
    from server.entities.history_entry import HistoryEntry
    from server.entities.note import Note
    from server.entities.tag import Tag
    from server.entities.task import Task

T = TypeVar("T")


@strawberry.interface(description="A record that can be looked up by its globally unique id.")
class Node:
    """A record with a globally unique id (Relay's Node)."""

    id: strawberry.ID = strawberry.field(description="The id, unique across all types. Treat it as opaque.")


@strawberry.type
class Record(Node):
    """The attributes of every record."""

    external_id: str | None = attribute(
        Category.IDENTITY,
        "The record's id in the tenant's own systems; unique per type and tenant.",
        max_length=200,
        min_length=1,
    )
    created_at: datetime = attribute(Category.DESCRIPTIVE, "When the record was created.", writable=False)
    updated_at: datetime = attribute(Category.DESCRIPTIVE, "When the record was last changed.", writable=False)
    version: int = attribute(
        Category.QUANTITATIVE, "Grows by one with every change; send it back to change this state only.", writable=False
    )


@strawberry.type(description="Where a page stands within its list.")
class PageInfo:
    """Where a page stands within its list."""

    has_next_page: bool = strawberry.field(description="Whether records follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether records precede this page.")
    start_cursor: str | None = strawberry.field(description="The cursor of the page's first record.")
    end_cursor: str | None = strawberry.field(description="The cursor of the page's last record; pass it as `after`.")


@strawberry.type(description="A record in its place within a list.")
class Edge(Generic[T]):
    """A record in its place within a list."""

    cursor: str = strawberry.field(description="The record's place; pass it as `after` or `before`.")
    node: T = strawberry.field(description="The record.")


@strawberry.type(description="One page of a list of records.")
class Connection(Generic[T]):
    """One page of a list of records (Relay's Connection)."""

    edges: list[Edge[T]] = strawberry.field(description="The page's records, each with its cursor.")
    nodes: list[T] = strawberry.field(description="The page's records.")
    page_info: PageInfo = strawberry.field(description="Where the page stands within the list.")
    total_count: int = strawberry.field(description="How many records the list holds in all pages.")


@strawberry.type
class Subject(Record):
    """A record that tags, notes, tasks and files can be attached to: everything that a caller may write, but tags themselves."""

    tags: list[Tag] = linked("The tags that it carries.", through="{table}_tag")
    notes: Connection[Note] = relation("What people have written down about it.", inverse="{table}")
    tasks: Connection[Task] = relation("What is to be done about it, or was.", inverse="{table}")
    attachments: Connection[Attachment] = relation("The files that belong to it.", inverse="{table}")
    history: Connection[HistoryEntry] = relation(
        "Who changed which of its attributes, when, from what to what; only attributes whose changes are kept.",
        inverse="record",
    )
