"""Where the bytes of a revision lie: in PostgreSQL, in chunks, under the same row-level security and backup as every record.

These two functions are all that the rest knows of it, so that a folder or an object store could take its place. A content is
written once, together with its revision, never changed, and deleted with its revision by the foreign key.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO
from uuid import UUID

from server.database.tables import CONTENT_CHUNK
from server.database.tenancy import Connection, Database
from server.errors import NotFound

_WRITE = "INSERT INTO attachment_content (tenant_id, revision_id, number, bytes) VALUES ($1, $2, $3, $4)"
_READ = "SELECT bytes FROM attachment_content WHERE tenant_id = $1 AND revision_id = $2 AND number = $3"


async def write_content(connection: Connection, tenant_id: UUID, revision_id: UUID, content: BinaryIO) -> None:
    """Keep ``content``, from its beginning, as that of the revision; in the transaction that creates the revision."""
    content.seek(0)
    number = 0
    while chunk := await asyncio.to_thread(content.read, CONTENT_CHUNK):
        await connection.execute(_WRITE, tenant_id, revision_id, number, chunk)
        number += 1


async def read_content(
    database: Database, tenant_id: UUID, revision_id: UUID, start: int, stop: int
) -> AsyncIterator[bytes]:
    """Yield the bytes from ``start`` up to ``stop`` of a revision's content.

    Each chunk is read in a transaction of its own, so that a client who reads slowly holds no connection; nothing can change in
    between but that the content is deleted, which raises ``NotFound``.
    """
    for number in range(start // CONTENT_CHUNK, -(-stop // CONTENT_CHUNK)):
        row = await database.fetch_row(tenant_id, _READ, (tenant_id, revision_id, number))
        if row is None:
            raise NotFound("the content is gone: its attachment was deleted meanwhile")
        first = number * CONTENT_CHUNK
        yield row["bytes"][max(0, start - first) : stop - first]
