"""An upload is made as a whole or not at all, listeners are told of it, and no slow client holds a connection."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from server.attachments.body import Body
from server.attachments.revisions import Upload, add_revision
from server.database.changes import Changes
from server.database.tenancy import Database
from server.database.writing import CREATED, UPDATED, Writing
from server.entities.ids import decode_id
from server.errors import BadRequest
from tests.attachments.conftest import PDF, Count, Files

_STALLED = 15  # more than the pool has connections


class _Breaking(io.BytesIO):
    """A file whose disk fails after the first chunk."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError("the disk failed")
        return super().read(size)


async def test_what_breaks_in_the_middle_leaves_nothing(
    files: Files, database: Database, tenants: tuple[UUID, UUID], count: Count
) -> None:
    attachment = await files.attachment()
    content = os.urandom(600_000)
    digest = hashlib.sha256(content).hexdigest()
    upload = Upload(_Breaking(content), len(content), digest, "application/octet-stream")
    with pytest.raises(OSError, match="the disk failed"):
        async with database.tenant_transaction(tenants[0]) as connection:
            await add_revision(Writing(connection, tenants[0], "server"), decode_id("attachment", attachment), upload)
    assert await count("attachment_revision", 0) == 0
    assert await count("attachment_content", 0) == 0
    data = await files.client.data(
        "query ($id: ID!) { attachment(id: $id) { version currentRevision contentPath } }", {"id": attachment}
    )
    assert data["attachment"] == {"version": 1, "currentRevision": 0, "contentPath": None}


async def test_listeners_are_told(files: Files, database: Database, tenants: tuple[UUID, UUID]) -> None:
    attachment = await files.attachment()
    changes = Changes(database)
    of_attachments = await changes.listen((tenants[0], "attachment"), frozenset({UPDATED}))
    of_revisions = await changes.listen((tenants[0], "attachment_revision"), frozenset({CREATED}))
    try:
        answer = (await files.put(attachment, PDF)).json()
        async with asyncio.timeout(5):
            assert (await of_attachments.take()).ids == (decode_id("attachment", attachment),)
            assert (await of_revisions.take()).ids == (decode_id("attachment_revision", answer["revision"]),)
        await files.put(attachment, PDF)  # makes nothing new, so nobody is told
        await asyncio.sleep(0.2)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await of_attachments.take()
    finally:
        of_attachments.close()
        of_revisions.close()


async def test_the_revision_tells_who_uploaded_it(files: Files) -> None:
    attachment = await files.attachment()
    await files.put(attachment, PDF, Tessera_Actor="ann@example.com")
    data = await files.client.data(
        "query ($id: ID!) { attachment(id: $id) { revisions { nodes { uploadedBy } } } }", {"id": attachment}
    )
    (revision,) = data["attachment"]["revisions"]["nodes"]
    assert revision["uploadedBy"].startswith("key_")
    assert revision["uploadedBy"].endswith(" for ann@example.com")


@pytest.mark.parametrize("method", ["PUT", "GET"])
async def test_slow_clients_hold_no_connection(files: Files, server_url: str, method: str) -> None:
    attachment = await files.attachment()
    await files.put(attachment, os.urandom(20_000_000), "application/octet-stream")
    address = urlsplit(server_url)
    head = (
        f"{method} /attachments/{attachment}/content HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
        f"Authorization: Bearer {files.client.token}\r\n"
    )
    body = "Content-Length: 1000\r\n\r\nbegun" if method == "PUT" else "\r\n"
    with ExitStack() as stack:
        for _ in range(_STALLED):
            stalled = stack.enter_context(socket.create_connection((address.hostname, address.port)))
            stalled.sendall((head + body).encode())
        await asyncio.sleep(0.5)
        async with asyncio.timeout(3):
            data = await files.client.data("query ($id: ID!) { attachment(id: $id) { size } }", {"id": attachment})
    assert data["attachment"]["size"] == 20_000_000


async def test_a_client_that_stalls_is_given_up() -> None:
    waiting: asyncio.Future[dict[str, object]] = asyncio.get_running_loop().create_future()
    sent = [{"type": "http.request", "body": b"begun", "more_body": True}]

    async def receive() -> dict[str, object]:
        return sent.pop() if sent else await waiting

    body = Body(receive, patience=0.05)
    with pytest.raises(BadRequest) as refused:
        async with body.spool(1_000):
            raise AssertionError
    assert refused.value.status == 408
    assert not body.complete
