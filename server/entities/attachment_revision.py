"""AttachmentRevision: one state of a file, written by the server when it is uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.entities.declaration import Category, OnDelete, attribute, entity, relation
from server.entities.record import Record

if TYPE_CHECKING:
    from server.entities.attachment import Attachment


@entity(unique=(("attachment", "number"),), managed=True, audited=False)
class AttachmentRevision(Record):
    """One state of a file, as it was uploaded."""

    number: int = attribute(
        Category.QUANTITATIVE, "Its number; the first is 1, and the greatest is the newest.", minimum=1
    )
    size: int = attribute(Category.QUANTITATIVE, "How many bytes it has.", minimum=0)
    media_type: str = attribute(
        Category.DESCRIPTIVE, "Its media type, such as application/pdf, as found in its content."
    )
    sha256: str = attribute(Category.DESCRIPTIVE, "The SHA-256 checksum of its content, in hexadecimal.", max_length=64)
    uploaded_by: str = attribute(Category.DESCRIPTIVE, "Who uploaded it: a key's id, `import` or `server`.")
    attachment: Attachment = relation("The attachment that it is a state of.", on_delete=OnDelete.CASCADE)
