"""Revisions of attachments in the database: the one that is asked for, and the one that an upload makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO
from uuid import UUID

from server.attachments.contents import write_content
from server.database.consequences import Written, follow
from server.database.history import changed_traits, entries_of, trait_columns
from server.database.identifiers import quoted
from server.database.tenancy import Database
from server.database.writing import Writing
from server.entities import ENTITIES
from server.entities.ids import encode_id, new_id
from server.errors import NotFound

ATTACHMENT = ENTITIES["Attachment"]
REVISION = ENTITIES["AttachmentRevision"]

_FIND = """
SELECT attachment.name, revision.id, revision.number, revision.size, revision.media_type, revision.sha256
FROM attachment
LEFT JOIN attachment_revision AS revision
  ON revision.tenant_id = $1 AND revision.attachment_id = attachment.id
 AND revision.number = coalesce($3::integer, attachment.current_revision)
WHERE attachment.tenant_id = $1 AND attachment.id = $2
"""
_CURRENT = "SELECT id FROM attachment_revision WHERE tenant_id = $1 AND attachment_id = $2 AND number = $3"
_INSERT = """
INSERT INTO attachment_revision
  (tenant_id, id, created_at, updated_at, version, number, size, media_type, sha256, uploaded_by, attachment_id)
VALUES ($1, $2, $3, $3, 1, $4, $5, $6, $7, $8, $9)
"""
_UPDATE = """
UPDATE attachment
SET current_revision = $3, size = $4, media_type = $5, sha256 = $6, updated_at = $7, version = version + 1
WHERE tenant_id = $1 AND id = $2
"""


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of an attachment's content; ``name`` is that of the attachment, ``sha256`` in hexadecimal."""

    id: UUID
    name: str
    number: int
    size: int
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A content that has arrived whole."""

    file: BinaryIO
    size: int
    sha256: str
    media_type: str


async def find_revision(
    database: Database, tenant_id: UUID, attachment_id: UUID, number: int | None = None
) -> Revision | None:
    """Return the revision with this number, or the newest; None when there is none. Raises ``NotFound`` for the attachment."""
    row = await database.fetch_row(tenant_id, _FIND, (tenant_id, attachment_id, number))
    if row is None:
        raise _missing(attachment_id)
    if row["id"] is None:
        return None
    return Revision(row["id"], row["name"], row["number"], row["size"], row["media_type"], row["sha256"])


async def add_revision(writing: Writing, attachment_id: UUID, upload: Upload) -> tuple[Revision, bool]:
    """Make the upload the newest revision of the attachment; return it, and whether it is new.

    It is not when the newest revision has the same bytes and media type already. The attachment is locked first, so that uploads at
    the same time get their numbers one after the other.
    """
    before = await _lock(writing, attachment_id)
    same = (upload.sha256, upload.media_type) == (before["sha256"], before["media_type"])
    number = before["current_revision"] + (not same)
    if same:
        revision_id = await writing.connection.fetchval(_CURRENT, writing.tenant_id, attachment_id, number)
    else:
        revision_id = await _insert(writing, attachment_id, number, upload)
        await _make_current(writing, before, number, upload)
    revision = Revision(revision_id, before["name"], number, upload.size, upload.media_type, upload.sha256)
    return revision, not same


async def _lock(writing: Writing, attachment_id: UUID) -> dict[str, Any]:
    columns = ", ".join(quoted(column) for column in dict.fromkeys(("id", *trait_columns(ATTACHMENT))))
    sql = f"SELECT {columns} FROM attachment WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE"
    row = await writing.connection.fetchrow(sql, writing.tenant_id, attachment_id)
    if row is None:
        raise _missing(attachment_id)
    return dict(row)


async def _insert(writing: Writing, attachment_id: UUID, number: int, upload: Upload) -> UUID:
    revision_id = new_id()
    values = (number, upload.size, upload.media_type, upload.sha256, writing.actor, attachment_id)
    await writing.connection.execute(_INSERT, writing.tenant_id, revision_id, datetime.now(UTC), *values)
    await write_content(writing.connection, writing.tenant_id, revision_id, upload.file)
    await follow(writing, REVISION, Written(created={revision_id: frozenset()}))
    return revision_id


async def _make_current(writing: Writing, before: dict[str, Any], number: int, upload: Upload) -> None:
    attachment_id = before["id"]
    after = {
        "current_revision": number,
        "size": upload.size,
        "media_type": upload.media_type,
        "sha256": upload.sha256,
    }
    await writing.connection.execute(_UPDATE, writing.tenant_id, attachment_id, *after.values(), datetime.now(UTC))
    entries = entries_of(attachment_id, changed_traits(ATTACHMENT, before, after), before, after)
    await follow(writing, ATTACHMENT, Written(changed={attachment_id: frozenset(after)}, entries=entries))


def _missing(attachment_id: UUID) -> NotFound:
    return NotFound(f"there is no attachment {encode_id(ATTACHMENT.table, attachment_id)}")
