"""Attachment: a file that belongs to a record. What is in it is kept elsewhere; the upload writes its revisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from server.entities.declaration import Category, attribute, computed, entity, relation
from server.entities.expressions import Row
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.attachment_revision import AttachmentRevision


def _content_path(row: Row) -> Mapping[str, sa.ColumnElement[Any]]:
    before: sa.ColumnElement[str] = sa.literal_column("'/attachments/attachment_'", sa.Text())
    behind: sa.ColumnElement[str] = sa.literal_column("'/content'", sa.Text())
    path = before + sa.cast(row.c["id"], sa.Text()) + behind
    return {"": sa.case((row.c["current_revision"] > sa.literal_column("0"), path))}


@entity(about=True)
class Attachment(Subject):
    """A file that belongs to a record; each upload of other content makes a revision of it."""

    name: str = attribute(Category.DESCRIPTIVE, "The file's name.", searchable=True)
    description: str | None = attribute(Category.DESCRIPTIVE, "What it holds.", max_length=2000)
    current_revision: int = attribute(
        Category.QUANTITATIVE, "The number of its newest revision; 0 until one is uploaded.", default=0, writable=False
    )
    media_type: str | None = attribute(
        Category.DESCRIPTIVE, "The media type of the newest revision, as found in its content.", writable=False
    )
    size: int | None = attribute(Category.QUANTITATIVE, "The size of the newest revision in bytes.", writable=False)
    sha256: str | None = attribute(
        Category.DESCRIPTIVE,
        "The SHA-256 checksum of the newest revision, in hexadecimal.",
        max_length=64,
        writable=False,
    )
    content_path: str | None = computed(
        Category.DESCRIPTIVE,
        "Where its content is: GET it there, from this server with the same key, and PUT there to upload; none until it has some.",
        _content_path,
    )
    revisions: Connection[AttachmentRevision] = relation(
        "All that was uploaded; sort it by number.", inverse="attachment"
    )
