"""Attachment: a file that belongs to a record. What is in it is kept elsewhere; the upload writes its revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, attribute, entity, relation
from server.entities.record import Connection, Subject

if TYPE_CHECKING:
    from server.entities.attachment_revision import AttachmentRevision


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
    revisions: Connection[AttachmentRevision] = relation(
        "All that was uploaded; sort it by number.", inverse="attachment"
    )
